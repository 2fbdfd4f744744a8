/** Requests for a model's documents: evaluation, features, checkpoints. Imported on demand. */

import { createHttp } from "./http.js";

/** @import { ModelEvaluation } from "../errors-types.js" */

/** Request a document. @param {string} path  `lenet/checkpoints`, `lenet/features/conv1`, … */
export const readDocument = (path) => createHttp().json(`models/${path}`);

/**
 * Request an evaluation, which the server may need seconds to compute.
 * @param {string} model @param {(digits: number) => void} onProgress  gets the number of digits evaluated so far
 * @returns {Promise<ModelEvaluation>}
 */
export function readEvaluation(model, onProgress) {
  const source = createHttp().events(`models/${model}/evaluation/events`);
  source.addEventListener("progress", ({ data }) => onProgress(JSON.parse(data).digits));
  return new Promise((resolve) => {
    source.addEventListener("done", ({ data }) => resolve(JSON.parse(data)));
    source.addEventListener("error", () => resolve(readDocument(`${model}/evaluation`))); // its response has the error
  }).finally(() => source.close());
}
