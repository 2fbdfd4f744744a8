/** Two drawings, A and B: one on the pad, the other held, each with its own steps to undo. Part of the writer of state. */

import { pictureOf } from "../ink/base.js";
import { historyOf } from "../ink/history.js";
import { encodePng } from "../ink/png.js";
import { createRaster, redraw } from "../ink/raster.js";

/** @typedef {import("./actions.js").Table} Table */
/** @typedef {import("./atoms.js").Atoms} Atoms */
/** @typedef {import("./atoms.js").Held} Held */

/**
 * @param {Atoms} atoms
 * @param {{client: import("../api/client.js").Client, failed: (error: Error) => void}} outside
 */
export function createCompare(atoms, { client, failed }) {
  /** The held drawing's maps, if they are not there. */
  const complete = () => {
    const held = atoms.held.get();
    if (!held || held.trace) return;
    const { present } = held.history;
    const [model, preprocess] = [atoms.chosen.get(), atoms.preprocess.get()];
    void client.activations(encodePng(pictureOf(present, redraw(createRaster(), present))), { model, preprocess }).then((trace) => {
      const now = atoms.held.get();
      if (now?.history === held.history && model === atoms.chosen.get() && preprocess === atoms.preprocess.get()) atoms.held.set({ ...now, trace });
    }, failed);
  };
  return {
    complete,
    /** @param {Held | null} held */
    hold(held) {
      atoms.held.set(held);
      complete();
    },
    /** Drawings are prepared in another way now, or seen by another model. */
    renew() {
      const held = atoms.held.get();
      if (!held) return;
      atoms.held.set({ ...held, trace: null });
      complete();
    },
  };
}

/** @typedef {ReturnType<typeof createCompare>} Compare */

/**
 * @param {Atoms} atoms @param {import("./ink-actions.js").Ink} ink @param {Compare} compare
 * @returns {Pick<Table, "hold" | "beside" | "side" | "flip" | "differ" | "release">}
 */
export function compareTable(atoms, ink, compare) {
  const { held, side, difference } = atoms;
  return {
    hold() {
      side.set("b");
      compare.hold({ ...onPad(atoms), history: historyOf(ink.present()) });
    },
    beside: ({ drawing }) => compare.hold({ history: historyOf(drawing), sampled: null, trace: null }),
    side: (intent) => side.set(held.get() ? intent.side : "b"),
    flip(intent) {
      const other = held.get();
      difference.set(false);
      if (!other || intent.side === side.get()) return;
      const lifted = onPad(atoms);
      side.set(intent.side);
      putDown(atoms, other);
      ink.ask();
      // Its maps are known; what the server says to them is the same.
      if (other.trace?.response.model === atoms.model.get()?.name && other.trace) atoms.answered.set({ trace: other.trace, revision: atoms.revision.get() });
      ink.keep();
      compare.hold(lifted);
    },
    differ: (intent) => difference.set(intent.difference && held.get() !== null),
    release() {
      difference.set(false);
      side.set("b");
      held.set(null);
    },
  };
}

/** What is on the pad, with its maps if they are those of this very drawing. @param {Atoms} atoms @returns {Held} */
function onPad({ history, sampled, answered, revision }) {
  const newest = answered.get();
  return { history: history.get(), sampled: sampled.get(), trace: newest?.revision === revision.get() ? newest.trace : null };
}

/** @param {Atoms} atoms @param {Held} held */
function putDown(atoms, { history, sampled }) {
  atoms.history.set(history);
  atoms.sampled.set(sampled);
  atoms.expected.set(null);
  atoms.greeting.set(false);
  atoms.drawing.set(false);
  redraw(atoms.raster.get(), history.present);
}
