/** The digits that the shown model misreads, and a second model to compare it with. Created when first opened. */

import { readDocument, readEvaluation } from "../api/documents.js";
import { effect, signal, untracked } from "../../vendor/signals-core.min.js";
import { createCache } from "../lib/cache.js";
import { evaluationFor, listsOf, nextError } from "../model/errors.js";
import { createDocumentSignal } from "./document-signal.js";

/** @import { ListName } from "../errors-types.js" */
/** @import { OnIntent } from "../intents.js" */
/** @import { Signals } from "./signals.js" */
/** @typedef {ReturnType<typeof createErrorsState>} ErrorsState */

/** The number of cached evaluations, of about 15 kB each. */
const MAX_CACHED = 32;

/** Create the state of the dialog of misread digits. @param {{signals: Signals, perform: OnIntent}} outside */
export function createErrorsState({ signals: outer, perform }) {
  const { against, cell, chosen, errors, preprocess, walk } = outer;
  /** The number of digits evaluated so far. */
  const read = signal(0);
  const load = createCache((model) => readEvaluation(model, (digits) => { read.value = digits; }), MAX_CACHED);
  const ofWalk = (/** @type {number} */ place) => createDocumentSignal(load, () => walk.value?.split("/")[place]);
  const [own, other] = [ofWalk(2), ofWalk(3)];
  effect(() => {
    const found = evaluationFor(own.document.value, preprocess.value);
    const compared = evaluationFor(other.document.value, preprocess.value);
    const next = walk.value && found ? nextError(walk.value, listsOf(found, compared, cell.value)) : null;
    untracked(() => perform({ type: "set", name: "nextError", value: next }));
  });
  return {
    outside: outer,
    read,
    shown: createDocumentSignal(load, () => errors.value && chosen.value),
    compared: createDocumentSignal(load, () => errors.value && against.value),
    /** The checkpoints of the bundled model. */
    checkpoints: createDocumentSignal(readDocument, () => errors.value && "lenet/checkpoints"),
    /** Compare with another model; "" ends it. @param {string} model */
    compare: (model) => perform({ type: "set", name: "against", value: model || null }),
    /** Select a cell of the confusion matrix; the selected one again selects all digits. @param {string} name */
    choose: (name) => perform({ type: "set", name: "cell", value: name === cell.value ? null : name }),
    /** Show a digit on the pad, and start viewing its list there. @param {ListName} list @param {number} index */
    walk: (list, index) => perform({
      type: "walk",
      walk: [list, index, chosen.value, ...(against.value ? [against.value] : [])].join("/"),
    }),
    close: () => perform({ type: "set", name: "errors", value: false }),
  };
}
