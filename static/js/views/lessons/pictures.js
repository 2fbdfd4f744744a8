/** Figures of the picture lesson: the drawing as numbers, and a colour picture split into its channels. */

import { html } from "../../../vendor/lit-html.min.js";
import { clamp, range } from "../../lib/math.js";
import { paintGrid } from "../lab/grid.js";
import { context, currentTheme } from "../pixels.js";
import { painting } from "../panel.js";
import { slider } from "./dials.js";

/** @import { Shown } from "../lessons.js" */

const SIDE = 32;
/** Rows and columns of the part that is shown as numbers. */
const PATCH_SIDE = 5;
const CHANNELS = /** @type {const} */ (["red", "green", "blue"]);
const NO_INPUT = new Float32Array(SIDE * SIDE);

/** @param {Shown} shown */
const inputOf = ({ state }) => state.outside.answered.value?.trace.layers.get("input")?.data ?? NO_INPUT;

/** Render the byte values around the selected pixel. @param {Shown} shown */
export function bytes(shown) {
  const { state: { outside, view }, words } = shown;
  const unit = view()?.unit;
  const [, row = 0, column = 0] = unit?.layer === "input" ? unit.index : [0, SIDE / 2, SIDE / 2];
  const [top = 0, left = 0] = [row, column].map((at) => clamp(at - Math.floor(PATCH_SIDE / 2), 0, SIDE - PATCH_SIDE));
  const input = inputOf(shown);
  const values = Float32Array.from(range(PATCH_SIDE ** 2), (i) =>
    Math.round(255 * Number(input[(top + Math.floor(i / PATCH_SIDE)) * SIDE + left + (i % PATCH_SIDE)])),
  );
  const size = { side: PATCH_SIDE, padding: 0, width: 160 * outside.textScale.value, ratio: outside.ratio.value };
  const look = { ...size, theme: currentTheme(outside) };
  const value = Number(values[(row - top) * PATCH_SIDE + column - left]);
  return html`<figure class="lesson-figure stack gap-2 small"><canvas class="lesson-pixels" aria-hidden="true"
    ${painting(paintGrid, values, JSON.stringify(look), words)}></canvas>
    <figcaption class="caption">${words("bytes", { row, column, value })}</figcaption></figure>`;
}

/** @param {Shown} shown */
export function channels(shown) {
  const { state, words } = shown;
  const dials = state.dials.value;
  const colour = CHANNELS.map((name) => Number(dials[name]));
  const input = inputOf(shown);
  /** @param {string} name @param {readonly number[]} rgb */
  const picture = (name, rgb) => html`<figure class="grow">
    <canvas class="lesson-pixels" role="img" aria-label=${name} width=${SIDE} height=${SIDE}
      ${painting(paintColour, input, rgb.join())}></canvas><figcaption class="caption">${name}</figcaption></figure>`;
  return html`<div class="lesson-figure stack gap-2 small">
    <div class="row gap-1">${picture(words("channels.picture"), colour)}
      ${CHANNELS.map((name, i) =>
        picture(words(`channels.${name}`), colour.map((part, at) => (at === i ? part : 0))))}</div>
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
