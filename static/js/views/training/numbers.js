/** Number formats of the training views, in the page's language. */

/** @import { TrainingText as Words } from "../../text/training.js" */

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {Words} words @param {number} value @param {Intl.NumberFormatOptions} options */
function written(words, value, options) {
  const key = words("locale") + JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.NumberFormat(words("locale"), options);
  formats.set(key, format);
  return format.format(value).replaceAll("-", "\u2212");
}

/** @param {Words} words @param {number} value */
export const whole = (words, value) => written(words, value, { maximumFractionDigits: 0 });

/** Absolute value below which numbers are written with a power of ten. */
const SMALL = 1e-4;

/** Format with three significant digits. @param {Words} words @param {number} value */
export function decimal(words, value) {
  const isTiny = value !== 0 && Math.abs(value) < SMALL;
  return written(
    words,
    value + 0,
    isTiny ? { notation: "scientific", maximumSignificantDigits: 3 } : { maximumSignificantDigits: 3 },
  ).replace("E", "e");
}

/** @param {Words} words @param {number} share */
export const percent = (words, share) =>
  `${written(words, 100 * share, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`;
