/** A small picture of what a unit sees. */

import { html } from "../../../vendor/lit-html.min.js";
import { scaleTable } from "../../lib/colour.js";
import { painting } from "../panel.js";
import { paintPixels } from "../pixels.js";

/** @import { Excitation, FeaturesState } from "../../features-types.js" */

/** @param {FeaturesState} state @param {Excitation} excitation */
export function featurePicture({ outside: { theme, systemDark } }, { pixels }) {
  const table = scaleTable("sequential", theme.value ?? (systemDark.value ? "dark" : "light"));
  return html`<canvas class="features-picture" aria-hidden="true" ${painting(paint, pixels, table)}></canvas>`;
}

/** @param {HTMLCanvasElement} canvas @param {Excitation["pixels"]} pixels @param {Uint32Array} table */
function paint(canvas, pixels, table) {
  paintPixels(canvas, pixels.flat(), pixels[0]?.length ?? 1, { range: { low: 0, high: 255 }, table });
}
