/** The vocabulary of a model's errors. */

/** @import { Preprocess } from "./types.js" */

/** @typedef {{index: number, label: number, prediction: number, probability: number}} MisreadDigit */
/** @typedef {{lower: number, upper: number, count: number, confidence: number | null, accuracy: number | null}} Bin */
/**
 * How a model reads the test digits, preprocessed in one way.
 * @typedef {object} Evaluation
 * @property {Preprocess} preprocess
 * @property {number} accuracy
 * @property {ReadonlyArray<number | null>} accuracy_by_class
 * @property {ReadonlyArray<readonly number[]>} confusion_matrix  a row for each label, a column for each prediction
 * @property {number} expected_calibration_error
 * @property {readonly Bin[]} bins
 * @property {readonly MisreadDigit[]} misread
 */
/** `GET …/evaluation` @typedef {{model: string, digits: number, evaluations: readonly Evaluation[]}} ModelEvaluation */
/**
 * Digits that are misread by a model; or compared with another one: only by it, only by the other one, by both.
 * @typedef {"all" | "only" | "other" | "both"} ListName
 */
/** After the `at`th misread digit of so many. @typedef {{at: number, count: number, walk: string}} NextError */
/** What is shown, and what can be done with it. @typedef {import("./state/errors.js").ErrorsState} ErrorsState */

export {};
