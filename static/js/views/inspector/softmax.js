/** A probability: every exponential, their sum, the division, and that the ten add up to 1. */

import { cssColour } from "../../lib/colour.js";
import { element } from "../../lib/dom.js";
import { WRITE } from "../format.js";
import { written } from "../percent.js";
import { caption, colouringOf, fraction, number, paragraph, sumRow, term } from "./parts.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("../../types.js").Term} Term */
/** @typedef {import("./parts.js").Telling} Telling */

/** @param {Telling} telling @param {Explanation} explanation @returns {Node[]} */
export function explainSoftmax(telling, { terms, unit, output, sum = 1, largest = 0, windows: [window] }) {
  const { text, digits } = telling;
  const own = terms.find((one) => one.unit.index[0] === unit.index[0]);
  const shares = terms.map((one) => Math.fround(Number(one.exponential) / sum));
  const line = lineMaker(telling, { unit, largest, own });
  return [
    paragraph(text("softmax.what", { layer: window?.layer ?? "" })),
    caption(text("softmax.shift", { largest: written(WRITE[digits].short(largest), text) })),
    element("div", { class: digits === "all" ? "terms is-powers is-long" : "terms is-powers" }, ...terms.map((one, i) => line(one, Number(shares[i])))),
    element("div", { class: "sum" },
      sumRow(text("softmax.total", { count: terms.length }), number(telling, sum, "sum")),
      element("div", { class: "division" }, fraction(number(telling, Number(own?.exponential), "exponential", "scientific"), number(telling, sum, "sum")), " = ",
        number(telling, output, "output")),
      sumRow(text("softmax.one", { count: terms.length }), number(telling, Math.fround(shares.reduce((total, share) => total + share, 0)), "sum"), "is-total")),
  ];
}

/**
 * A digit's line: e to a power = a number, and its share of the sum.
 * @param {Telling} telling @param {{unit: import("../../types.js").Unit, largest: number, own: Term | undefined}} about
 */
function lineMaker(telling, { unit, largest, own }) {
  const { range } = colouringOf(telling, unit.layer, 0);
  /** @param {Term} one @param {number} share */
  return (one, share) => term(telling, one.unit, one === own ? "term is-own" : "term",
    element("span", { class: "term-name" }, Number(one.unit.index[0])),
    element("span", { class: "term-factors" }, "e", element("sup", {}, number(telling, one.value, "source"), " − ", number(telling, largest, "largest"))),
    shareBar(share, cssColour(share, range, telling.tables.sequential)),
    number(telling, Number(one.exponential), "exponential", "scientific"));
}

/** @param {number} part @param {string} colour */
function shareBar(part, colour) {
  const fill = element("span", { class: "term-fill" });
  Object.assign(fill.style, { transform: `scaleX(${part})`, backgroundColor: colour });
  return element("span", { class: "term-bar is-share" }, fill);
}
