/** Numbers as people read them. Exact digits stand beside them, in `data-value`. */

import { clamp } from "../lib/math.js";

const MINUS = "\u2212";
const LIKELY_DIGITS = 8;
const EXACT_DIGITS = 9;

/** Three digits after the point, with a real minus sign. @param {number} value @param {number} [digits] */
export function short(value, digits = 3) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

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

/** As a term of a sum: its sign in front. @param {number} value */
export function signed(value) {
  return value < 0 ? short(value) : `+${short(value)}`;
}

/** Without its sign, which stands before it. @param {number} value */
export function unsigned(value) {
  return short(Math.abs(value));
}

/** Of numbers that may be tiny: three digits that count. @param {number} value */
export function scientific(value) {
  if (value === 0 || Math.abs(value) >= 0.0005) return short(value);
  const [digits = "", power = ""] = value.toExponential(1).split("e-");
  return `${digits.replace("-", MINUS)}e${MINUS}${power}`;
}

/** All digits, with a real minus sign. @param {number} value */
export function whole(value) {
  return exact(value).replaceAll("-", MINUS);
}

/** @typedef {"short" | "signed" | "unsigned" | "scientific"} Form */

/** How each form is written, with three digits or with all. @type {Readonly<Record<import("../types.js").Digits, Readonly<Record<Form, (value: number) => string>>>>} */
export const WRITE = {
  three: { short: (value) => short(value), signed, unsigned, scientific },
  all: {
    short: whole,
    signed: (value) => (value < 0 ? whole(value) : `+${whole(value)}`),
    unsigned: (value) => whole(Math.abs(value)),
    scientific: whole,
  },
};

/** A probability. One that rounds to all is less than that: every other answer has its share. @param {number} probability @param {number} [digits] */
export function percent(probability, digits = 1) {
  return isAlmostAll(probability, digits) ? `>${mostPercent(digits)}` : part(probability, digits);
}

/** In percent, and never quite ±100 of them. @param {number} share @param {number} digits */
function part(share, digits) {
  const most = 100 - 10 ** -digits;
  return `${short(clamp(100 * share, -most, most), digits)} %`;
}

/** @param {number} probability @param {number} [digits] */
export function isAlmostAll(probability, digits = 1) {
  return Number(short(100 * probability, digits)) >= 100;
}

/** The most that is not yet all. @param {number} [digits] */
export function mostPercent(digits = 1) {
  return `${short(100 - 10 ** -digits, digits)} %`;
}

/** The difference of two probabilities, with its sign in front. @param {number} difference */
export function signedPercent(difference) {
  const shown = part(difference, 1);
  return difference > 0 && Number.parseFloat(shown) > 0 ? `+${shown}` : shown;
}
