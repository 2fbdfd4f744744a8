/** Types of attributions. */

/** @import { Prediction, Tensor } from "./types.js" */

/** @typedef {typeof import("./model/why-text.js").METHODS[number]} Method */
/** The top left corner of the eraser window. @typedef {readonly [padX: number, padY: number]} Corner */
/**
 * The options of an attribution.
 * @typedef {object} Why
 * @property {Method} method
 * @property {number | "unit" | null} target  a digit, "unit" for the pinned unit, or null for the predicted digit
 * @property {number | null} against  the digit that the target is compared with
 * @property {Corner | null} erase  the eraser window
 * @property {number} opacity  the opacity over drawing and input, in percent
 */
/**
 * A response of `POST …/attributions` for a digit (`target`) or a unit; map: (rows, columns) of the input.
 * @typedef {{method: Method, target: number | null, unit: string | null, score: number, map: Tensor}} Attribution
 */
/** A response of `POST …/predictions`. @typedef {{prediction: Prediction | null}} PredictionResponse */
/** State and actions of attributions. @typedef {import("./state/why.js").WhyState} WhyState */

export {};
