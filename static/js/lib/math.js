/** Numeric helpers. */

/** Limit a value to a range. @param {number} value @param {number} low @param {number} high */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/** Interpolate linearly. @param {number} from @param {number} to @param {number} share  from 0 to 1 */
export function mix(from, to, share) {
  return from + (to - from) * share;
}

/** Return 0, 1, … length − 1. @param {number} length @returns {number[]} */
export function range(length) {
  return Array.from({ length }, (_, i) => i);
}

/** Return the product. @param {readonly number[]} factors */
export function product(factors) {
  return factors.reduce((all, factor) => all * factor, 1);
}

/** Return the non-negative remainder. @param {number} value @param {number} divisor */
export function modulo(value, divisor) {
  return ((value % divisor) + divisor) % divisor;
}

/** The significant digits that determine almost every float32, and those that determine every one. */
const [LIKELY_DIGITS, EXACT_DIGITS] = [8, 9];

/** Return the shortest text that parses to the same float32. @param {number} value */
export function exact(value) {
  if (Number.isInteger(value)) return String(Number(value.toPrecision(EXACT_DIGITS)));
  const written = (/** @type {number} */ digits) => String(Number(value.toPrecision(digits)));
  const isSame = (/** @type {number} */ digits) => Math.fround(Number(written(digits))) === value;
  if (!isSame(LIKELY_DIGITS)) return written(EXACT_DIGITS);
  for (let digits = LIKELY_DIGITS - 1; digits > 0; digits--) {
    if (!isSame(digits)) return written(digits + 1);
  }
  return written(1);
}
