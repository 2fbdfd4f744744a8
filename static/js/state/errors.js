/** The digits that models misread: evaluations as they are asked for, the chosen cell of the matrix, a model to compare with. Made when first opened. */

import { createEvaluationClient } from "../api/evaluation.js";
import { signal } from "../../vendor/signals-core.min.js";
import { onChange } from "../lib/signals.js";
import { createCache } from "../lib/cache.js";

/** @import { ModelEvaluation } from "../errors-types.js" */
/** @import { Signals } from "./signals.js" */
/** @typedef {ReturnType<typeof createErrorsState>} ErrorsState */

/** So many are kept, of some 15 kB each. */
const MOST = 32;

/** @param {{signals: Signals, perform: import("../intents.js").OnIntent}} outside */
export function createErrorsState({ signals: outer, perform }, client = createEvaluationClient()) {
  const signals = {
    shown: signal(/** @type {ModelEvaluation | null} */ (null)),
    compared: signal(/** @type {ModelEvaluation | null} */ (null)),
    /** The chosen cell: label, prediction. */
    cell: signal(/** @type {readonly [number, number] | null} */ (null)),
    failure: signal(/** @type {Error | null} */ (null)),
    /** Digits that have been read so far. */
    read: signal(0),
  };
  const fetchEvaluation = createCache((name) => withProgress(client, name, signals.read), MOST);
  /** @param {import("../../vendor/signals-core.min.js").Signal<ModelEvaluation | null>} place @param {() => string | null} nameNow */
  const load = async (place, nameNow) => {
    const name = nameNow();
    if (place.value?.model === name) return;
    place.value = null;
    if (name === null) return;
    try {
      const found = await fetchEvaluation(name);
      if (nameNow() === name) place.value = found;
    } catch (error) {
      if (nameNow() === name) signals.failure.value = /** @type {Error} */ (error);
    }
  };
  const refresh = () => {
    if (!outer.errors.value) return;
    signals.failure.value = null;
    void load(signals.shown, () => outer.chosen.value);
    void load(signals.compared, () => outer.against.value);
  };
  onChange([outer.chosen, outer.against], refresh);
  return {
    signals,
    outside: outer,
    refresh,
    /** @param {string | null} name */
    compare: (name) => perform({ type: "set", name: "against", value: name }),
    /** @param {number} label @param {number} prediction */
    choose: (label, prediction) => { signals.cell.value = [label, prediction]; },
    /** Shows a digit in the explorer, and goes on from it. @param {readonly number[]} indices @param {number} at */
    walk: (indices, at) => perform({ type: "walk", indices, at }),
    close: () => perform({ type: "set", name: "errors", value: false }),
  };
}

/**
 * An evaluation that may take seconds to compute.
 * @param {ReturnType<typeof createEvaluationClient>} client @param {string} name
 * @param {import("../../vendor/signals-core.min.js").Signal<number>} read  how many digits have been read
 */
async function withProgress(client, name, read) {
  read.value = 0;
  const shipped = String(document.querySelector("#model")?.getAttribute("data-models")).split(" ");
  const source = shipped.includes(name) ? null : client.progress(name);
  source?.addEventListener("progress", ({ data }) => { read.value = JSON.parse(data).digits; });
  source?.addEventListener("error", () => source.close()); // the request beside it says what is wrong
  source?.addEventListener("done", () => source.close());
  try {
    return await client.evaluation(name);
  } finally {
    source?.close();
  }
}
