/** One explanation per kind of layer; a new kind is a new row of EXPLAIN. */

import { element } from "../../lib/dom.js";
import { cellOf, layerNamed } from "../../model/layers.js";
import { scientific, short, signed } from "../format.js";
import { explainConvolution } from "./convolution.js";
import { caption, colouringOf, number, paragraph, shortName, sumRow } from "./parts.js";
import { explainPooling } from "./pooling.js";
import { cssColour } from "../../lib/colour.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("../../types.js").Term} Term */
/** @typedef {import("./parts.js").Telling} Telling */
/** @typedef {(telling: Telling, explanation: Explanation) => Node[]} Explain */

/** Contributions shown one by one; the others are summed. */
const LARGEST = 8;

/** @type {Readonly<Record<import("../../types.js").Kind, Explain>>} */
export const EXPLAIN = {
  input: explainInput,
  convolution: explainConvolution,
  relu: explainRelu,
  tanh: explainSame,
  sigmoid: explainSame,
  max_pool: explainPooling,
  average_pool: explainPooling,
  sum_pool: explainPooling,
  dense: explainDense,
  softmax: explainSoftmax,
};

/** @type {Explain} */
function explainInput({ text, layers }, { unit }) {
  const [, rows = 0, columns = 0] = layerNamed(layers, unit.layer).shape;
  const [, row, column] = cellOf(unit);
  const frame = Math.min(row, column, rows - 1 - row, columns - 1 - column) < (rows - 28) / 2;
  return [paragraph(text("input.what")), caption(text("input.scale")), ...(frame ? [caption(text("input.padding"))] : [])];
}

/** @type {Explain} */
function explainRelu({ text }, { terms: [source], output }) {
  if (!source) return [];
  const why = source.value > 0 ? "relu.kept" : source.value < 0 ? "relu.cut" : "relu.zero";
  return [
    paragraph(text("relu.what", { layer: source.unit.layer })),
    element("p", { class: "formula" }, "max(0, ", number(source.value, "source"), ") = ", number(output, "output")),
    caption(text(why)),
  ];
}

/** @type {Explain} */
function explainSame({ text }, { terms: [source], output }) {
  if (!source) return [];
  return [paragraph(text("same.what", { layer: source.unit.layer })),
    element("div", { class: "sum" }, sumRow(shortName(text, source.unit), number(source.value, "source")), sumRow("", number(output, "output"), "is-total"))];
}

/** @type {Explain} */
function explainDense(telling, { terms, bias = 0, output, windows: [window] }) {
  const { text } = telling;
  const sorted = terms.toSorted((one, other) => Math.abs(Number(other.product)) - Math.abs(Number(one.product)));
  const [shown, rest] = [sorted.slice(0, LARGEST), sorted.slice(LARGEST)];
  const most = Math.abs(Number(shown[0]?.product)) || 1;
  const remainder = Math.fround(rest.reduce((sum, term) => sum + Number(term.product), 0));
  return [
    paragraph(text("dense.what", { count: terms.length, layer: window?.layer ?? "" })),
    element("div", { class: "terms" }, ...shown.map((term) => termRow(telling, term, most))),
    element("div", { class: "sum" },
      sumRow(text("dense.rest", { count: rest.length }), number(remainder, "sum", signed)),
      sumRow(text("conv.bias"), number(bias, "bias", signed)),
      sumRow("", number(output, "output"), "is-total")),
  ];
}

/** @param {Telling} telling @param {Term} term @param {number} most */
function termRow({ text, tables }, { unit, value, weight = 0, product = 0 }, most) {
  return element("div", { class: "term" },
    element("span", { class: "term-name" }, unit.index.length > 1 ? unit.index.join(", ") : text("dense.unit", { unit: Number(unit.index[0]) })),
    element("span", { class: "term-factors caption" }, number(value, "source"), " × ", number(weight, "weight")),
    bar(product / most, cssColour(product, { low: -most, high: most }, tables.diverging)),
    number(product, "product", signed));
}

/** @type {Explain} */
function explainSoftmax(telling, { terms, unit, output, sum = 1, largest = 0, windows: [window] }) {
  const { text } = telling;
  const own = terms.find((term) => term.unit.index[0] === unit.index[0]);
  const lines = terms.map((term) => element("div", { class: term === own ? "term is-own" : "term" },
    element("span", { class: "term-name" }, Number(term.unit.index[0])),
    element("span", { class: "term-factors" }, "e", element("sup", {}, number(term.value - largest, "source"))),
    shareBar(Number(term.exponential), cssColour(Number(term.exponential), colouringOf(telling, unit.layer, 0).range, telling.tables.sequential)),
    number(Number(term.exponential), "exponential", scientific)));
  return [
    paragraph(text("softmax.what", { layer: window?.layer ?? "" })),
    caption(text("softmax.shift", { largest: short(largest) })),
    element("div", { class: "terms is-short" }, ...lines),
    element("div", { class: "sum" }, sumRow(text("softmax.total", { count: terms.length }), number(sum, "sum")),
      sumRow(text("softmax.formula", { part: scientific(Number(own?.exponential)), sum: short(sum) }), number(output, "output"), "is-total")),
  ];
}

/** @param {number} part @param {string} colour */
function shareBar(part, colour) {
  const fill = element("span", { class: "term-fill" });
  Object.assign(fill.style, { transform: `scaleX(${part})`, backgroundColor: colour });
  return element("span", { class: "term-bar is-share" }, fill);
}

/** To the right of the middle if positive, to the left if negative. @param {number} share @param {string} colour */
function bar(share, colour) {
  const fill = element("span", { class: share < 0 ? "term-fill is-negative" : "term-fill" });
  Object.assign(fill.style, { transform: `scaleX(${Math.min(Math.abs(share), 1)})`, backgroundColor: colour });
  return element("span", { class: "term-bar" }, fill);
}
