/** State → what lies over the pad: the part that is centred, and the box to move the ink by. */

import { computed } from "../../vendor/signals-core.min.js";
import { applied, pictureOf } from "../ink/base.js";
import { inkBox } from "../ink/raster.js";
import { PAD } from "../ink/stroke.js";

/** @import { Box, Drawing, Raster } from "../types.js" */
/** @import { Signals } from "./signals.js" */

/** @param {Signals} signals */
export function createPlacing({ answered, history, raster, revision, tool }) {
  /** Of the ink, while it can be moved. */
  const box = computed(() => (tool.value === "move" && revision.value >= 0 ? inkBox(raster.value) : null));
  return {
    box,
    /** What keys and pointers go by: the state now, not what was last rendered. */
    now: () => ({ box: box.value, moving: tool.value === "move" }),
    /** What was cropped, on the pad; undefined as long as the answer is about an earlier drawing. */
    crop: computed(() => {
      const newest = answered.value;
      return newest?.revision === revision.value
        ? cropOn(newest.trace.response.crop, history.value.present, raster.value)
        : undefined;
    }),
  };
}

/**
 * The crop is in the pixels of the picture that was sent: a sample's own, or the pad's.
 * @param {Box | null} crop @param {Drawing} drawing @param {Raster} raster
 * @returns {Box | null}
 */
function cropOn(crop, drawing, raster) {
  if (!crop) return null;
  const whole = PAD / raster.size;
  const matrix =
    drawing.base && pictureOf(drawing, raster) === drawing.base
      ? drawing.base.matrix
      : /** @type {const} */ ([whole, 0, 0, whole, 0, 0]);
  const [left, top] = applied(matrix, crop.left, crop.top);
  const [right, bottom] = applied(matrix, crop.left + crop.width, crop.top + crop.height);
  return { top, left, height: bottom - top, width: right - left };
}
