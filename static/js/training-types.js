/** Types of training: requests and responses of the API, and the page's state. */

/** @import { Preprocess, Tensor } from "./types.js" */

/** @typedef {"cross-entropy" | "squared-error"} Loss */

/**
 * @typedef {object} Checkpoint
 * @property {number} index
 * @property {string} model
 * @property {number} epoch
 * @property {number} batch
 * @property {number} images
 * @property {number | null} training_loss
 * @property {number} validation_loss
 * @property {number} validation_accuracy
 */

/**
 * @typedef {{png: Uint8Array<ArrayBuffer>, model: string, preprocess: Preprocess, label: number, loss: Loss}} Example
 */

/**
 * @typedef {object} Gradients
 * @property {string} model
 * @property {number} label
 * @property {number} loss
 * @property {readonly number[]} target
 * @property {readonly number[]} probabilities
 * @property {ReadonlyMap<string, Tensor>} layers  ∂loss/∂activation and, by the names of parameters, ∂loss/∂parameter
 */

/**
 * @typedef {{loss: number, probabilities: readonly number[], prediction: {digit: number, probability: number}}} Outcome
 */
/**
 * @typedef {{model: string, parent: string, losses: readonly number[], before: Outcome, after: Outcome, changes:
 *   Readonly<Record<string, number>>}} Steps
 */
/** @typedef {{batch: number, images_per_second: number, loss: number, accuracy: number, model: string}} Progress */

/**
 * @typedef {object} RunOptions
 * @property {string} architecture
 * @property {number} seed
 * @property {number} batches
 * @property {number} batch_size
 * @property {"adamw" | "sgd" | "momentum"} optimiser
 * @property {number} learning_rate
 * @property {boolean} augment
 * @property {"random" | "equal"} initialisation
 * @property {string | null} [model]  the model with the initial parameters
 */

/** The tabs of the training panel. @typedef {"checkpoints" | "step" | "live"} TrainingTab */
/** The phases of a training step. @typedef {"forward" | "error" | "gradients" | "update" | "again"} Phase */
/** State and actions of training. @typedef {import("./state/training.js").Training} Training */

export {};
