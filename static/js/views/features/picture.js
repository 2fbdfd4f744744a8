/** The patch that a unit sees, as a small picture, and the unit's name. */

import { html } from "../../../vendor/lit-html.min.js";
import { painting } from "../panel.js";
import { paintPixels, currentTable } from "../pixels.js";

/** @import { Excitation, FeaturesState } from "../../features-types.js" */
/** @import { FeaturesText } from "../../text/features.js" */

/** @param {FeaturesState} state @param {Excitation} excitation */
export function featurePicture({ outside }, { pixels }) {
  const table = currentTable(outside, "sequential");
  return html`<canvas class="features-picture" aria-hidden="true" ${painting(paint, pixels, table)}></canvas>`;
}

/** Return the name of a map or dense unit. @param {FeaturesText} text @param {string} layer @param {number} map */
export function nameOf(text, layer, map) {
  return text(layer.startsWith("fc") ? "features.unit" : "features.map", { layer, map });
}

/** @param {HTMLCanvasElement} canvas @param {Excitation["pixels"]} pixels @param {Uint32Array} table */
function paint(canvas, pixels, table) {
  paintPixels(canvas, pixels.flat(), pixels[0]?.length ?? 1, { range: { low: 0, high: 255 }, table });
}
