/** The page's way to the server's training: checkpoints, gradients, steps, live runs. */

import { ROOT } from "../lib/root.js";
import { ask, decoded, unlessCut } from "./client.js";
import { decodeSafetensors } from "./safetensors.js";

/** @import { Checkpoint, Example, Gradients, RunOptions, Steps } from "../training-types.js" */
/** @import { Tensor } from "../types.js" */

/** @typedef {ReturnType<typeof createTrainingClient>} TrainingClient */

/** @param {{fetch?: typeof globalThis.fetch, base?: string}} [options]  base: the address of the service */
export function createTrainingClient({ fetch = globalThis.fetch.bind(globalThis), base = ROOT } = {}) {
  const [all, runs] = [`${base}/api/v1/models`, `${base}/api/v1/training-runs`];
  /** @param {string} url @param {RequestInit} [options] @returns {Promise<any>} */
  const json = async (url, options = {}) =>
    decoded(await unlessCut((await ask(fetch, url, options)).text()), JSON.parse);
  /** @param {Example} example @param {string} path @param {Readonly<Record<string, string | number>>} [more] */
  const address = ({ model, preprocess, label, loss }, path, more = {}) =>
    `${all}/${model}/${path}?${new URLSearchParams(Object.entries({ preprocess, label, loss, ...more }).map(([key, value]) => [key, String(value)]))}`;
  /** @param {Pick<Example, "png">} example @param {AbortSignal} [signal] */
  const picture = ({ png }, signal) => ({
    method: "POST",
    headers: { "content-type": "image/png" },
    body: png,
    signal: signal ?? null,
  });
  return {
    /** @param {string} model @returns {Promise<Checkpoint[]>} */
    checkpoints: async (model) => (await json(`${all}/${model}/checkpoints`)).checkpoints,
    /**
     * @param {Example} example
     * @param {readonly string[]} parameters  whose gradients are wanted, too
     * @param {AbortSignal} [signal]
     * @returns {Promise<Gradients>}
     */
    async gradients(example, parameters, signal) {
      const more = parameters.length
        ? { format: "safetensors", parameters: parameters.join() }
        : { format: "safetensors" };
      const response = await ask(fetch, address(example, "gradients", more), picture(example, signal));
      return decoded(await unlessCut(response.arrayBuffer()), decodeGradients);
    },
    /**
     * The digit that a model reads; null: there is none.
     * @param {Omit<Example, "label" | "loss">} example @param {AbortSignal} [signal]
     * @returns {Promise<number | null>}
     */
    digit: async ({ png, model, preprocess }, signal) =>
      (await json(`${all}/${model}/predictions?preprocess=${preprocess}`, picture({ png }, signal))).prediction
        ?.digit ?? null,
    /** @param {Example} example @param {{learning_rate: number, steps: number}} descent @returns {Promise<Steps>} */
    steps: (example, descent) => json(address(example, "training-steps", descent), picture(example)),
    /** @param {RunOptions} options @returns {Promise<{id: string}>} */
    start: (options) =>
      json(runs, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(options) }),
    /** @param {string} id */
    stop: (id) => ask(fetch, `${runs}/${id}`, { method: "DELETE" }),
    /** @param {string} id @returns {EventSource} */
    events: (id) => new EventSource(`${runs}/${id}/events`),
  };
}

/** @param {ArrayBuffer} buffer @returns {Gradients} */
function decodeGradients(buffer) {
  const { tensors, metadata } = decodeSafetensors(buffer);
  if (metadata["response"] === undefined) throw new RangeError("Missing response in the answer's metadata.");
  return { ...JSON.parse(metadata["response"]), layers: /** @type {Map<string, Tensor>} */ (tensors) };
}
