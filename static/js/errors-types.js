/** The vocabulary of a model's errors. */

/** @typedef {{index: number, label: number, prediction: number, probability: number}} MisreadDigit */
/**
 * @typedef {{lower: number, upper: number, count: number, confidence: number | null, accuracy: number | null}}
 *   ReliabilityBin
 */

/**
 * How a model reads the test digits, preprocessed in one way.
 * @typedef {object} Evaluation
 * @property {import("./types.js").Preprocess} preprocess
 * @property {number} accuracy
 * @property {ReadonlyArray<number | null>} accuracy_by_class
 * @property {ReadonlyArray<readonly number[]>} confusion_matrix  a row for each label, a column for each prediction
 * @property {number} expected_calibration_error
 * @property {readonly ReliabilityBin[]} bins
 * @property {readonly MisreadDigit[]} misread
 */

/** `GET …/evaluation` @typedef {{model: string, digits: number, evaluations: readonly Evaluation[]}} ModelEvaluation */
/** Digits that are gone through one after the other. @typedef {{indices: readonly number[], at: number}} Walk */
/**
 * What the dialog of errors shows, and what can be done with it.
 * @typedef {import("./state/errors.js").ErrorsState} ErrorsState
 */

export {};
