/** Ten digits from MNIST to begin with, a surprise, and any picture of one's own. */

import { element, listen, replaceChildren } from "../lib/dom.js";
import { PALETTE } from "./palette.js";
import { context } from "./pixels.js";

/** @typedef {import("../types.js").Sample} Sample */
/** @typedef {{samples: readonly Sample[], theme: import("../types.js").Theme}} SamplesProps */

const PICTURES = "image/png,image/jpeg,image/webp";

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<SamplesProps>}
 */
export function createSamples(root, { onIntent, text }) {
  const list = element("ul", { class: "sample-list" });
  const surprise = element("button", { type: "button", class: "button", "data-testid": "surprise" }, text("samples.surprise"));
  const file = element("input", { type: "file", hidden: true, accept: PICTURES, "data-testid": "file" });
  const open = element("button", { type: "button", class: "button", "data-testid": "open" }, text("samples.open"));
  replaceChildren(root, element("h2", { class: "heading" }, text("samples.title")), list,
    element("div", { class: "button-row" }, surprise, open, file));
  const stops = [
    listen(list, "click", (event) => {
      const tile = /** @type {Element} */ (event.target).closest("button");
      if (tile) onIntent({ type: "sample", index: Number(tile.value) });
    }),
    listen(surprise, "click", () => onIntent({ type: "surprise" })),
    listen(open, "click", () => file.click()),
    listen(file, "change", () => {
      const chosen = file.files?.[0];
      if (chosen) onIntent({ type: "open", file: chosen });
      file.value = ""; // the same file may be opened again
    }),
  ];
  /** @type {{samples: readonly Sample[] | null, theme: string}} */
  const shown = { samples: null, theme: "" };
  return {
    render({ samples, theme }) {
      if (samples !== shown.samples) replaceChildren(list, ...samples.map((sample) => tileOf(sample, text)));
      if (samples !== shown.samples || theme !== shown.theme) {
        for (const [i, canvas] of [...list.querySelectorAll("canvas")].entries()) paintInk(canvas, samples[i]?.pixels ?? [], PALETTE[theme].ink);
      }
      Object.assign(shown, { samples, theme });
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}

/** @param {Sample} sample @param {import("../text/text.js").Text} text */
function tileOf({ index, label, pixels }, text) {
  const canvas = element("canvas", { width: pixels[0]?.length ?? 0, height: pixels.length, "aria-hidden": "true" });
  const name = text("samples.digit", { label });
  return element("li", {}, element("button", { type: "button", class: "sample", value: index, "aria-label": name, title: name, "data-testid": `sample-${label}` }, canvas));
}

/**
 * A drawing looks like ink on paper; colour is kept for what the network makes of it.
 * @param {HTMLCanvasElement} canvas @param {ReadonlyArray<readonly number[]>} pixels @param {string} ink
 */
function paintInk(canvas, pixels, ink) {
  const brush = context(canvas);
  const image = brush.createImageData(canvas.width, canvas.height);
  pixels.flat().forEach((value, i) => void (image.data[4 * i + 3] = value));
  brush.putImageData(image, 0, 0);
  brush.globalCompositeOperation = "source-in";
  brush.fillStyle = ink;
  brush.fillRect(0, 0, canvas.width, canvas.height);
}
