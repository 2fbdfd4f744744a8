/** The formula of the output's size, and how the pointed number is made: products, bias, activation, pooling. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { convolvedSide, patchOf, pooledSide } from "../../model/lab.js";
import { exact, numbersIn } from "../numbers.js";
import { picture } from "./field.js";
import { TINTS, mapOf } from "./input.js";

/** @import { LabMaps, LabSettings, LabSum } from "../../lab-types.js" */
/** @import { LabText } from "../../text/lab.js" */
/** @import { Shown } from "../lab.js" */

/** @param {string} name @param {string | number} [content] */
function letter(name, content = name) {
  return html`<b class="lab-letter" data-letter=${name}>${content}</b>`;
}

/** ⌊(n + 2p − k)/s⌋ + 1, in letters and in numbers. @param {Shown} shown */
export function formula({ state, words }) {
  const result = state.signals.result.value;
  const settings = state.signals.settings.value;
  const { size: k, stride: s, padding: p, pooling, poolingSize } = settings;
  const n = result?.input.side;
  if (!n) return nothing;
  const side = convolvedSide(n, settings);
  return html`<p class="lab-formula" data-testid="lab-formula" data-value=${pooledSide(side, settings)}>
    <span class="caption">${words("lab.formula")}</span>
    <span>⌊(${letter("n")} + 2${letter("p")} − ${letter("k")}) / ${letter("s")}⌋ + 1 = ⌊(${letter("n", n)} + 2·${letter("p", p)} − ${letter("k", k)}) / ${letter("s", s)}⌋ + 1 = <b>${side}</b></span>
    ${pooling === "none" ? nothing : html`<span class="caption">${words("lab.formula.pooling")}</span><span>⌊${side} / ${poolingSize}⌋ = <b>${pooledSide(side, settings)}</b></span>`}
  </p>`;
}

/** @param {Shown} shown */
export function sumPanel(shown) {
  const { state, words } = shown;
  const sum = state.signals.sum.value;
  const result = state.signals.result.value;
  const convolved = result?.stages.get("convolution");
  const isCurrent = sum && convolved && sum.place.map < convolved.count && sum.place.row < convolved.side && sum.place.column < convolved.side;
  if (!isCurrent || !result) return html`<div class="lab-sum panel" data-testid="lab-sum"><p class="caption">${words("lab.sum.none")}</p></div>`;
  return html`<div class="lab-sum panel" data-testid="lab-sum" tabindex="0" role="region" aria-label=${words("lab.sum")}>
    <p class="caption">${words("lab.sum.where", { map: sum.place.map, row: sum.place.row, column: sum.place.column })}</p>
    <div class="lab-sum-body">${sum.values.length === 1 ? pictures(shown, sum) : nothing}
      <div class="lab-sum-words"><p class="lab-terms">${terms(words, sum)}</p>${equation(shown, sum, convolved)}</div>
    </div>
  </div>`;
}

/** The window, the kernel and their products as grids. @param {Shown} shown @param {LabSum} sum */
function pictures(shown, { values, weights, products }) {
  const { size } = shown.state.signals.settings.value;
  const one = (/** @type {readonly (readonly number[])[]} */ [cells = []]) =>
    html`<span class="lab-patch">${picture(shown, Float32Array.from(cells), { side: Math.sqrt(cells.length), width: shown.look.patch })}</span>`;
  return size < 2 ? nothing : html`<div class="lab-pictures" aria-hidden="true">${one(values)}<span>×</span>${one(weights)}<span>=</span>${one(products)}</div>`;
}

/** Formats whole numbers without decimals. @param {LabText} words @param {number} value */
function plainly(words, value) {
  return numbersIn(words).short(value, Number.isInteger(value) ? 0 : 3);
}

/** Every value × weight. @param {LabText} words @param {LabSum} sum */
function terms(words, { values, weights, products, subtotals }) {
  const plain = (/** @type {number} */ value) => plainly(words, value);
  const wrapped = (/** @type {number} */ value) => (value < 0 ? `(${plain(value)})` : plain(value));
  const sumOf = (/** @type {readonly number[]} */ cells, /** @type {number} */ map) => cells.map((value, i) => html`${i ? " + " : ""}<span
    class="lab-term ${products[map]?.[i] ? "" : "is-zero"}" data-product=${exact(Number(products[map]?.[i]))}>${wrapped(value)}·${wrapped(Number(weights[map]?.[i]))}</span>`);
  if (values.length === 1) return sumOf(values[0] ?? [], 0);
  return values.map((cells, map) => html`<span class="lab-channel" data-channel=${map}>${words(/** @type {"lab.red"} */ (`lab.${TINTS[map]}`))}: ${sumOf(cells, map)}
    <b data-role="subtotal" data-value=${exact(Number(subtotals[map]))}>= ${plain(Number(subtotals[map]))}</b></span>`);
}

/** Sum + bias = result, followed by activation and pooling. @param {Shown} shown @param {LabSum} sum @param {LabMaps} convolved */
function equation({ state, words }, sum, convolved) {
  const { activation, pooling } = /** @type {NonNullable<typeof state.signals.result.value>} */ (state.signals.result.value).settings;
  const stages = /** @type {NonNullable<typeof state.signals.result.value>} */ (state.signals.result.value).stages;
  const { map, row, column } = sum.place;
  const at = (/** @type {LabMaps} */ maps) => Number(mapOf(maps, map)[row * maps.side + column]);
  const [activated, place] = [stages.get("activation"), state.place()];
  return html`<p class="lab-equation">
    ${part(words, "sum", sum.sum, words("lab.sum.products"))}<span>+</span>${part(words, "bias", sum.bias, words("lab.bias"))}<span>=</span>${part(words, "output", at(convolved), words("lab.sum.result"))}
    ${activated ? html`<span>→</span>${part(words, "activation", at(activated), words(`lab.activation.${activation}`))}` : nothing}
    ${place?.shown === "pooling" ? html`<span>→</span>${part(words, "pooling", Number(mapOf(place.maps, place.cell.map)[place.cell.row * place.maps.side + place.cell.column]), pooled(words, state, pooling))}` : nothing}
  </p>`;
}

/** Lists the numbers that a pooled number is computed from. @param {LabText} words @param {Shown["state"]} state @param {LabSettings["pooling"]} pooling */
function pooled(words, state, pooling) {
  const place = state.place();
  const stages = state.signals.result.value?.stages;
  const size = Number(state.signals.result.value?.settings.poolingSize);
  const below = stages?.get("activation") ?? stages?.get("convolution");
  if (!place || !below) return words(`lab.pooling.${pooling}`);
  const values = patchOf(below, place.cell.map, { top: place.cell.row * size, left: place.cell.column * size, size });
  return `${words(`lab.pooling.${pooling}`)} (${values.map((value) => numbersIn(words).short(value, 2)).join("; ")})`;
}

/** A number with its name under it. @param {LabText} words @param {string} role @param {number} value @param {string} name */
function part(words, role, value, name) {
  return html`<span class="lab-part"><b data-role=${role} data-value=${exact(value)}>${plainly(words, value)}</b><span class="caption">${name}</span></span>`;
}
