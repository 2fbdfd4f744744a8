/** Moving, rotating and scaling the drawing: each gesture, from start to end, is one undo step. */

import { push, replace } from "../ink/history.js";
import { redraw } from "../ink/raster.js";
import { isEmpty } from "../ink/stroke.js";
import { transformed } from "../ink/transform.js";
import { assign } from "../lib/signals.js";

/** @import { Table } from "./actions.js" */
/** @import { Ink } from "./drawing-actions.js" */
/** @import { Signals } from "./signals.js" */

/** Return the rows of transforming the drawing. @param {Signals} signals @param {Ink} ink */
export function transformTable(signals, ink) {
  const { transformStart, history } = signals;
  return /** @satisfies {Partial<Table>} */ ({
    startTransform() {
      if (isEmpty(ink.present())) return;
      transformStart.value = ink.present();
      signals.drawing.value = true;
    },
    transform({ matrix }) {
      const drawing = transformStart.value;
      if (!drawing) return;
      const moved = transformed(drawing, matrix);
      history.value = history.value.present === drawing ? push(history.value, moved) : replace(history.value, moved);
      assign(signals, { expected: null, greeting: false });
      redraw(signals.raster.value, moved);
      ink.ask();
    },
    endTransform() {
      transformStart.value = null;
      signals.drawing.value = false;
      ink.keep();
    },
  });
}
