/** The network's 32 × 32 input after preprocessing, with the switch for centring. */

import { html } from "../../vendor/lit-html.min.js";
import { labelledSwitch } from "./controls.js";
import { createPanel, painting } from "./panel.js";
import { paintPixels } from "./pixels.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Preprocess, Tensor } from "../types.js" */
/** @import { Tables } from "./pixels.js" */

/** @typedef {{input: Tensor | null, preprocess: Preprocess, tables: Tables, stale: boolean}} ReceivedProps */

const SIDE = 32;
/** @type {Tensor} */
const NO_INPUT = { shape: [1, SIDE, SIDE], data: new Float32Array(SIDE * SIDE) };

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<ReceivedProps>} */
export function createReceived(root, { onIntent, text }) {
  return createPanel(root, ({ input, preprocess, tables, stale }) => html`
    <canvas class="received-pixels rigid ${stale ? "is-stale" : ""}" role="img" aria-label=${text("received.canvas")}
      ${painting(paintInput, input ?? NO_INPUT, tables.sequential)}></canvas>
    <div class="received-words stack gap-1 grow">
      <h2 class="heading">${text("received.title")}</h2>
      <p class="caption received-size">${text("received.size")}</p>
      ${labelledSwitch(text("received.center"), {
        ...{ test: "center", checked: preprocess === "center" },
        onChange: (centred) => onIntent({ type: "set", name: "preprocess", value: centred ? "center" : "none" }),
      })}
      <p class="caption">${text(preprocess === "center" ? "received.center.how" : "received.none.how")}</p>
    </div>`);
}

/** @param {HTMLCanvasElement} canvas @param {Tensor} input @param {Uint32Array} table */
function paintInput(canvas, { shape, data }, table) {
  paintPixels(canvas, data, shape[2] ?? SIDE, { range: { low: 0, high: 1 }, table });
}
