/** The pointed unit and its arithmetic in one sentence, for those who listen. */

import { short } from "../format.js";
import { longName } from "./parts.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("../../types.js").Kind} Kind */
/** @typedef {import("./parts.js").Telling} Telling */

/** @type {Readonly<Record<Kind, (text: import("../../text/text.js").Text, explanation: Explanation) => string>>} */
const REASONS = {
  input: (text) => text("input.reason"),
  convolution: weighted,
  relu: (text, { terms: [source] }) => text("relu.reason", { value: short(source?.value ?? 0) }),
  tanh: same,
  sigmoid: same,
  max_pool: (text, { terms }) => text("pool.reason", { values: terms.map((term) => short(term.value)).join(", ") }),
  average_pool: same,
  sum_pool: same,
  dense: weighted,
  softmax: (text, { terms, unit, sum = 1 }) => text("softmax.reason", { part: short(Number(terms[Number(unit.index[0])]?.exponential)), sum: short(sum) }),
};

/** @param {Telling} telling @param {Explanation} explanation */
export function sentenceOf(telling, explanation) {
  const { text } = telling;
  const { unit, kind, output } = explanation;
  return text("network.announce", { unit: longName(telling, unit), value: short(output), reason: REASONS[kind](text, explanation) });
}

/** @param {import("../../text/text.js").Text} text @param {Explanation} explanation */
function weighted(text, { terms, sum = 0, bias = 0 }) {
  return text("conv.reason", { count: terms.length, sum: short(sum), bias: short(bias) });
}

/** @param {import("../../text/text.js").Text} text @param {Explanation} explanation */
function same(text, { windows: [window] }) {
  return text("same.what", { layer: window?.layer ?? "" });
}
