/** A convolved pixel: for each map below, the patch times the kernel; the subtotals and the bias. */

import { element } from "../../lib/dom.js";
import { cellOf } from "../../model/layers.js";
import { signed } from "../format.js";
import { caption, colouringOf, number, paragraph, picture, sumRow, symmetric } from "./parts.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("../../types.js").Term} Term */
/** @typedef {import("../../types.js").Window} Window */
/** @typedef {import("./parts.js").Telling} Telling */

/** @param {Telling} telling @param {Explanation} explanation @returns {Node[]} */
export function explainConvolution(telling, explanation) {
  const { text } = telling;
  const { terms, windows: [window] } = explanation;
  if (!window) return [];
  const what = text("conv.what", { count: terms.length, maps: window.maps.length, layer: window.layer });
  return [paragraph(what), whereNote(telling, window), ...convolutionSum(telling, explanation, window.maps.length > 1 ? "small" : "large")];
}

/**
 * The pictures and the sum, without words: also the end of a pooled pixel's story.
 * @param {Telling} telling @param {Explanation} explanation @param {"small" | "large"} size
 * @returns {Node[]}
 */
export function convolutionSum(telling, { terms, windows: [window], subtotals, sum = 0, bias = 0, output }, size) {
  if (!window) return [];
  const { text } = telling;
  const weights = symmetric(telling, terms.map((term) => Number(term.weight)));
  const products = symmetric(telling, terms.map((term) => Number(term.product)));
  const lines = window.maps.map((map, i) => {
    const group = terms.filter((term) => cellOf(term.unit)[0] === map);
    return mapLine(telling, group, { window, map, size, weights, products, subtotal: Number(subtotals[i]) });
  });
  return [
    element("div", { class: `products ${size}` }, ...lines),
    element("div", { class: "sum" },
      sumRow(text("conv.sum"), number(sum, "sum")),
      sumRow(text("conv.bias"), number(bias, "bias", signed)),
      sumRow("", number(output, "output"), "is-total")),
  ];
}

/** @typedef {{range: import("../../types.js").Range, table: Uint32Array}} Colouring */

/**
 * @param {Telling} telling @param {readonly Term[]} terms
 * @param {{window: Window, map: number, size: "small" | "large", weights: Colouring, products: Colouring, subtotal: number}} line
 */
function mapLine(telling, terms, { window, map, size, weights, products, subtotal }) {
  const { text } = telling;
  /** @param {"value" | "weight" | "product"} field @param {string} label @param {Colouring} colouring */
  const part = (field, label, colouring) => picture(telling, terms.map((term) => Number(term[field])), window.width, { size, label, colouring });
  return element("div", { class: "product-line" },
    window.maps.length > 1 && element("span", { class: "caption" }, map),
    part("value", text("story.patch", { layer: window.layer }), colouringOf(telling, window.layer, map)),
    element("span", { class: "sign" }, "×"), part("weight", text("story.kernel", { map }), weights),
    element("span", { class: "sign" }, "="), part("product", text("conv.products"), products),
    window.maps.length > 1 && number(subtotal, "subtotal", signed));
}

/** @param {Telling} telling @param {Window} window */
function whereNote({ text }, { layer, top, left, height, width }) {
  return caption(text("conv.patch", { layer, top, bottom: top + height - 1, left, right: left + width - 1 }));
}
