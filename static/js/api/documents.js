/** The page's way to what the server knows of a model: evaluation, features, checkpoints. Loaded lazily. */

import { ROOT } from "../lib/root.js";
import { ask, decoded, unlessCut } from "./client.js";

/** @import { ModelEvaluation } from "../errors-types.js" */

const MODELS = `${ROOT}/api/v1/models`;

/** @param {string} path  `lenet/checkpoints`, `lenet/features/conv1`, … @returns {Promise<any>} */
export async function readDocument(path) {
  const response = await ask(fetch, `${MODELS}/${path}`, {});
  return decoded(await unlessCut(response.text()), JSON.parse);
}

/**
 * An evaluation, which may take the server seconds to compute.
 * @param {string} model @param {(digits: number) => void} onProgress  how many digits have been read
 * @returns {Promise<ModelEvaluation>}
 */
export function readEvaluation(model, onProgress) {
  const source = new EventSource(`${MODELS}/${model}/evaluation/events`);
  source.addEventListener("progress", ({ data }) => onProgress(JSON.parse(data).digits));
  return new Promise((resolve) => {
    source.addEventListener("done", ({ data }) => resolve(JSON.parse(data)));
    source.addEventListener("error", () => resolve(readDocument(`${model}/evaluation`))); // which says what is wrong
  }).finally(() => source.close());
}
