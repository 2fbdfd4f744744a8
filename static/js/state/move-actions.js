/** Shifting, turning and scaling the drawing: each gesture, from taking hold to letting go, is one step to undo. Part of the writer of state. */

import { push, replace } from "../ink/history.js";
import { redraw } from "../ink/raster.js";
import { isEmpty } from "../ink/stroke.js";
import { transformed } from "../ink/transform.js";

/**
 * @param {import("./atoms.js").Atoms} atoms @param {import("./ink-actions.js").Ink} ink
 * @returns {Pick<import("./actions.js").Table, "grasp" | "haul" | "settle">}
 */
export function moveTable(atoms, ink) {
  const { grasped, history } = atoms;
  return {
    grasp() {
      if (isEmpty(ink.present())) return;
      grasped.set(ink.present());
      atoms.drawing.set(true);
    },
    haul({ matrix }) {
      const drawing = grasped.get();
      if (!drawing) return;
      const moved = transformed(drawing, matrix);
      history.update((all) => (all.present === drawing ? push(all, moved) : replace(all, moved)));
      atoms.sampled.set(null);
      atoms.expected.set(null);
      atoms.greeting.set(false);
      redraw(atoms.raster.get(), moved);
      ink.ask();
    },
    settle() {
      grasped.set(null);
      atoms.drawing.set(false);
      ink.keep();
    },
  };
}
