/** Numbers with the decimal sign of the language. */

import { percent, short } from "./format.js";

/** @typedef {(probability: number, digits?: number) => string} WritePercent */

/** @param {import("../text/text.js").Text} text @returns {WritePercent} */
export function percentIn(text) {
  return (probability, digits) => written(percent(probability, digits), text);
}

/** Numbers with so many digits after the decimal sign. @param {import("../text/text.js").Text} text @returns {WritePercent} */
export function decimalIn(text) {
  return (value, digits) => written(short(value, digits), text);
}

/** @param {string} shown  with a point @param {import("../text/text.js").Text} text */
export function written(shown, text) {
  return text("answer.percent", { shown });
}
