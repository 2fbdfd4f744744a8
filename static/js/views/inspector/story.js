/** How the trail goes on below a unit: the winner, what it was made of, down to the patch of the layer that multiplied. */

import { element } from "../../lib/dom.js";
import { convolutionSum } from "./convolution.js";
import { number, shortName } from "./parts.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("./parts.js").Telling} Telling */

/** @type {Readonly<Partial<Record<import("../../types.js").Kind, (telling: Telling, step: Explanation) => Node[]>>>} */
const STEPS = {
  relu: reluStep,
  convolution: convolutionStep,
};

/** @param {Telling} telling @param {readonly Explanation[]} story  the unit's own explanation first @returns {Node[]} */
export function tellStory(telling, [first, ...below]) {
  const { text } = telling;
  const [next] = below;
  if (!first || !next) return [];
  const lead = element("p", { class: "story-lead" }, element("span", { class: "caption" }, text(first.winner ? "story.winner" : "story.here")),
    " ", shortName(text, next.unit));
  return [element("div", { class: "story" }, lead, ...below.flatMap((step) => STEPS[step.kind]?.(telling, step) ?? []))];
}

/** @param {Telling} _ @param {Explanation} step @returns {Node[]} */
function reluStep(_, { terms: [source], output }) {
  if (!source) return [];
  return [element("p", { class: "formula" }, "max(0, ", number(source.value, "source"), ") = ", number(output, "output"))];
}

/** @param {Telling} telling @param {Explanation} step @returns {Node[]} */
function convolutionStep(telling, step) {
  const { text } = telling;
  const size = step.subtotals.length > 1 ? "small" : "large";
  return [element("p", { class: "caption" }, text("story.conv", { layer: step.unit.layer, count: step.terms.length })), ...convolutionSum(telling, step, size)];
}
