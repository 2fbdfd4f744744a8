/** A convolved pixel: for each map below, the patch times the kernel; the subtotals and the bias. */

import { element } from "../../lib/dom.js";
import { cellOf } from "../../model/layers.js";
import { caption, coloured, colouringOf, equals, number, paragraph, picture, sign, sumRow, symmetric, term } from "./parts.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("../../types.js").Term} Term */
/** @typedef {import("../../types.js").Window} Window */
/** @typedef {import("./parts.js").Colouring} Colouring */
/** @typedef {import("./parts.js").Telling} Telling */

/** @typedef {{map: number, subtotal: number, terms: readonly Term[], window: Window}} Group  what one map below contributes */

/** @param {Telling} telling @param {Explanation} explanation @returns {Node[]} */
export function explainConvolution(telling, explanation) {
  const { text } = telling;
  const { terms, windows: [window], sum = 0, bias = 0, output } = explanation;
  if (!window) return [];
  return [
    paragraph(text("conv.what", { count: terms.length, maps: window.maps.length, layer: window.layer })),
    whereNote(telling, window),
    productLines(telling, explanation),
    element("div", { class: "sum" },
      sumRow(text(window.maps.length > 1 ? "conv.sum.maps" : "conv.sum", { count: window.maps.length }), number(telling, sum, "sum")),
      sumRow(text("conv.bias"), number(telling, bias, "bias", "signed")),
      sumRow(equals(telling, [sum, bias], output), number(telling, output, "output"), "is-total")),
  ];
}

/**
 * For every map below: patch × kernel = products, and under them every product as numbers; folded if there are several maps.
 * @param {Telling} telling @param {Explanation} explanation
 */
function productLines(telling, explanation) {
  const groups = groupsOf(explanation);
  const products = symmetric(telling, explanation.terms.map((one) => Number(one.product)));
  const line = lineMaker(telling, explanation, products);
  const table = (/** @type {Group} */ group) => (telling.digits === "all" ? productList(telling, group) : productTable(telling, group, products));
  const [only] = groups;
  if (groups.length === 1 && only) {
    return element("div", { class: "products" }, element("div", { class: "product-line" }, ...line(only)), caption(telling.text("conv.cells")), table(only));
  }
  return element("div", { class: telling.digits === "all" ? "products is-list is-long" : "products is-list" }, caption(telling.text("conv.each")), ...groups.map((group) =>
    element("details", { class: "product-map", "data-part": `map ${group.map}` },
      element("summary", { class: "product-line" }, element("span", { class: "caption" }, group.map), ...line(group), number(telling, group.subtotal, "subtotal", "signed")),
      table(group))));
}

/** The pictures of a line: patch × kernel = products. @param {Telling} telling @param {Explanation} explanation @param {Colouring} products */
function lineMaker(telling, explanation, products) {
  const part = pictureMaker(telling, explanation);
  return (/** @type {Group} */ group) => [part("value", group), sign("×"), part("weight", group), sign("="), part("product", group, products)];
}

/**
 * Where each number lies: value × weight = product.
 * @param {Telling} telling @param {Group} group @param {Colouring} colouring
 */
function productTable(telling, { terms, window }, colouring) {
  const grid = element("div", { class: "product-table", role: "group", "aria-label": telling.text("conv.products") },
    ...terms.map(({ unit, value, weight = 0, product = 0 }) => coloured(term(telling, unit, "product-cell",
      number(telling, value, "source"), number(telling, weight, "weight"), number(telling, product, "product")), product, colouring)));
  grid.style.gridTemplateColumns = `repeat(${window.width}, 1fr)`;
  return grid;
}

/** One line for each product: there all digits have room. @param {Telling} telling @param {Group} group */
function productList(telling, { terms }) {
  return element("div", { class: "product-list", role: "group", "aria-label": telling.text("conv.products") },
    ...terms.map(({ unit, value, weight = 0, product = 0 }) => term(telling, unit, "product-row",
      number(telling, value, "source"), sign("×"), number(telling, weight, "weight"), sign("="), number(telling, product, "product"))));
}

/**
 * Patch and kernel only: the end of a pooled pixel's story.
 * @param {Telling} telling @param {Explanation} explanation
 */
export function productPictures(telling, explanation) {
  const part = pictureMaker(telling, explanation);
  return element("div", { class: "products is-grid" }, ...groupsOf(explanation).map((group) =>
    element("div", { class: "product-line" }, part("value", group), sign("×"), part("weight", group))));
}

/** The terms of each map below. @param {Explanation} explanation @returns {Group[]} */
export function groupsOf({ terms, windows: [window], subtotals }) {
  return (window?.maps ?? []).map((map, i) => ({ map, subtotal: Number(subtotals[i]), terms: terms.filter(({ unit }) => cellOf(unit)[0] === map),
    window: { .../** @type {Window} */ (window), maps: [map] } }));
}

/**
 * Values take their map's colours; weights share one scale over all maps.
 * @param {Telling} telling @param {Explanation} explanation
 */
function pictureMaker(telling, { unit, terms: all, windows: [window] }) {
  const { text } = telling;
  const size = (window?.maps.length ?? 1) > 1 ? "small" : "large";
  const weights = symmetric(telling, all.map((one) => Number(one.weight)));
  /** @param {"value" | "weight" | "product"} field @param {Group} group @param {Colouring} [colouring] */
  return (field, { terms, map, window: place }, colouring) => {
    const own = field === "value" ? colouringOf(telling, place.layer, map) : weights;
    const label = { value: text("story.patch", { layer: place.layer }), weight: text("story.kernel", { map: unit.index[0] ?? 0 }), product: text("conv.products") }[field];
    return picture(terms.map((one) => Number(one[field])), place, { size, label, colouring: colouring ?? own });
  };
}

/** @param {Telling} telling @param {Window} window */
function whereNote({ text }, { layer, top, left, height, width }) {
  return caption(text("conv.patch", { layer, top, bottom: top + height - 1, left, right: left + width - 1 }));
}
