/** Moving, rotating and scaling the drawing: each gesture, from start to end, is one undo step. */

import { push, replace } from "../ink/history.js";
import { redraw } from "../ink/raster.js";
import { isEmpty } from "../ink/stroke.js";
import { transformed } from "../ink/transform.js";
import { assign } from "../lib/signals.js";

/** @import { Table } from "./actions.js" */
/** @import { Ink } from "./ink-actions.js" */
/** @import { Signals } from "./signals.js" */

/** Return the rows of transforming the drawing. @param {Signals} signals @param {Ink} ink */
export function moveTable(signals, ink) {
  const { grasped, history } = signals;
  return /** @satisfies {Partial<Table>} */ ({
    grasp() {
      if (isEmpty(ink.present())) return;
      grasped.value = ink.present();
      signals.drawing.value = true;
    },
    haul({ matrix }) {
      const drawing = grasped.value;
      if (!drawing) return;
      const moved = transformed(drawing, matrix);
      history.value = history.value.present === drawing ? push(history.value, moved) : replace(history.value, moved);
      assign(signals, { expected: null, greeting: false });
      redraw(signals.raster.value, moved);
      ink.ask();
    },
    settle() {
      grasped.value = null;
      signals.drawing.value = false;
      ink.keep();
    },
  });
}
