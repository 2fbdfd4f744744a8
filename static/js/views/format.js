/** Numbers as people read them. Exact digits stand beside them, in `data-value`. */

const MINUS = "\u2212";
const EXACT_DIGITS = 9;

/** Three digits after the point, with a real minus sign. @param {number} value @param {number} [digits] */
export function short(value, digits = 3) {
  const text = Math.abs(value).toFixed(digits);
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

/** @param {number} probability @param {number} [digits] */
export function percent(probability, digits = 1) {
  return `${(100 * probability).toFixed(digits)} %`;
}
