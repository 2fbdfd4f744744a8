/** The explanation of each layer kind; a new kind is a new row of EXPLAIN. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { explainConvolution } from "./convolution.js";
import { explainDense } from "./dense.js";
import { explainInput } from "./input.js";
import { caption, number, source, sourceName } from "./parts.js";
import { explainPooling } from "./pooling.js";
import { explainSoftmax } from "./softmax.js";
import { reluOf } from "./trail.js";

/** @import { Kind } from "../../types.js" */
/** @import { Explain } from "./parts.js" */

/** @type {Readonly<Record<Kind, Explain>>} */
export const EXPLAIN = {
  input: explainInput,
  convolution: explainConvolution,
  relu: explainRelu,
  tanh: explainCurve,
  sigmoid: explainCurve,
  max_pool: explainPooling,
  average_pool: explainPooling,
  sum_pool: explainPooling,
  dense: explainDense,
  softmax: explainSoftmax,
};

/** @type {Explain} */
function explainRelu(props, { terms: [below], output }) {
  if (!below) return { what: "", body: nothing };
  const { text } = props;
  return {
    what: text("relu.what", { source: sourceName(text, below.unit) }),
    body: html`<p class="formula is-large">${reluOf(props, below, output)}</p>
      ${caption(text(below.value > 0 ? "relu.kept" : below.value < 0 ? "relu.cut" : "relu.zero"))}`,
  };
}

/** @type {Explain} */
function explainCurve(props, { kind, terms: [below], output }) {
  if (!below) return { what: "", body: nothing };
  return {
    what: props.text("same.what", { source: sourceName(props.text, below.unit) }),
    body: html`<p class="formula is-large">${kind}(${source(props, below.unit, below.value)}) =
      ${number(props, output, "output")}</p>`,
  };
}
