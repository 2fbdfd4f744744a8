/** The digits that models misread: evaluations as they are asked for, the chosen cell of the matrix, a model to compare with. Made when first opened. */

import { createEvaluationClient } from "../api/evaluation.js";
import { atom, watchAll } from "../lib/atom.js";
import { createCache } from "../lib/cache.js";

/** @typedef {import("../errors-types.js").ModelEvaluation} ModelEvaluation */
/** @typedef {import("./atoms.js").Atoms} Atoms */
/** @typedef {ReturnType<typeof createErrorsState>} ErrorsState */

/** So many are kept, of some 15 kB each. */
const MOST = 32;

/** @param {{atoms: Atoms, perform: import("../intents.js").OnIntent}} outside */
export function createErrorsState({ atoms: outer, perform }, client = createEvaluationClient()) {
  const atoms = {
    shown: atom(/** @type {ModelEvaluation | null} */ (null)),
    /** The name of the model that it is compared with; null: none. */
    other: atom(/** @type {string | null} */ (null)),
    compared: atom(/** @type {ModelEvaluation | null} */ (null)),
    /** The chosen cell: label, prediction. */
    cell: atom(/** @type {readonly [number, number] | null} */ (null)),
    failure: atom(/** @type {Error | null} */ (null)),
  };
  const fetchEvaluation = createCache(client.evaluation, MOST);
  /** @param {import("../lib/atom.js").Atom<ModelEvaluation | null>} place @param {() => string | null} nameNow */
  const load = async (place, nameNow) => {
    const name = nameNow();
    if (place.get()?.model === name) return;
    place.set(null);
    if (name === null) return;
    try {
      const found = await fetchEvaluation(name);
      if (nameNow() === name) place.set(found);
    } catch (error) {
      if (nameNow() === name) atoms.failure.set(/** @type {Error} */ (error));
    }
  };
  const refresh = () => {
    if (!outer.errors.get()) return;
    atoms.failure.set(null);
    void load(atoms.shown, outer.chosen.get);
    void load(atoms.compared, atoms.other.get);
  };
  outer.chosen.watch(refresh);
  return {
    atoms,
    outside: outer,
    refresh,
    /** @param {string | null} name */
    compare(name) {
      atoms.other.set(name);
      refresh();
    },
    /** @param {number} label @param {number} prediction */
    choose: (label, prediction) => atoms.cell.set([label, prediction]),
    /** Shows a digit in the explorer, and goes on from it. @param {readonly number[]} indices @param {number} at */
    walk: (indices, at) => perform({ type: "walk", indices, at }),
    close: () => perform({ type: "errors", open: false }),
    /** @param {() => void} watcher @returns {() => void} what stops it */
    watch(watcher) {
      return watchAll([...Object.values(atoms), outer.chosen, outer.preprocess, outer.theme, outer.systemDark], watcher);
    },
  };
}
