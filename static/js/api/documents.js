/** The page's way to what the server knows of a model: evaluation, features, checkpoints. Loaded lazily. */

import { createHttp } from "./http.js";

/** @import { ModelEvaluation } from "../errors-types.js" */

/** @param {string} path  `lenet/checkpoints`, `lenet/features/conv1`, … */
export const readDocument = (path) => createHttp().json(`models/${path}`);

/**
 * An evaluation, which may take the server seconds to compute.
 * @param {string} model @param {(digits: number) => void} onProgress  how many digits have been read
 * @returns {Promise<ModelEvaluation>}
 */
export function readEvaluation(model, onProgress) {
  const source = createHttp().events(`models/${model}/evaluation/events`);
  source.addEventListener("progress", ({ data }) => onProgress(JSON.parse(data).digits));
  return new Promise((resolve) => {
    source.addEventListener("done", ({ data }) => resolve(JSON.parse(data)));
    source.addEventListener("error", () => resolve(readDocument(`${model}/evaluation`))); // which says what is wrong
  }).finally(() => source.close());
}
