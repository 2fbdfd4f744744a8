/** The legend: the colour scale with its minimum and maximum, and a marker at the hovered unit's value. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { clamp } from "../lib/math.js";
import { choice } from "./controls.js";
import { exact, shortIn } from "./numbers.js";
import { createPanel, painting, styled } from "./panel.js";
import { paintPixels } from "./pixels.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Range, RangeMode, ScaleName } from "../types.js" */
/** @import { Text } from "../text/text.js" */
/** @import { Tables } from "./pixels.js" */

/**
 * @typedef {object} LegendProps
 * @property {string | null} layer  the layer whose scale is shown; null: that of the whole network
 * @property {number | null} map
 * @property {Range} range  for the whole network: the widest range of any map
 * @property {Range} narrowest  for the whole network: the narrowest range of any map; else the same as `range`
 * @property {ScaleName} scale
 * @property {"difference" | "gradient" | null} instead  what is shown, if not activations: A − B or ∂loss/∂activation
 * @property {RangeMode} mode  what the range is computed over
 * @property {RangeMode} chosen  the selected mode; a blank drawing may use another
 * @property {number | null} value  of the hovered unit
 * @property {Tables} tables
 */

/** @type {readonly RangeMode[]} */
const MODES = ["map", "layer", "network"];
const STEPS = 256;

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<LegendProps>} */
export function createLegend(root, { onIntent, text }) {
  const write = shortIn(text);
  return createPanel(root, (props) => {
    const { chosen, instead, range, scale, tables } = props;
    const subject = subjectOf(props, text);
    const ends = endsOf(props, text);
    return html`
      <div class="row baseline">
        ${instead ? nothing : html`<h2 class="heading">${text("legend.title")}</h2>`}
        <strong class="legend-subject small grow">${instead ? text(`legend.${instead}`, { subject }) : subject}</strong>
        ${choice({
          test: "range",
          label: text("legend.range"),
          value: chosen,
          values: MODES,
          name: (mode) => text(`legend.${mode}`),
          onChoose: (mode) => onIntent({ type: "set", name: "range", value: mode }),
        })}
      </div>
      <div class="legend-track">
        <canvas class="legend-scale" role="img"
          aria-label=${text("legend.scale", { low: write(range.low), high: write(range.high) })}
          ${painting(paintScale, tables[scale])}></canvas>
        ${marker(props)}
      </div>
      <div class="legend-ends caption">
        <span data-value=${exact(range.low)}>${ends.low}</span><span>${ends.middle}</span><span
          data-value=${exact(range.high)}>${ends.high}</span>
      </div>`;
  });
}

/** Paint a colour scale as a gradient. @param {HTMLCanvasElement} canvas @param {Uint32Array} table */
export function paintScale(canvas, table) {
  const steps = Array.from({ length: STEPS }, (_, i) => i / (STEPS - 1));
  paintPixels(canvas, steps, STEPS, { range: { low: 0, high: 1 }, table });
}

/** Return what the scale applies to. @param {LegendProps} props @param {Text} text */
function subjectOf({ layer, map, mode }, text) {
  if (mode === "network") return text("legend.of.network");
  if (layer === null) return text(mode === "map" ? "legend.of.maps" : "legend.of.layers");
  return mode === "map" && map !== null ? text("legend.of.map", { layer, map }) : text("legend.of.layer", { layer });
}

/** Return the scale's ends; "from … to" where maps differ. @param {LegendProps} props @param {Text} text */
function endsOf({ range: { low, high }, narrowest }, text) {
  const isSigned = low < 0;
  const write = (/** @type {number} */ value) => `${isSigned && value > 0 ? "+" : ""}${shortIn(text)(value)}`;
  const span = (/** @type {number} */ least, /** @type {number} */ most) =>
    (least === most ? write(most) : text("legend.ends", { least: write(least), most: write(most) }));
  return {
    low: isSigned ? span(low, narrowest.low) : "0",
    middle: isSigned ? "0" : "",
    high: span(narrowest.high, high),
  };
}

/** Render the marker at the hovered value. @param {LegendProps} props */
function marker({ value, range: { low, high } }) {
  if (value === null) return nothing;
  const left = `${100 * clamp((value - low) / (high - low), 0, 1)}%`;
  return html`<span class="legend-marker" ${styled({ left })}></span>`;
}
