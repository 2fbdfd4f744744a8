/** Requests of training: checkpoints, gradients, training steps, training runs. */

import { createHttp, jsonRequest, pictureRequest, queryOf } from "./http.js";
import { decodeSafetensors } from "./safetensors.js";

/** @import { Checkpoint, Example, Gradients, RunOptions, Steps } from "../training-types.js" */
/** @import { Tensor } from "../types.js" */
/** @import { Service } from "./http.js" */

/** @typedef {ReturnType<typeof createTrainingClient>} TrainingClient */

/** Create the client of training. @param {Service} [service] */
export function createTrainingClient(service) {
  const { ask, bytes, events, json } = createHttp(service);
  /** @param {Example} example @param {string} path @param {Readonly<Record<string, string | number>>} [more] */
  const address = ({ model, preprocess, label, loss }, path, more = {}) =>
    `models/${model}/${path}?${queryOf({ preprocess, label, loss, ...more })}`;
  return {
    /** @param {string} model @returns {Promise<Checkpoint[]>} */
    checkpoints: async (model) => (await json(`models/${model}/checkpoints`)).checkpoints,
    /**
     * @param {Example} example
     * @param {readonly string[]} parameters  names of parameters whose gradients are also requested
     * @param {AbortSignal} [signal]
     * @returns {Promise<Gradients>}
     */
    gradients(example, parameters, signal) {
      const wanted = parameters.length ? { parameters: parameters.join() } : {};
      const path = address(example, "gradients", { format: "safetensors", ...wanted });
      return bytes(path, pictureRequest(example.png, signal), decodeGradients);
    },
    /**
     * Request a model's prediction; null for an empty drawing.
     * @param {Omit<Example, "label" | "loss">} example @param {AbortSignal} [signal]
     * @returns {Promise<number | null>}
     */
    async digit({ png, model, preprocess }, signal) {
      const path = `models/${model}/predictions?preprocess=${preprocess}`;
      return (await json(path, pictureRequest(png, signal))).prediction?.digit ?? null;
    },
    /** @param {Example} example @param {{learning_rate: number, steps: number}} descent @returns {Promise<Steps>} */
    steps: (example, descent) =>
      json(address(example, "training-steps", descent), pictureRequest(example.png)),
    /** @param {RunOptions} options @returns {Promise<{id: string}>} */
    start: (options) => json("training-runs", jsonRequest(options)),
    /** Stop a run. @param {string} id */
    stop: (id) => ask(`training-runs/${id}`, { method: "DELETE" }),
    /** Subscribe to a run's progress. @param {string} id */
    events: (id) => events(`training-runs/${id}/events`),
  };
}

/** Decode the response. @param {ArrayBuffer} buffer @returns {Gradients} */
function decodeGradients(buffer) {
  const { tensors, metadata } = decodeSafetensors(buffer);
  if (metadata["response"] === undefined) throw new RangeError("Missing response in the answer's metadata.");
  return { ...JSON.parse(metadata["response"]), layers: /** @type {Map<string, Tensor>} */ (tensors) };
}
