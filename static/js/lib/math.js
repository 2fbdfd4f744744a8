/** Small numbers' helpers. */

/** @param {number} value @param {number} low @param {number} high */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/** @param {number} from @param {number} to @param {number} share  0 gives `from`, 1 gives `to` */
export function mix(from, to, share) {
  return from + (to - from) * share;
}

/** @param {number} length @returns {number[]} 0, 1, … length − 1 */
export function range(length) {
  return Array.from({ length }, (_, i) => i);
}

/** @param {readonly number[]} factors */
export function product(factors) {
  return factors.reduce((all, factor) => all * factor, 1);
}

/** A number's remainder that is never negative. @param {number} value @param {number} divisor */
export function modulo(value, divisor) {
  return ((value % divisor) + divisor) % divisor;
}

/** Digits that are enough for nearly every float32, and for every one. */
const [LIKELY_DIGITS, EXACT_DIGITS] = [8, 9];

/** The shortest text that gives the same float32 back. @param {number} value */
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
