/** A dense unit: the contributions that count most as bars, the rest summed; pictures of them where the layer below is of maps. */

import { cssColour } from "../../lib/colour.js";
import { element } from "../../lib/dom.js";
import { groupsOf } from "./convolution.js";
import { caption, equals, number, paragraph, picture, sumRow, symmetric, term } from "./parts.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("../../types.js").Term} Term */
/** @typedef {import("./parts.js").Telling} Telling */

/** Contributions shown one by one; the others are summed. */
const LARGEST = 8;

/** @param {Telling} telling @param {Explanation} explanation @returns {Node[]} */
export function explainDense(telling, explanation) {
  const { text } = telling;
  const { terms, sum = 0, bias = 0, output, windows: [window] } = explanation;
  const sorted = terms.toSorted((one, other) => Math.abs(Number(other.product)) - Math.abs(Number(one.product)));
  const [shown, rest] = [sorted.slice(0, LARGEST), sorted.slice(LARGEST)];
  const most = Math.abs(Number(shown[0]?.product)) || 1;
  const remainder = Math.fround(rest.reduce((total, { value, weight }) => total + value * Number(weight), 0));
  return [
    paragraph(text("dense.what", { count: terms.length, layer: window?.layer ?? "" })),
    caption(text("dense.largest", { count: shown.length })),
    element("div", { class: `terms${telling.digits === "all" ? " is-long" : ""}${groupsOf(explanation).length > 1 ? " is-placed" : ""}` }, ...shown.map((one) => termRow(telling, one, most))),
    element("div", { class: "sum" },
      sumRow(text("dense.rest", { count: rest.length }), number(telling, remainder, "subtotal", "signed")),
      sumRow(text("dense.sum", { count: terms.length }), number(telling, sum, "sum")),
      sumRow(text("conv.bias"), number(telling, bias, "bias", "signed")),
      sumRow(equals(telling, [sum, bias], output), number(telling, output, "output"), "is-total")),
    ...mapPictures(telling, explanation),
  ];
}

/** @param {Telling} telling @param {Term} one @param {number} most */
function termRow(telling, { unit, value, weight = 0, product = 0 }, most) {
  const [map, row, column] = unit.index;
  const name = unit.index.length > 1 ? telling.text("dense.pixel", { map: Number(map), row: Number(row), column: Number(column) })
    : telling.text("dense.unit", { unit: Number(map) });
  return term(telling, unit, "term",
    element("span", { class: "term-name" }, name),
    element("span", { class: "term-factors caption" }, number(telling, value, "source"), " × ", number(telling, weight, "weight")),
    bar(product / most, cssColour(product, { low: -most, high: most }, telling.tables.diverging)),
    number(telling, product, "product", "signed"));
}

/** To the right of the middle if positive, to the left if negative. @param {number} share @param {string} colour */
function bar(share, colour) {
  const fill = element("span", { class: share < 0 ? "term-fill is-negative" : "term-fill" });
  Object.assign(fill.style, { transform: `scaleX(${Math.min(Math.abs(share), 1)})`, backgroundColor: colour });
  return element("span", { class: "term-bar" }, fill);
}

/** For every map below: its weights, and what they contribute. @param {Telling} telling @param {Explanation} explanation @returns {Node[]} */
function mapPictures(telling, explanation) {
  const { text } = telling;
  const groups = groupsOf(explanation);
  if (groups.length < 2) return [];
  const rows = /** @type {const} */ (["weight", "product"]).map((field) => {
    const colouring = symmetric(telling, explanation.terms.map((one) => Number(one[field])));
    const title = text(`dense.pictures.${field}`, { count: groups.length, size: `${groups[0]?.window.height} × ${groups[0]?.window.width}` });
    return element("div", { class: "map-pictures" }, caption(title), element("div", { class: "map-grid" }, ...groups.map(({ terms, map, window }) =>
      picture(terms.map((one) => Number(one[field])), window, { size: "tiny", label: text("conv.map", { map }), colouring }))));
  });
  return [element("div", { class: "story" }, ...rows)];
}
