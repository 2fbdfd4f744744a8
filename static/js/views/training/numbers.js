/** Numbers of training, in the notation of the page's language. */

/** @import { Words } from "../training.js" */

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

/** Three significant digits. @param {Words} words @param {number} value */
export const decimal = (words, value) => written(words, value, { maximumSignificantDigits: 3 });

/** @param {Words} words @param {number} share */
export const percent = (words, share) => written(words, share, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
