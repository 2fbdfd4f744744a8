/** The selected unit and its arithmetic in one sentence, for screen readers. */

import { shortIn } from "../numbers.js";
import { longName, sourceName } from "./parts.js";

/** @import { Explanation, Kind } from "../../types.js" */
/** @import { Text } from "../../text/text.js" */
/** @import { Explained } from "./parts.js" */

/** @type {Readonly<Record<Kind, (text: Text, explanation: Explanation) => string>>} */
const REASONS = {
  input: (text) => text("input.reason"),
  convolution: weighted,
  relu: (text, { terms: [source] }) => text("relu.reason", { value: shortIn(text)(source?.value ?? 0) }),
  tanh: same,
  sigmoid: same,
  max_pool: (text, { terms }) =>
    text("pool.reason", { values: terms.map((term) => shortIn(text)(term.value)).join(text("list.separator")) }),
  average_pool: same,
  sum_pool: same,
  dense: weighted,
  softmax(text, { terms, unit, sum = 1 }) {
    const part = Number(terms[Number(unit.index[0])]?.exponential);
    return text("softmax.reason", { part: shortIn(text)(part), sum: shortIn(text)(sum) });
  },
};

/** Return the sentence. @param {Pick<Explained, "text" | "layers">} props @param {Explanation} explanation */
export function sentenceOf(props, explanation) {
  const { text } = props;
  const { unit, kind, output } = explanation;
  const reason = REASONS[kind](text, explanation);
  return text("network.announce", { unit: longName(props, unit), value: shortIn(text)(output), reason });
}

/** @param {Text} text @param {Explanation} explanation */
function weighted(text, { terms, sum = 0, bias = 0 }) {
  return text("conv.reason", { count: terms.length, sum: shortIn(text)(sum), bias: shortIn(text)(bias) });
}

/** @param {Text} text @param {Explanation} explanation */
function same(text, { terms: [source] }) {
  return source ? text("same.what", { source: sourceName(text, source.unit) }) : "";
}
