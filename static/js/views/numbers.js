/** Number formats in the page's language. Elements hold the exact value in `data-value`. */

import { clamp, exact, range } from "../lib/math.js";

export { exact };

/** @import { Text } from "../text/text.js" */
/** @import { Digits } from "../types.js" */

const MINUS = "\u2212";
/** Default number of fraction digits, and the maximum in use. */
const DEFAULT_DIGITS = 3;

/** @typedef {"short" | "signed" | "scientific"} Form  `signed`: with "+" or "−"; `scientific`: for tiny numbers */
/** @typedef {Readonly<Record<Digits, Readonly<Record<Form, (value: number) => string>>>>} Writers */
/** @typedef {(value: number, digits?: number) => string} WriteNumber */
/** @typedef {ReturnType<typeof createNumbers>} Numbers */

/** @type {Map<string, Numbers>} */
const made = new Map();

/** Return the cached formatters of the page's language. @param {Text} text @returns {Numbers} */
export function numbersIn(text) {
  const locale = text("locale");
  const found = made.get(locale) ?? createNumbers(locale);
  made.set(locale, found);
  return found;
}

/** Return the short format. @param {Text} text */
export const shortIn = (text) => numbersIn(text).short;

/** Return the percentage format. @param {Text} text */
export const percentIn = (text) => numbersIn(text).percent;

/** @param {string} locale */
function createNumbers(locale) {
  /** @param {Intl.NumberFormatOptions} options @param {number} [digits] */
  const writer = (options, digits = DEFAULT_DIGITS) => {
    const format = new Intl.NumberFormat(locale,
      { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false, ...options });
    return (/** @type {number} */ value) => format.format(value).replaceAll("-", MINUS).replace("E", "e");
  };
  const shorts = range(DEFAULT_DIGITS + 1).map((digits) => writer({ signDisplay: "negative" }, digits));
  const besides = writer({ signDisplay: "exceptZero" });
  const signed = (/** @type {number} */ value) => besides(value).replace(/^(?=\d)/, "+"); // a sum shows "+0.000"
  const power = writer({ notation: "scientific" }, 1);
  const decimal = new Intl.NumberFormat(locale).format(0.5).charAt(1);
  /** @type {WriteNumber} */
  const short = (value, digits = DEFAULT_DIGITS) => /** @type {WriteNumber} */ (shorts[digits])(value);
  const whole = (/** @type {number} */ value) => exact(value).replaceAll("-", MINUS).replace(".", decimal);
  /** Format a percentage below ±100 %: softmax never reaches 1. @param {number} share @param {number} digits */
  const part = (share, digits) => {
    const most = 100 - 10 ** -digits;
    return `${short(clamp(100 * share, -most, most), digits)} %`;
  };
  /** Return whether a probability rounds to 100 %. @param {number} probability @param {number} [digits] */
  const isAlmostAll = (probability, digits = 1) => Number((100 * probability).toFixed(digits)) >= 100;
  /** @type {Writers} */
  const writers = {
    three: {
      short,
      signed,
      scientific: (value) => (value === 0 || Math.abs(value) >= 0.0005 ? short(value) : power(value)),
    },
    all: { short: whole, signed: (value) => (value < 0 ? whole(value) : `+${whole(value)}`), scientific: whole },
  };
  return {
    ...writers,
    short,
    isAlmostAll,
    /** Format a probability, with ">" where it rounds up to 100 %. @type {WriteNumber} */
    percent: (probability, digits = 1) => `${isAlmostAll(probability, digits) ? ">" : ""}${part(probability, digits)}`,
    /** Format a rate of counted items, which can be exactly 100 %. @type {WriteNumber} */
    rate: (share, digits = 1) => `${short(100 * share, digits)} %`,
    /** Format the difference of two probabilities with its sign. @param {number} difference */
    signedPercent: (difference) => `${Math.round(1000 * difference) > 0 ? "+" : ""}${part(difference, 1)}`,
  };
}
