/** Types of a model's errors on the test digits. */

/** @import { Preprocess } from "./types.js" */

/** @typedef {{index: number, label: number, prediction: number, probability: number}} MisreadDigit */
/** @typedef {{lower: number, upper: number, count: number, confidence: number | null, accuracy: number | null}} Bin */
/**
 * A model's results on the test digits, with one preprocessing.
 * @typedef {object} Evaluation
 * @property {Preprocess} preprocess
 * @property {number} accuracy
 * @property {ReadonlyArray<number | null>} accuracy_by_class
 * @property {ReadonlyArray<readonly number[]>} confusion_matrix  one row per label, one column per prediction
 * @property {number} expected_calibration_error
 * @property {readonly Bin[]} bins
 * @property {readonly MisreadDigit[]} misread
 */
/** `GET …/evaluation` @typedef {{model: string, digits: number, evaluations: readonly Evaluation[]}} ModelEvaluation */
/**
 * A list of misread digits: all of the model; or, compared with another model, those that only it, only the other
 * model, or both misread.
 * @typedef {"all" | "only" | "other" | "both"} ListName
 */
/** Position, length and next digit of a list. @typedef {{at: number, count: number, walk: string}} NextError */
/** State and actions of the dialog. @typedef {import("./state/errors.js").ErrorsState} ErrorsState */

export {};
