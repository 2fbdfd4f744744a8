/** A dense unit over maps: what each map contributes, its products added up. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { cellOf, layerNamed, layerVolume } from "../../model/layers.js";
import { valueOf } from "../../model/explain.js";
import { shortIn } from "../numbers.js";
import { styled } from "../panel.js";

/** @import { Layer, Trace, Unit, Weights } from "../../types.js" */
/** @import { Shown } from "../why.js" */

/** @param {Shown} shown */
export function mapContributions({ state, text }) {
  const { pinned, model, weights, answered } = state.outside;
  const [unit, layers, parameters, trace] = [pinned.value, model.value?.layers, weights.value, answered.value?.trace];
  if (!unit || !layers || !parameters || !trace) return nothing;
  const layer = layerNamed(layers, unit.layer);
  const below = layerNamed(layers, String(layer.inputs[0] ?? layer.name));
  if (layer.kind !== "dense" || below.shape.length !== 3) return nothing;
  const { sums, bias } = contributionsOf(layer, below, { unit, parameters, trace });
  const short = shortIn(text);
  const most = Math.max(...sums.map(Math.abs), Math.abs(bias));
  const bar = (/** @type {string} */ name, /** @type {number} */ value, /** @type {number | string} */ label) => html`
    <li class="bar-row is-wide soft"
      aria-label=${`${name}: ${short(value)}`}><span>${label}</span><span class="signed-bar"><span
      class=${value < 0 ? "is-negative" : ""}
      ${styled({ transform: `scaleX(${Math.abs(value) / most})` })}></span></span><span>${short(value)}</span></li>`;
  return html`<section data-testid="why-maps">
    <h3 class="heading">${text("why.maps", { layer: below.name })}</h3>
    <ol>${sums.map((value, map) =>
      bar(text("kernels.map", { map }), value, map))}${bar(text("why.bias"), bias, text("why.bias"))}</ol>
    <p class="caption">${text("why.maps.what", { count: sums.length, value: short(valueOf(layers, trace, unit)) })}</p>
  </section>`;
}

/**
 * @param {Layer} layer @param {Layer} below @param {{unit: Unit, parameters: Weights, trace: Trace}} of
 * @returns {{sums: number[], bias: number}} of each map the products, added up
 */
function contributionsOf(layer, below, { unit, parameters, trace }) {
  const [maps, rows, columns] = layerVolume(below);
  const [, , index] = cellOf(unit);
  const [size, row, values] = [
    rows * columns,
    parameters.get(`${layer.name}.weight`)?.data,
    trace.layers.get(below.name)?.data,
  ];
  const product = (/** @type {number} */ i) => Number(row?.[index * maps * size + i]) * Number(values?.[i]);
  const sums = range(maps).map((map) => range(size).reduce((sum, i) => sum + product(map * size + i), 0));
  return { sums, bias: Number(parameters.get(`${layer.name}.bias`)?.data[index]) };
}
