/** Numbers and percentages in the notation of the page's language. Exact values, with a point, are in `data-value`. */

import { percent, short } from "./format.js";

/** @typedef {(probability: number, digits?: number) => string} WritePercent */

/** @param {import("../text/text.js").Text} text @returns {WritePercent} */
export function percentIn(text) {
  return (probability, digits) => written(percent(probability, digits), text);
}

/** @param {string} shown  with a decimal point @param {import("../text/text.js").Text} text */
export function written(shown, text) {
  return text("number", { shown });
}

/** Three digits after the decimal sign. @param {import("../text/text.js").Text} text @returns {(value: number, digits?: number) => string} */
export function shortIn(text) {
  return (value, digits) => written(short(value, digits), text);
}
