/** Small pictures on canvas, one canvas pixel for each number; CSS makes them larger without smoothing. */

import { colourise } from "../lib/colour.js";

/** @import { Range } from "../types.js" */

/** @typedef {Readonly<Record<import("../types.js").ScaleName, Uint32Array>>} Tables  each scale as `scaleTable` gives it, for the theme */

/**
 * @param {HTMLCanvasElement} canvas @param {ArrayLike<number>} values @param {number} columns
 * @param {{range: Range, table: Uint32Array}} colouring
 */
export function paintPixels(canvas, values, columns, { range, table }) {
  const rows = values.length / columns;
  const image = new ImageData(columns, rows);
  colourise(values, range, table, new Uint32Array(image.data.buffer));
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  context(canvas).putImageData(image, 0, 0);
}

/** @param {HTMLCanvasElement | OffscreenCanvas} canvas @returns {CanvasRenderingContext2D} */
export function context(canvas) {
  const found = canvas.getContext("2d");
  if (!found) throw new Error("This browser gives no 2D canvas.");
  return /** @type {CanvasRenderingContext2D} */ (found);
}
