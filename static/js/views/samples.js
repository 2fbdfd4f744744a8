/** Ten digits from MNIST to begin with, a surprise, and any picture of one's own. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { PALETTE } from "./palette.js";
import { createPanel, painting } from "./panel.js";
import { context } from "./pixels.js";

/** @import { Walk } from "../errors-types.js" */
/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Sample, Theme } from "../types.js" */

/** @typedef {{samples: readonly Sample[], walk: Walk | null, theme: Theme}} SamplesProps */

const PICTURES = "image/png,image/jpeg,image/webp";

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<SamplesProps>} */
export function createSamples(root, { onIntent, text }) {
  /** @param {Sample} sample @param {Theme} theme */
  const tile = ({ index, label, pixels }, theme) => html`
    <li><button type="button" class="sample tile" aria-label=${text("samples.digit", { label })}
      title=${text("samples.digit", { label })}
      data-testid="sample-${label}" @click=${() => onIntent({ type: "sample", index })}>
      <canvas aria-hidden="true" ${painting(paintDigit, pixels, PALETTE[theme].ink)}></canvas></button></li>`;
  /** @param {Walk} walk */
  const next = ({ indices, at }) => html`<button type="button" class="link-button" data-testid="next-error"
    @click=${() => onIntent({ type: "walk", indices, at: (at + 1) % indices.length })}>${text("samples.next", { at: at + 1, count: indices.length })}</button>`;
  /** The same file can be opened again. @param {Event & {target: HTMLInputElement}} event */
  const open = ({ target }) => {
    const file = target.files?.[0];
    if (file) onIntent({ type: "open", file });
    target.value = "";
  };
  return createPanel(
    root,
    ({ samples, walk, theme }) => html`
    <div class="samples-head caption row gap-3">
      <h2 class="heading grow">${text("samples.title")}</h2>
      ${walk ? next(walk) : nothing}
      <button type="button" class="link-button" aria-haspopup="dialog" title=${text("samples.errors.long")}
        data-testid="errors"
        @click=${() => onIntent({ type: "set", name: "errors", value: true })}>${text("samples.errors")}</button>
    </div>
    <ul class="sample-list">${samples.map((sample) => tile(sample, theme))}</ul>
    <div class="button-row">
      <button type="button" class="button" data-testid="surprise" @click=${() => onIntent({ type: "surprise" })}>
        ${text("samples.surprise")}</button>
      <button type="button" class="button" data-testid="open"
        @click=${() => /** @type {HTMLInputElement} */ (root.querySelector("input")).click()}>${text("samples.open")}</button>
      <input type="file" hidden accept=${PICTURES} data-testid="file" @change=${open}>
    </div>`,
  );
}

/**
 * A drawing looks like ink on paper; colour is kept for what the network makes of it.
 * @param {HTMLCanvasElement} canvas @param {Sample["pixels"]} pixels @param {string} ink
 */
function paintDigit(canvas, pixels, ink) {
  Object.assign(canvas, { width: pixels[0]?.length ?? 0, height: pixels.length });
  const brush = context(canvas);
  const image = brush.createImageData(canvas.width, canvas.height);
  pixels.flat().forEach((value, i) => void (image.data[4 * i + 3] = value));
  brush.putImageData(image, 0, 0);
  Object.assign(brush, { globalCompositeOperation: "source-in", fillStyle: ink });
  brush.fillRect(0, 0, canvas.width, canvas.height);
}
