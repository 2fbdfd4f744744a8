/** The convolutions' kernels at the selected checkpoint, and their difference from the first one. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { colourise, rangeOf } from "../../lib/colour.js";
import { button } from "../controls.js";
import { context, currentTable } from "../pixels.js";
import { painting } from "../panel.js";
import { decimal } from "./numbers.js";

/** @import { Tensor } from "../../types.js" */
/** @import { TrainingText as Words } from "../../text/training.js" */
/** @import { Shown } from "../training.js" */

/**
 * The kernels of a convolution: a row per input map, a column per output map.
 * @typedef {{values: Float32Array, shape: readonly number[], most: number}} Sheet
 */

/** @param {Shown} shown */
export function kernelsCard({ state, words }) {
  const kernels = state.timeline.signals.kernels.value;
  if (!kernels) return html`<p class="caption">${words("waiting")}</p>`;
  const start = kernels.start;
  const table = currentTable(state.outside, "diverging");
  const names = [...kernels.now.keys()].filter((name) => kernels.now.get(name)?.shape.length === 4);
  return html`
    <p class="caption">${words(names.length ? (start ? "kernels.note" : "kernels.note.alone") : "kernels.none")}</p>
    ${names.map((name) => sheets(words, name, { now: kernels.now.get(name), start: start?.get(name), table }))}
    ${button(words("kernels.start"), { test: "training-start", onClick: () => state.timeline.show(0) })}`;
}

/**
 * @param {Words} words @param {string} name
 * @param {{now: Tensor | undefined, start: Tensor | undefined, table: Uint32Array}} kernels
 */
function sheets(words, name, { now, start, table }) {
  if (!now) return nothing;
  const layer = name.replace(".weight", "");
  const isComparable = start?.data.length === now.data.length;
  const change = isComparable ? now.data.map((value, i) => value - Number(start.data[i])) : null;
  return html`
    <h3 class="small">${layer}</h3>
    ${sheet(words, words("kernels.now"), { values: now.data, shape: now.shape, table })}
    ${change ? sheet(words, words("kernels.change"), { values: change, shape: now.shape, table }) : nothing}`;
}

/**
 * @param {Words} words @param {string} label
 * @param {{values: Float32Array, shape: readonly number[], table: Uint32Array}} sheet
 */
function sheet(words, label, { values, shape, table }) {
  const range = values.some(Boolean)
    ? words("kernels.range", { most: decimal(words, rangeOf(values, true).high) })
    : "0";
  return html`<figure class="kernels-sheet">
    <figcaption class="caption spread"><span>${label}</span><span>${range}</span></figcaption>
    <canvas role="img" aria-label="${label}: ${range}" ${painting(paintSheet, values, shape, table)}></canvas>
  </figure>`;
}

/**
 * Paint every kernel as a square: one canvas pixel per weight and one between kernels.
 * @param {HTMLCanvasElement} canvas @param {Float32Array} values
 * @param {readonly number[]} shape  output maps, input maps, rows, columns
 * @param {Uint32Array} table
 */
function paintSheet(canvas, values, [maps = 0, below = 0, rows = 0, columns = 0], table) {
  const [width, height] = [maps * (columns + 1) - 1, below * (rows + 1) - 1];
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = new Uint32Array(values.length);
  colourise(values, rangeOf(values, true), table, colours);
  for (let i = 0; i < values.length; i++) {
    const [column, row, kernel] = [i % columns, Math.floor(i / columns) % rows, Math.floor(i / (columns * rows))];
    const [map, from] = [Math.floor(kernel / below), kernel % below];
    pixels[(from * (rows + 1) + row) * width + map * (columns + 1) + column] = /** @type {number} */ (colours[i]);
  }
  Object.assign(canvas, { width, height });
  context(canvas).putImageData(image, 0, 0);
}
