/** Markup of lesson texts: a paragraph per line ("! " marks a clarification), [layer:words], *emphasis*. */

import { html } from "../../../vendor/lit-html.min.js";
import { styled } from "../panel.js";

/** @import { Lessons } from "../../lesson-types.js" */

const PARTS = /\[(\w+):([^\]]+)\]|\*([^*]+)\*/g;
const CLEARS = "! ";

/** Hue of each layer. @type {Readonly<Record<string, number>>} */
const HUES = {
  input: 0, conv1: 255, relu1: 215, pool1: 165, conv2: 290, relu2: 200, pool2: 140,
  fc1: 325, relu3: 185, fc2: 345, relu4: 230, fc3: 25, softmax: 60,
};

/** Return the style with a layer's hue. @param {string} layer */
export const hueOf = (layer) => ({ "--hue": String(HUES[layer] ?? 0) });

/** Render a lesson text. @param {string} text @param {Lessons} state */
export function paragraphs(text, state) {
  return text.split("\n").map((line) => (line.startsWith(CLEARS)
    ? html`<p class="lesson-clears">${rich(line.slice(CLEARS.length), state)}</p>`
    : html`<p>${rich(line, state)}</p>`));
}

/** Render inline markup. @param {string} line @param {Lessons} state */
function rich(line, state) {
  const parts = [];
  const place = { end: 0 };
  for (const found of line.matchAll(PARTS)) {
    const [whole, layer, words, stressed] = found;
    parts.push(
      line.slice(place.end, found.index),
      layer ? layerWord(layer, String(words), state) : html`<em>${stressed}</em>`,
    );
    place.end = found.index + whole.length;
  }
  return [...parts, line.slice(place.end)];
}

/**
 * Render a word that highlights its layer while hovered or focused; a tap scrolls to the layer.
 * @param {string} layer @param {string} words @param {Lessons} state
 */
function layerWord(layer, words, state) {
  const light = () => { state.lit.value = layer; };
  const leave = () => { state.lit.value = null; };
  const go = () => {
    light();
    requestAnimationFrame(() =>
      document.querySelector(`.lesson-frame[data-layer="${layer}"]`)?.scrollIntoView({ block: "center" }),
    ); // after the layer is rendered
  };
  return html`<button type="button" class="layer-word" data-layer=${layer} ${styled(hueOf(layer))}
    @pointerenter=${light} @pointerleave=${leave} @focus=${light} @blur=${leave} @click=${go}>${words}</button>`;
}
