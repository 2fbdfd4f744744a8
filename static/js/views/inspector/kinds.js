/** One explanation per kind of layer; a new kind is a new row of EXPLAIN. */

import { element } from "../../lib/dom.js";
import { explainConvolution } from "./convolution.js";
import { explainDense } from "./dense.js";
import { explainInput } from "./input.js";
import { caption, number, paragraph, shortName, source, sourceName, sumRow } from "./parts.js";
import { explainPooling } from "./pooling.js";
import { explainSoftmax } from "./softmax.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("./parts.js").Telling} Telling */
/** @typedef {(telling: Telling, explanation: Explanation) => Node[]} Explain */

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
function explainRelu(telling, { terms: [below], output }) {
  if (!below) return [];
  const { text } = telling;
  const why = below.value > 0 ? "relu.kept" : below.value < 0 ? "relu.cut" : "relu.zero";
  return [
    paragraph(text("relu.what", { source: sourceName(text, below.unit) })),
    element("p", { class: "formula is-large" }, text("relu.open"), source(telling, below.unit, below.value), ") = ", number(telling, output, "output")),
    caption(text(why)),
  ];
}

/** @type {Explain} */
function explainSame(telling, { terms: [below], output }) {
  if (!below) return [];
  const { text } = telling;
  return [paragraph(text("same.what", { source: sourceName(text, below.unit) })),
    element("div", { class: "sum" }, sumRow(shortName(text, below.unit), source(telling, below.unit, below.value)), sumRow("", number(telling, output, "output"), "is-total"))];
}
