/** A dense unit over maps: what each map contributes, its products added up. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { valueOf } from "../../model/explain.js";
import { cellOf, layerNamed, layerVolume } from "../../model/layers.js";
import { shortIn } from "../numbers.js";
import { styled } from "../panel.js";

/** @import { Layer, Trace, Unit, Weights } from "../../types.js" */
/** @import { Shown } from "../why.js" */
/** @import { WhyText } from "../../text/why.js" */

/** @param {Shown} shown */
export function mapContributions({ state, text }) {
  const { pinned, model, weights, answered } = state.outside;
  const [unit, layers, parameters, trace] = [pinned.value, model.value?.layers, weights.value, answered.value?.trace];
  if (!unit || !layers || !parameters || !trace) return nothing;
  const layer = layerNamed(layers, unit.layer);
  const below = layerNamed(layers, String(layer.inputs[0] ?? layer.name));
  if (layer.kind !== "dense" || below.shape.length !== 3) return nothing;
  const { sums, bias } = contributionsOf(below, unit, { parameters, trace });
  return html`<section data-testid="why-maps">
    <h3 class="heading">${text("why.maps", { layer: below.name })}</h3>
    <ol>${bars(text, [
      ...sums.map((value, map) => ({ name: text("kernels.map", { map }), label: map, value })),
      { name: text("why.bias"), label: text("why.bias"), value: bias },
    ])}</ol>
    <p class="caption">${text("why.maps.what",
      { count: sums.length, value: shortIn(text)(valueOf(layers, trace, unit)) })}</p>
  </section>`;
}

/** @param {WhyText} text @param {ReadonlyArray<{name: string, label: number | string, value: number}>} contributions */
function bars(text, contributions) {
  const short = shortIn(text);
  const most = Math.max(...contributions.map(({ value }) => Math.abs(value)));
  return contributions.map(({ name, label, value }) => html`
    <li class="bar-row is-wide soft" aria-label=${`${name}: ${short(value)}`}><span>${label}</span><span
      class="signed-bar"><span class=${value < 0 ? "is-negative" : ""}
      ${styled({ transform: `scaleX(${Math.abs(value) / most})` })}></span></span><span>${short(value)}</span></li>`);
}

/**
 * Of each map below, the products of a unit, added up.
 * @param {Layer} below @param {Unit} unit @param {{parameters: Weights, trace: Trace}} of
 */
function contributionsOf(below, unit, { parameters, trace }) {
  const [maps, rows, columns] = layerVolume(below);
  const [, , index] = cellOf(unit);
  const size = rows * columns;
  const [weights, values] = [parameters.get(`${unit.layer}.weight`)?.data, trace.layers.get(below.name)?.data];
  const product = (/** @type {number} */ i) => Number(weights?.[index * maps * size + i]) * Number(values?.[i]);
  const sums = range(maps).map((map) => range(size).reduce((sum, i) => sum + product(map * size + i), 0));
  return { sums, bias: Number(parameters.get(`${unit.layer}.bias`)?.data[index]) };
}
