/** The drawing in colour with its three channels, and under a kernel of 3 × 3. */

import { html } from "../../../vendor/lit-html.min.js";
import { rangeOf } from "../../lib/colour.js";
import { range } from "../../lib/math.js";
import { context, paintPixels } from "../pixels.js";
import { painting } from "../panel.js";
import { choice, slider } from "./dials.js";

/** @import { Shown } from "../lessons.js" */

const SIDE = 32;
/** In the order of "filter.names": as it is, upright and level edges, outlines, blurred. */
const KERNELS = [
  [0, 0, 0, 0, 1, 0, 0, 0, 0],
  [-1, 0, 1, -1, 0, 1, -1, 0, 1],
  [-1, -1, -1, 0, 0, 0, 1, 1, 1],
  [-1, -1, -1, -1, 8, -1, -1, -1, -1],
  [1, 1, 1, 1, 1, 1, 1, 1, 1],
];
const CHANNELS = /** @type {const} */ (["red", "green", "blue"]);
const NO_INPUT = new Float32Array(SIDE * SIDE);

/** @param {Shown} shown */
const inputOf = ({ state }) => state.outside.answered.get()?.trace.layers.get("input")?.data ?? NO_INPUT;

/** @param {Shown} shown */
export function channels(shown) {
  const { state, words } = shown;
  const dials = state.dials.get();
  const colour = CHANNELS.map((name) => Number(dials[name]));
  const input = inputOf(shown);
  const picture = (/** @type {string} */ name, /** @type {readonly number[]} */ rgb) => html`<figure><canvas class="lesson-pixels" role="img" aria-label=${name} width=${SIDE} height=${SIDE}
    ${painting(paintColour, input, rgb.join())}></canvas><figcaption class="caption">${name}</figcaption></figure>`;
  return html`<div class="lesson-figure">
    <div class="channel-pictures">${picture(words("channels.picture"), colour)}
      ${CHANNELS.map((name, i) => picture(words(`channels.${name}`), colour.map((part, at) => (at === i ? part : 0))))}</div>
    ${CHANNELS.map((name) => slider(shown, name, `channels.${name}`, { least: 0, most: 255 }))}
  </div>`;
}

/** @param {HTMLCanvasElement} canvas @param {ArrayLike<number>} input @param {string} colour */
function paintColour(canvas, input, colour) {
  const rgb = colour.split(",").map(Number);
  const image = new ImageData(SIDE, SIDE);
  for (let i = 0; i < input.length; i++) image.data.set([...rgb.map((part) => part * Number(input[i])), 255], 4 * i);
  context(canvas).putImageData(image, 0, 0);
}

/** @param {Shown} shown */
export function filter(shown) {
  const { state, words } = shown;
  const { kernel = 0 } = state.dials.get();
  const { tables } = state.network();
  return html`<div class="lesson-figure">
    ${choice(shown, "kernel", words("filter.title"), words("filter.names").split("|").map((label, value) => ({ value, label })))}
    <div class="filter-pictures">
      <canvas class="lesson-pixels" role="img" aria-label=${words("filter.input")} ${painting(paintInput, inputOf(shown), tables.sequential)}></canvas>
      <table class="filter-kernel" aria-label=${words("filter.kernel")}><tbody>${[0, 3, 6].map((from) => html`<tr>${KERNELS[kernel]?.slice(from, from + 3).map((one) => html`<td>${String(one).replace("-", "\u2212")}</td>`)}</tr>`)}</tbody></table>
      <canvas class="lesson-pixels" role="img" aria-label=${words("filter.output")} ${painting(paintFiltered, inputOf(shown), kernel, tables.diverging)}></canvas>
    </div></div>`;
}

/** @param {HTMLCanvasElement} canvas @param {ArrayLike<number>} input @param {Uint32Array} table */
function paintInput(canvas, input, table) {
  paintPixels(canvas, input, SIDE, { range: { low: 0, high: 1 }, table });
}

/** Σ number × kernel at every place where the window fits. @param {HTMLCanvasElement} canvas @param {ArrayLike<number>} input @param {number} kernel @param {Uint32Array} table */
function paintFiltered(canvas, input, kernel, table) {
  const numbers = KERNELS[kernel] ?? [];
  const side = SIDE - 2;
  const sums = range(side * side).map((i) => numbers.reduce((sum, weight, at) =>
    sum + weight * Number(input[(Math.floor(i / side) + Math.floor(at / 3)) * SIDE + (i % side) + (at % 3)]), 0));
  paintPixels(canvas, sums, side, { range: rangeOf(sums, true), table });
}
