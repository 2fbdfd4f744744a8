/** Numbers as people read them. Exact digits stand beside them, in `data-value`. */

const MINUS = "\u2212";
const EXACT_DIGITS = 9;

/** Three digits after the point, with a real minus sign. @param {number} value */
export function short(value) {
  const text = Math.abs(value).toFixed(3);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** The shortest text that gives the same float32 back. @param {number} value */
export function exact(value) {
  for (let digits = 1; digits < EXACT_DIGITS; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(EXACT_DIGITS)));
}

/** As a term of a sum: its sign in front. @param {number} value */
export function signed(value) {
  return value < 0 ? short(value) : `+${short(value)}`;
}

/** @param {number} probability */
export function percent(probability) {
  return `${(100 * probability).toFixed(1)} %`;
}
