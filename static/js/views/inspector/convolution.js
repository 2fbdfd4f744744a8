/** A convolved pixel: for each map below, the patch times the kernel; the subtotals and the bias. */

import { cssColour, isBright } from "../../lib/colour.js";
import { element } from "../../lib/dom.js";
import { cellOf } from "../../model/layers.js";
import { signed } from "../format.js";
import { PALETTE } from "../palette.js";
import { caption, colouringOf, number, paragraph, picture, sumRow, symmetric } from "./parts.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("../../types.js").Term} Term */
/** @typedef {import("../../types.js").Window} Window */
/** @typedef {import("./parts.js").Telling} Telling */

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
      sumRow(text("conv.sum"), number(sum, "sum")),
      sumRow(text("conv.bias"), number(bias, "bias", signed)),
      sumRow("", number(output, "output"), "is-total")),
  ];
}

/**
 * For every map below: patch × kernel = products, and their subtotal if there are several.
 * @param {Telling} telling @param {Explanation} explanation
 */
function productLines(telling, explanation) {
  const groups = groupsOf(explanation);
  const several = groups.length > 1;
  const products = symmetric(telling, explanation.terms.map((term) => Number(term.product)));
  const part = pictureMaker(telling, explanation);
  return element("div", { class: "products" }, ...groups.map(({ terms, map, subtotal }) => element("div", { class: "product-line" },
    several && element("span", { class: "caption" }, map),
    part("value", terms), element("span", { class: "sign" }, "×"), part("weight", terms),
    element("span", { class: "sign" }, "="), several && part("product", terms, products),
    several && number(subtotal, "subtotal", signed))),
  !several && productTable(telling, explanation, products));
}

/**
 * Every product as a number, where it lies.
 * @param {Telling} telling @param {Explanation} explanation @param {Colouring} colouring
 */
function productTable({ text }, { terms, windows: [window] }, { range, table }) {
  const grid = element("div", { class: "product-table", role: "group", "aria-label": text("conv.products") }, ...terms.map(({ product = 0 }) => {
    const box = number(product, "product");
    box.style.backgroundColor = cssColour(product, range, table);
    box.style.color = PALETTE[isBright(product, range, table) ? "light" : "dark"].ink;
    return box;
  }));
  grid.style.gridTemplateColumns = `repeat(${window?.width ?? 1}, 1fr)`;
  return grid;
}

/**
 * Patch and kernel only: the end of a pooled pixel's story.
 * @param {Telling} telling @param {Explanation} explanation
 */
export function productPictures(telling, explanation) {
  const part = pictureMaker(telling, explanation);
  return element("div", { class: "products is-grid" }, ...groupsOf(explanation).map(({ terms }) =>
    element("div", { class: "product-line" }, part("value", terms), element("span", { class: "sign" }, "×"), part("weight", terms))));
}

/** The terms of each map below. @param {Explanation} explanation */
function groupsOf({ terms, windows: [window], subtotals }) {
  return (window?.maps ?? []).map((map, i) => ({ map, subtotal: Number(subtotals[i]), terms: terms.filter((term) => cellOf(term.unit)[0] === map) }));
}

/**
 * Values take their map's colours; weights share one scale over all maps.
 * @param {Telling} telling @param {Explanation} explanation
 */
function pictureMaker(telling, { unit, terms: all, windows: [window] }) {
  const { text } = telling;
  const size = (window?.maps.length ?? 1) > 1 ? "small" : "large";
  const weights = symmetric(telling, all.map((term) => Number(term.weight)));
  /** @param {"value" | "weight" | "product"} field @param {readonly Term[]} terms @param {Colouring} [colouring] */
  return (field, terms, colouring) => {
    const map = cellOf(/** @type {Term} */ (terms[0]).unit)[0];
    const own = field === "value" ? colouringOf(telling, window?.layer ?? "", map) : weights;
    const label = { value: text("story.patch", { layer: window?.layer ?? "" }), weight: text("story.kernel", { map: unit.index[0] ?? 0 }), product: text("conv.products") }[field];
    return picture(telling, terms.map((term) => Number(term[field])), window?.width ?? 1, { size, label, colouring: colouring ?? own });
  };
}

/** @typedef {{range: import("../../types.js").Range, table: Uint32Array}} Colouring */

/** @param {Telling} telling @param {Window} window */
function whereNote({ text }, { layer, top, left, height, width }) {
  return caption(text("conv.patch", { layer, top, bottom: top + height - 1, left, right: left + width - 1 }));
}
