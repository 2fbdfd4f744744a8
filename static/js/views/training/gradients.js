/** The gradients of the selected unit and of one of its weights, written out with numbers. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { formatUnit, layerNamed } from "../../model/layers.js";
import { explainGradient, explainWeight, weightIndex } from "../../model/gradient.js";
import { exact } from "../numbers.js";
import { decimal } from "./numbers.js";

/** @import { Pass } from "../../model/gradient.js" */
/** @import { TrainingText as Words } from "../../text/training.js" */
/** @import { Training } from "../../training-types.js" */
/** @import { Layer, Unit } from "../../types.js" */
/** @import { Shown } from "../training.js" */

/** Maximum number of terms listed in a sum. */
const MOST_TERMS = 3;

/** Render the gradients. @param {Shown} shown */
export function gradientStory({ state, words }) {
  const { outside, learning } = state;
  const unit = outside.pinned.value ?? outside.pointed.value;
  const pass = passOf(state);
  if (!unit || !pass) return html`<p class="caption">${words("gradient.point")}</p>`;
  const { kind, gradient, terms } = explainGradient(pass, unit);
  const rate = learning.signals.rate.value;
  return html`<div class="gradient-story stack gap-1" data-testid="gradient" data-unit=${formatUnit(unit)}
    data-value=${exact(gradient)}>
    <p><b>∂loss/∂${unit.layer}[${unit.index.join(", ")}] = ${decimal(words, gradient)}</b></p>
    ${kind === "loss" ? html`<p>${words(`gradient.${learning.signals.loss.value}`)}</p>` : html`
      <p>${words("gradient.sum", { count: terms.length, derivative: words(`gradient.${kind}`) })}</p>
      ${sum(words, terms.map((term) => ({ ...term, factor: term.derivative })))}`}
    ${weightGradient(words, pass, unit, rate)}</div>`;
}

/** Return trace and gradients, if complete. @param {Training} state @returns {Pass | null} */
function passOf({ outside, learning }) {
  const [trace, found] = [outside.answered.value?.trace, learning.signals.gradients.value];
  const [model, weights] = [outside.model.value, outside.weights.value];
  return trace && model && weights && found?.model === model.name && trace.response.model === model.name
    ? { layers: model.layers, trace, weights, gradients: found.layers } : null;
}

/**
 * Render the largest products of upstream × factor, and the count of the rest.
 * @param {Words} words @param {ReadonlyArray<{unit: Unit, upstream: number, factor: number, product: number}>} terms
 */
function sum(words, terms) {
  const rest = terms.length - MOST_TERMS;
  return html`<ul>${terms.slice(0, MOST_TERMS).map(({ unit, upstream, factor, product }) => html`
    <li><span class="caption">${formatUnit(unit)}</span> ${decimal(words, upstream)} · ${decimal(words, factor)} =
      ${decimal(words, product)}</li>`)}
    ${rest > 0 ? html`<li class="caption">${words("gradient.rest", { rest })}</li>` : nothing}</ul>`;
}

/**
 * Render the gradient of one weight of the unit, and its update.
 * @param {Words} words @param {Pass} pass @param {Unit} unit @param {number} rate
 */
function weightGradient(words, pass, unit, rate) {
  const layer = layerNamed(pass.layers, unit.layer);
  if (layer.kind !== "dense" && layer.kind !== "convolution") return nothing;
  const index = weightIndex(layer, unit, strongestInput(pass, layer));
  const { weight, gradient, terms } = explainWeight(pass, layer, index);
  const updated = Math.fround(weight - rate * gradient);
  return html`
    <p><b>w = ${layer.name}.weight[${index.join(", ")}] = ${decimal(words, weight)}</b></p>
    <p>${words("gradient.weight", { count: terms.length })}</p>
    ${sum(words, terms.map((term) => ({ ...term, factor: term.input })))}
    <p>∂loss/∂w = ${decimal(words, gradient)}</p>
    <p>${words("gradient.update")} = ${decimal(words, weight)} − ${decimal(words, rate)} · ${decimal(words, gradient)} =
      <b>${decimal(words, updated)}</b></p>`;
}

/** Return the input unit or map with the largest activations. @param {Pass} pass @param {Layer} layer */
function strongestInput({ trace, layers }, layer) {
  const below = layerNamed(layers, String(layer.inputs[0]));
  const values = [...trace.layers.get(below.name)?.data ?? []];
  const at = values.reduce((best, value, i) => (Math.abs(value) > Math.abs(Number(values[best])) ? i : best), 0);
  return layer.kind === "dense" ? at : Math.floor(at / (values.length / Number(below.shape[0])));
}
