/** Maps of the lab that can be pointed at with mouse, touch and arrow keys, with a frame over the pointed window. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { painting, styled } from "../panel.js";
import { paintGrid } from "./grid.js";

/** @import { Shown } from "../lab.js" */

/** Rows and columns that a key moves by. @type {ReadonlyMap<string, readonly [number, number]>} */
export const KEYS = new Map(/** @type {[string, [number, number]][]} */ ([["ArrowLeft", [0, -1]], ["ArrowRight", [0, 1]], ["ArrowUp", [-1, 0]], ["ArrowDown", [1, 0]],
  ["PageUp", [-5, 0]], ["PageDown", [5, 0]], ["Home", [0, -1000]], ["End", [0, 1000]]]));

/** @typedef {{top: number, left: number, size: number}} Frame  in cells */

/**
 * Renders a map as a picture.
 * @param {Shown} shown @param {Float32Array} values @param {{side: number, width?: number, padding?: number, until?: number, tint?: string}} grid  `width`: in CSS pixels, a field's if there is none
 */
export function picture({ look, words }, values, { side, width = look.width, padding = 0, until, tint }) {
  const { ratio, theme } = look;
  if (!width) return html`<canvas class="lab-canvas" aria-hidden="true"></canvas>`;
  const text = JSON.stringify({ side, padding, width: Math.floor(width), ratio, theme, locale: words("locale"), until, tint });
  return html`<canvas class="lab-canvas" aria-hidden="true" ${painting(paintGrid, values, text)}></canvas>`;
}

/** @param {Frame | null} frame @param {number} count  cells along a side, with the padding @param {string} kind */
export function frameOver(frame, count, kind) {
  if (!frame) return nothing;
  const percent = (/** @type {number} */ cells) => `${(100 * cells) / count}%`;
  return html`<span class="lab-frame ${kind}" ${styled({ left: percent(frame.left), top: percent(frame.top), width: percent(frame.size), height: percent(frame.size) })}></span>`;
}

/** The cell under the pointer. @param {PointerEvent} event @param {number} count  cells along a side */
export function cellUnder({ currentTarget, clientX, clientY }, count) {
  const { left, top, width, height } = /** @type {HTMLElement} */ (currentTarget).getBoundingClientRect();
  return { row: Math.floor(((clientY - top) / height) * count), column: Math.floor(((clientX - left) / width) * count) };
}
