/** The sample buttons: ten MNIST digits, a random one, and the user's own picture. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { button, fileButton } from "./controls.js";
import { PALETTE } from "./palette.js";
import { createPanel, painting } from "./panel.js";
import { context } from "./pixels.js";

/** @import { NextError } from "../errors-types.js" */
/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Sample, Theme } from "../types.js" */

/** @typedef {{samples: readonly Sample[], nextError: NextError | null, theme: Theme}} SamplesProps */

const PICTURES = "image/png,image/jpeg,image/webp";

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<SamplesProps>} */
export function createSamples(root, { onIntent, text }) {
  /** @param {Sample} sample @param {Theme} theme */
  const tile = ({ index, label, pixels }, theme) => html`<li>${button(
    html`<canvas aria-hidden="true" ${painting(paintDigit, pixels, PALETTE[theme].ink)}></canvas>`,
    {
      ...{ test: `sample-${label}`, class: "sample tile", onClick: () => onIntent({ type: "loadSample", index }) },
      ...{ label: text("samples.digit", { label }), title: text("samples.digit", { label }) },
    },
  )}</li>`;
  /** @param {NextError} next */
  const next = ({ at, count, walk }) => button(text("samples.next", { at, count }), {
    test: "next-error",
    class: "link-button",
    onClick: () => onIntent({ type: "walk", walk }),
  });
  return createPanel(
    root,
    ({ samples, nextError, theme }) => html`
    <div class="samples-head caption row gap-3">
      <h2 class="heading grow">${text("samples.title")}</h2>
      ${nextError ? next(nextError) : nothing}
      <button type="button" class="link-button" aria-haspopup="dialog" title=${text("samples.errors.long")}
        data-testid="errors"
        @click=${() => onIntent({ type: "set", name: "errors", value: true })}>${text("samples.errors")}</button>
    </div>
    <ul class="sample-list">${samples.map((sample) => tile(sample, theme))}</ul>
    <div class="button-row">
      ${button(text("samples.surprise"), { test: "surprise", onClick: () => onIntent({ type: "loadSurprise" }) })}
      ${fileButton(text("samples.open"), { test: "open", field: "file", accept: PICTURES, onOpen: (file) =>
        onIntent({ type: "openFile", file }) })}
    </div>`,
  );
}

/**
 * Paint a digit in the text colour: colour scales are reserved for the network's numbers.
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
