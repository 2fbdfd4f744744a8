/**
 * Percentages are words, written with the language's own decimal sign. The numbers of the arithmetic are not: they keep NumPy's point
 * in every language, so that they can be compared with what a program prints.
 */

import { percent } from "./format.js";

/** @typedef {(probability: number, digits?: number) => string} WritePercent */

/** @param {import("../text/text.js").Text} text @returns {WritePercent} */
export function percentIn(text) {
  return (probability, digits) => written(percent(probability, digits), text);
}

/** @param {string} shown  in percent, with a point @param {import("../text/text.js").Text} text */
export function written(shown, text) {
  return text("answer.percent", { shown });
}
