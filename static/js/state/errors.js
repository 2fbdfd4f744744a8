/**
 * The digits that models misread: evaluations as they are asked for, of the shown model and of one to compare with.
 * Made when first opened.
 */

import { createDocuments } from "../api/documents.js";
import { signal } from "../../vendor/signals-core.min.js";
import { onChange } from "../lib/signals.js";
import { createCache } from "../lib/cache.js";
import { createFollowing } from "./following.js";

/** @import { ModelEvaluation } from "../errors-types.js" */
/** @import { Signals } from "./signals.js" */
/** @typedef {ReturnType<typeof createErrorsState>} ErrorsState */

/** So many are kept, of some 15 kB each. */
const MOST = 32;

/** @param {{signals: Signals, perform: import("../intents.js").OnIntent}} outside */
export function createErrorsState({ signals: outer, perform }, documents = createDocuments()) {
  const signals = {
    shown: signal(/** @type {ModelEvaluation | null} */ (null)),
    compared: signal(/** @type {ModelEvaluation | null} */ (null)),
    failure: signal(/** @type {Error | null} */ (null)),
    /** Digits that have been read so far. */
    read: signal(0),
    /** The names of the shipped model's. */
    checkpoints: signal(/** @type {readonly string[]} */ ([])),
  };
  const follow = createFollowing(
    createCache((path) => withProgress(documents, path, signals.read), MOST),
    signals.failure,
  );
  const pathOf = (/** @type {string | null} */ name) => name && `${name}/evaluation`;
  const refresh = () => {
    if (!outer.errors.value) return;
    void follow(signals.shown, () => pathOf(outer.chosen.value));
    void follow(signals.compared, () => pathOf(outer.against.value));
    if (signals.checkpoints.value.length) return;
    void documents.read("lenet/checkpoints").then(({ checkpoints }) => {
      signals.checkpoints.value = checkpoints.map((/** @type {{model: string}} */ { model }) => model);
    }, () => {}); // without them there is less to choose from
  };
  onChange([outer.chosen, outer.against], refresh);
  return {
    signals,
    outside: outer,
    refresh,
    /** @param {string | null} name */
    compare: (name) => perform({ type: "set", name: "against", value: name }),
    /** @param {string} cell  once more: all digits */
    choose: (cell) => perform({ type: "set", name: "cell", value: cell === outer.cell.value ? null : cell }),
    /** Shows a digit in the explorer, and goes on from it. @param {readonly number[]} indices @param {number} at */
    walk: (indices, at) => perform({ type: "walk", indices, at }),
    close: () => perform({ type: "set", name: "errors", value: false }),
  };
}

/**
 * An evaluation that may take seconds to compute.
 * @param {ReturnType<typeof createDocuments>} documents @param {string} path
 * @param {import("../../vendor/signals-core.min.js").Signal<number>} read  how many digits have been read
 */
async function withProgress(documents, path, read) {
  read.value = 0;
  const shipped = String(document.querySelector("#model")?.getAttribute("data-models")).split(" ");
  const source = shipped.some((name) => path.startsWith(`${name}/`)) ? null : documents.progress(path);
  source?.addEventListener("progress", ({ data }) => {
    read.value = JSON.parse(data).digits;
  });
  for (const type of ["error", "done"]) source?.addEventListener(type, () => source.close()); // the request beside it says what is wrong
  try {
    return await documents.read(path);
  } finally {
    source?.close();
  }
}
