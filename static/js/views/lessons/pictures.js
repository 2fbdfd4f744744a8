/** The drawing in colour with its three channels. */

import { html } from "../../../vendor/lit-html.min.js";
import { context } from "../pixels.js";
import { painting } from "../panel.js";
import { slider } from "./dials.js";

/** @import { Shown } from "../lessons.js" */

const SIDE = 32;
const CHANNELS = /** @type {const} */ (["red", "green", "blue"]);
const NO_INPUT = new Float32Array(SIDE * SIDE);

/** @param {Shown} shown */
const inputOf = ({ state }) => state.outside.answered.value?.trace.layers.get("input")?.data ?? NO_INPUT;

/** @param {Shown} shown */
export function channels(shown) {
  const { state, words } = shown;
  const dials = state.dials.value;
  const colour = CHANNELS.map((name) => Number(dials[name]));
  const input = inputOf(shown);
  const picture = (/** @type {string} */ name, /** @type {readonly number[]} */ rgb) => html`<figure class="grow"><canvas class="lesson-pixels" role="img" aria-label=${name} width=${SIDE} height=${SIDE}
    ${painting(paintColour, input, rgb.join())}></canvas><figcaption class="caption">${name}</figcaption></figure>`;
  return html`<div class="lesson-figure stack gap-2 small">
    <div class="row gap-1">${picture(words("channels.picture"), colour)}
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
