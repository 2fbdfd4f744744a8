/** State → what lies over the pad: the part that is centred, and the box to move the ink by. */

import { applied, pictureOf } from "../ink/base.js";
import { inkBox } from "../ink/raster.js";
import { PAD } from "../ink/stroke.js";
import { memo } from "./memo.js";

/** @typedef {import("../types.js").Box} Box */
/** @typedef {import("../types.js").Drawing} Drawing */
/** @typedef {import("../types.js").Raster} Raster */

/** @param {import("./signals.js").Signals} signals */
export function createPlacing(signals) {
  const box = memo((/** @type {Raster} */ raster, /** @type {number} */ revision) => (revision < 0 ? null : inkBox(raster)));
  const crop = memo(cropOn);
  const boxNow = () => (signals.tool.value === "move" ? box(signals.raster.value, signals.revision.value) : null);
  return {
    /** What keys and pointers go by: the state now, not what was last rendered. */
    now: () => ({ box: boxNow(), moving: signals.tool.value === "move" }),
    /** Of the ink, while it can be moved. */
    box: boxNow,
    /** What was cropped, on the pad; undefined as long as the answer is about an earlier drawing. */
    crop() {
      const newest = signals.answered.value;
      if (newest?.revision !== signals.revision.value) return undefined;
      return crop(newest.trace.response.crop, signals.history.value.present, signals.raster.value);
    },
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
  const matrix = drawing.base && pictureOf(drawing, raster) === drawing.base ? drawing.base.matrix : /** @type {const} */ ([whole, 0, 0, whole, 0, 0]);
  const [left, top] = applied(matrix, crop.left, crop.top);
  const [right, bottom] = applied(matrix, crop.left + crop.width, crop.top + crop.height);
  return { top, left, height: bottom - top, width: right - left };
}
