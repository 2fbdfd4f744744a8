/** Small tensors on canvas, one canvas pixel per number; CSS scales them up without smoothing. */

import { colourise, rangeOf, scaleTable } from "../lib/colour.js";

/** @import { ReadonlySignal } from "../../vendor/signals-core.min.js" */
/** @import { Range, ScaleName, Tensor, Theme } from "../types.js" */

/** @typedef {Readonly<Record<ScaleName, Uint32Array>>} Tables  lookup table of each colour scale, for the theme */

/**
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas @param {ArrayLike<number>} values @param {number} columns
 * @param {{range: Range, table: Uint32Array}} colouring
 */
export function paintPixels(canvas, values, columns, { range, table }) {
  const rows = values.length / columns;
  const image = new ImageData(columns, rows);
  colourise(values, range, table, new Uint32Array(image.data.buffer));
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  context(canvas).putImageData(image, 0, 0);
}

/** @param {HTMLCanvasElement | OffscreenCanvas} canvas @param {Tensor} map @param {Uint32Array} table */
export function paintSigned(canvas, { data, shape }, table) {
  paintPixels(canvas, data, Number(shape[1]), { range: rangeOf(data, true), table });
}

/** @typedef {{theme: ReadonlySignal<Theme | null>, systemDark: ReadonlySignal<boolean>}} ThemeSignals */

/** Return the theme chosen by the user, or else the system's. @param {ThemeSignals} signals @returns {Theme} */
export function currentTheme({ theme, systemDark }) {
  return theme.value ?? (systemDark.value ? "dark" : "light");
}

/** Return a scale's lookup table in the current theme. @param {ThemeSignals} signals @param {ScaleName} scale */
export const currentTable = (signals, scale) => scaleTable(scale, currentTheme(signals));

/** Return the 2D context. @param {HTMLCanvasElement | OffscreenCanvas} canvas @returns {CanvasRenderingContext2D} */
export function context(canvas) {
  const found = canvas.getContext("2d");
  if (!found) throw new Error("This browser gives no 2D canvas.");
  return /** @type {CanvasRenderingContext2D} */ (found);
}
