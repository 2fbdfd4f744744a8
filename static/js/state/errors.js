/** The digits that the shown model misreads, and one to compare it with. Made when first opened. */

import { readDocument, readEvaluation } from "../api/documents.js";
import { effect, signal, untracked } from "../../vendor/signals-core.min.js";
import { createCache } from "../lib/cache.js";
import { evaluationFor, listsOf, nextError } from "../model/errors.js";
import { createFollowing } from "./following.js";

/** @import { ListName } from "../errors-types.js" */
/** @import { OnIntent } from "../intents.js" */
/** @import { Signals } from "./signals.js" */
/** @typedef {ReturnType<typeof createErrorsState>} ErrorsState */

/** So many evaluations are kept, of some 15 kB each. */
const MOST = 32;

/** @param {{signals: Signals, perform: OnIntent}} outside */
export function createErrorsState({ signals: outer, perform }) {
  const { against, cell, chosen, errors, preprocess, walk } = outer;
  /** Digits that have been read so far. */
  const read = signal(0);
  const load = createCache((model) => readEvaluation(model, (digits) => { read.value = digits; }), MOST);
  const ofWalk = (/** @type {number} */ place) => createFollowing(load, () => walk.value?.split("/")[place]);
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
    shown: createFollowing(load, () => errors.value && chosen.value),
    compared: createFollowing(load, () => errors.value && against.value),
    /** Those of the model that ships. */
    checkpoints: createFollowing(readDocument, () => errors.value && "lenet/checkpoints"),
    /** @param {string} model */
    compare: (model) => perform({ type: "set", name: "against", value: model || null }),
    /** @param {string} name  once more: all digits */
    choose: (name) => perform({ type: "set", name: "cell", value: name === cell.value ? null : name }),
    /** Shows a digit in the explorer, and goes on from it. @param {ListName} list @param {number} index */
    walk: (list, index) => perform({
      type: "walk",
      walk: [list, index, chosen.value, ...(against.value ? [against.value] : [])].join("/"),
    }),
    close: () => perform({ type: "set", name: "errors", value: false }),
  };
}
