/** Erasing a square of the picture that is sent. Imported with attributions. */

import { clamp } from "../lib/math.js";
import { PAD } from "./stroke.js";

/** @import { Drawing, Matrix, Picture } from "../types.js" */

/** Return the transform sent picture → pad. @param {Drawing} drawing @param {Picture} picture @returns {Matrix} */
export function padMatrix({ base }, picture) {
  return base === picture ? base.matrix : [PAD / picture.width, 0, 0, PAD / picture.height, 0, 0];
}

/**
 * Return the picture with 0 in each pixel whose centre lies in the square.
 * @param {Picture} picture @param {Matrix} matrix  only scales and translates
 * @param {{left: number, top: number, side: number}} square  in pad pixels
 * @returns {Picture}
 */
export function erased({ width, height, pixels }, [scaleX, , , scaleY, x, y], { left, top, side }) {
  const nth = (/** @type {number} */ padPixels, /** @type {number} */ scale, /** @type {number} */ size) =>
    clamp(Math.ceil(padPixels / scale - 0.5), 0, size);
  const [start, end] = [nth(left - x, scaleX, width), nth(left + side - x, scaleX, width)];
  const rest = Uint8Array.from(pixels);
  for (let row = nth(top - y, scaleY, height); row < nth(top + side - y, scaleY, height); row++) {
    rest.fill(0, row * width + start, row * width + end);
  }
  return { width, height, pixels: rest };
}
