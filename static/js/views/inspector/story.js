/** How the trail goes on below a unit: the winner, what it was made of, down to the patch of the layer that multiplied. */

import { element } from "../../lib/dom.js";
import { productPictures } from "./convolution.js";
import { caption, equals, number, shortName, source, term } from "./parts.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("./parts.js").Telling} Telling */

/** @type {Readonly<Partial<Record<import("../../types.js").Kind, (telling: Telling, step: Explanation) => Node[]>>>} */
const STEPS = {
  relu: reluStep,
  convolution: convolutionStep,
};

/** @param {Telling} telling @param {readonly Explanation[]} story  the unit's own explanation first @returns {Node[]} */
export function tellStory(telling, [own, ...below]) {
  if (!own || below.length === 0) return [];
  const { text } = telling;
  const [next] = below;
  const lead = next && element("p", {}, text(own.winner ? "story.winner" : "story.here"), " ", term(telling, next.unit, "term-number", shortName(text, next.unit)));
  return [element("div", { class: "story" }, lead, ...below.flatMap((step) => STEPS[step.kind]?.(telling, step) ?? []))];
}

/** @param {Telling} telling @param {Explanation} step @returns {Node[]} */
function reluStep(telling, { terms: [below], output }) {
  if (!below) return [];
  return [element("p", { class: "formula" }, "= ", telling.text("relu.open"), source(telling, below.unit, below.value), ") = ", number(telling, output, "output"))];
}

/** @param {Telling} telling @param {Explanation} step @returns {Node[]} */
function convolutionStep(telling, step) {
  const { text } = telling;
  const { terms, unit, sum = 0, bias = 0, output } = step;
  return [
    caption(text("story.conv", { layer: unit.layer, count: terms.length })),
    productPictures(telling, step),
    element("p", { class: "formula" }, number(telling, sum, "sum"), bias < 0 ? " \u2212 " : " + ", number(telling, bias, "bias", "unsigned"), ` ${equals(telling, [sum, bias], output)} `, number(telling, output, "output")),
  ];
}
