/** The formula of the output size, and the selected number's arithmetic: products, bias, activation, pooling. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { convolvedSide, patchOf, pooledSide, valueAt } from "../../model/lab.js";
import { exact, numbersIn } from "../numbers.js";
import { picture } from "./field.js";
import { letterOf } from "./fields.js";
import { channelName } from "./input.js";

/** @import { LabPlace, LabResult, LabSum } from "../../lab-types.js" */
/** @import { LabText } from "../../text/lab.js" */
/** @import { Shown } from "../lab.js" */

/** Render ⌊(n + 2p − k)/s⌋ + 1 in letters and in numbers. @param {Shown} shown */
export function formula({ state, words }) {
  const settings = state.signals.settings.value;
  const { size: k, stride: s, padding: p, pooling, poolingSize } = settings;
  const n = state.signals.result.value?.input.side;
  if (!n) return nothing;
  const side = convolvedSide(n, settings);
  return html`<p class="row wrap baseline" data-testid="lab-formula" data-value=${pooledSide(side, settings)}>
    <span class="caption">${words("lab.formula")}</span>
    <span>⌊(${letterOf("n")} + 2${letterOf("p")} − ${letterOf("k")}) / ${letterOf("s")}⌋ + 1 = ⌊(${letterOf("n", n)} +
      2·${letterOf("p", p)} − ${letterOf("k", k)}) / ${letterOf("s", s)}⌋ + 1 = <b>${side}</b></span>
    ${pooling === "none" ? nothing
      : html`<span class="caption">${words("lab.formula.pooling")}</span><span>⌊${side} / ${poolingSize}⌋ =
        <b>${pooledSide(side, settings)}</b></span>`}
  </p>`;
}

/** Render the arithmetic. @param {Shown} shown */
export function sumPanel(shown) {
  const { state, words } = shown;
  const sum = state.signals.sum.value;
  const result = state.signals.result.value;
  const convolved = result?.stages.get("convolution");
  const isCurrent = sum && convolved && !Number.isNaN(valueAt(convolved, sum.place));
  if (!isCurrent || !result) {
    return html`<div class="lab-sum panel" data-testid="lab-sum"><p class="caption">${words("lab.sum.none")}</p></div>`;
  }
  return html`<div class="lab-sum panel stack gap-1" data-testid="lab-sum" role="region" aria-label=${words("lab.sum")}>
    <p class="caption">${words("lab.sum.where", { ...sum.place })}</p>
    <div class="lab-sum-body">${sum.values.length === 1 ? pictures(shown, sum) : nothing}
      <div class="stack gap-3 grow"><div class="lab-terms scroll" tabindex="0" role="group"
        aria-label=${words("lab.sum.products")}>${terms(words, sum)}</div>${equation(shown, sum, result)}</div>
    </div>
  </div>`;
}

/** Render the window, the kernel and their products as grids. @param {Shown} shown @param {LabSum} sum */
function pictures(shown, { values, weights, products }) {
  const one = (/** @type {readonly (readonly number[])[]} */ [cells = []]) => {
    const look = { side: Math.sqrt(cells.length), width: shown.look.patch };
    return html`<span class="lab-patch">${picture(shown, Float32Array.from(cells), look)}</span>`;
  };
  return products[0]?.length === 1
    ? nothing
    : html`<div class="lab-pictures row soft"
      aria-hidden="true">${one(values)}<span>×</span>${one(weights)}<span>=</span>${one(products)}</div>`;
}

/** Format a number, whole numbers without decimals. @param {LabText} words @param {number} value */
function plainly(words, value) {
  return numbersIn(words).short(value, Number.isInteger(value) ? 0 : 3);
}

/** Render every value × weight. @param {LabText} words @param {LabSum} sum */
function terms(words, { values, weights, products, subtotals }) {
  const plain = (/** @type {number} */ value) => plainly(words, value);
  const wrapped = (/** @type {number} */ value) => (value < 0 ? `(${plain(value)})` : plain(value));
  const sumOf = (/** @type {readonly number[]} */ cells, /** @type {number} */ map) => cells.map((value, i) => {
    const [weight, product] = [Number(weights[map]?.[i]), Number(products[map]?.[i])];
    return html`${i ? " + " : ""}<span class="number ${product ? "" : "soft"}"
      data-product=${exact(product)}>${wrapped(value)}·${wrapped(weight)}</span>`;
  });
  if (values.length === 1) return sumOf(values[0] ?? [], 0);
  return values.map((cells, map) => html`<p data-channel=${map}>${words(channelName(map))}: ${sumOf(cells, map)}
    <b data-role="subtotal" data-value=${exact(Number(subtotals[map]))}>= ${plain(Number(subtotals[map]))}</b></p>`);
}

/** Sum + bias → activation → pooling. @param {Shown} shown @param {LabSum} sum @param {LabResult} result */
function equation({ state, words }, sum, { stages, settings: { activation, pooling, poolingSize: size } }) {
  const [convolved, activated, place] = [stages.get("convolution"), stages.get("activation"), state.place()];
  const below = activated ?? convolved;
  if (!convolved || !below) return nothing;
  /** Return the numbers of a pooling window. @param {LabPlace} cell */
  const pooled = ({ map, row, column }) =>
    patchOf(below, map, { top: row * size, left: column * size, size })
      .map((value) => numbersIn(words).short(value, 2))
      .join("; ");
  /** A number with its name. @param {string} sign @param {string} role @param {number} value @param {string} name */
  const part = (sign, role, value, name) => html`
    ${sign ? html`<span>${sign}</span>` : nothing}<span class="lab-part"><b data-role=${role}
      data-value=${exact(value)}>${plainly(words, value)}</b><span class="caption">${name}</span></span>`;
  return html`<p class="row wrap baseline gap-3">
    ${part("", "sum", sum.sum, words("lab.sum.products"))}${part("+", "bias", sum.bias, words("lab.bias"))}
    ${part("=", "output", valueAt(convolved, sum.place), words("lab.sum.result"))}
    ${activated
      ? part("→", "activation", valueAt(activated, sum.place), words(`lab.activation.${activation}`)) : nothing}
    ${place?.shown === "pooling" ? part("→", "pooling", valueAt(place.maps, place.cell),
      `${words(`lab.pooling.${pooling}`)} (${pooled(place.cell)})`) : nothing}
  </p>`;
}
