/** Maps of the lab: selection of a window with pointer and arrow keys, and the frame over it. */

import { ARROWS } from "../../lib/dom.js";
import { html, nothing } from "../../../vendor/lit-html.min.js";
import { painting, partOf, styled } from "../panel.js";
import { paintGrid } from "./grid.js";

/** @import { Shown } from "../lab.js" */
/** @import { GridLook } from "./grid.js" */

/** Columns and rows that each key moves the window by. @type {Readonly<Record<string, readonly [number, number]>>} */
export const KEYS = { ...ARROWS, PageUp: [0, -5], PageDown: [0, 5], Home: [-1000, 0], End: [1000, 0] };

/** @typedef {{top: number, left: number, size: number}} Frame  in cells */

/**
 * Render a map as a picture.
 * @param {Shown} shown @param {Float32Array} values
 * @param {Partial<GridLook> & {side: number}} grid  `width` defaults to the width of a pane's map
 */
export function picture({ look, words }, values, { width = look.width, padding = 0, ...grid }) {
  const { ratio, theme } = look;
  if (!width) return html`<canvas class="lab-canvas" aria-hidden="true"></canvas>`;
  const text = JSON.stringify({ ...grid, padding, width: Math.floor(width), ratio, theme });
  return html`<canvas class="lab-canvas" aria-hidden="true" ${painting(paintGrid, values, text, words)}></canvas>`;
}

/**
 * Render the cells of a kernel for one map.
 * @param {Shown} shown @param {readonly number[]} cells @param {number} side @param {number} width
 */
export const sheet = (shown, cells, side, width) =>
  picture(shown, Float32Array.from(cells), { side, width, signed: true });

/** Render the frame. @param {Frame | null} frame @param {number} count  cells along a side, with the padding */
export function frameOver(frame, count) {
  if (!frame) return nothing;
  const box = { ...frame, width: frame.size, height: frame.size };
  return html`<span class="lab-frame" ${styled(partOf(box, { width: count, height: count }))}></span>`;
}

/** Return the cell under the pointer. @param {PointerEvent} event @param {number} count  cells along a side */
export function cellUnder({ currentTarget, clientX, clientY }, count) {
  const { left, top, width, height } = /** @type {HTMLElement} */ (currentTarget).getBoundingClientRect();
  return {
    row: Math.floor(((clientY - top) / height) * count),
    column: Math.floor(((clientX - left) / width) * count),
  };
}
