/** The vocabulary of attributions. */

/** @import { Prediction, Tensor } from "./types.js" */

/** @typedef {typeof import("./model/why-text.js").METHODS[number]} Method */
/** The first corner of the window that erases. @typedef {readonly [padX: number, padY: number]} Corner */
/**
 * Which attribution is asked for.
 * @typedef {object} Why
 * @property {Method} method
 * @property {number | "unit" | null} target  a digit, the pinned unit, or the answer
 * @property {number | null} against  a digit: why the target rather than this one?
 * @property {Corner | null} erase
 * @property {number} opacity  how strongly it covers drawing and input, in percent
 */
/**
 * An answer of `POST …/attributions`: target is a digit, or unit is there; map is (rows, columns) of the input.
 * @typedef {{method: Method, target: number | null, unit: string | null, score: number, map: Tensor}} Attribution
 */
/** An answer of `POST …/predictions`; null: nothing is drawn. @typedef {{prediction: Prediction | null}} Verdict */
/** What attributions show, and what can be done with them. @typedef {import("./state/why.js").WhyState} WhyState */

export {};
