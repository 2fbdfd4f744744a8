/** The page's way to the server's attributions. Loaded when one is asked for. */

import { ROOT } from "../lib/root.js";
import { ask, decoded, unlessCut } from "./client.js";
import { decodeSafetensors } from "./safetensors.js";

/** @import { Tensor } from "../types.js" */

/**
 * @typedef {object} Attribution  an answer of `POST …/attributions`
 * @property {string} model
 * @property {string} method
 * @property {number | null} target  the digit
 * @property {string | null} unit  the unit, if it was asked for
 * @property {number} score  of the target
 * @property {Tensor} map  (rows, columns) of the input
 * @property {Tensor | null} scores  occlusion: the probability of every digit at every place of the window
 */

/** @param {{fetch?: typeof globalThis.fetch, base?: string}} [options]  base: the address of the service */
export function createAttributionClient({ fetch = globalThis.fetch.bind(globalThis), base = ROOT } = {}) {
  return {
    /**
     * @param {Uint8Array<ArrayBuffer>} png @param {{model: string, query: Readonly<Record<string, string | number>>}} what @param {AbortSignal} [signal]
     * @returns {Promise<Attribution>}
     */
    async attributions(png, { model, query }, signal) {
      const parameters = new URLSearchParams(Object.entries({ ...query, format: "safetensors" }).map(([key, value]) => [key, String(value)]));
      const response = await ask(fetch, `${base}/api/v1/models/${model}/attributions?${parameters}`,
        { method: "POST", headers: { "content-type": "image/png" }, body: png, signal: signal ?? null });
      return decoded(await unlessCut(response.arrayBuffer()), decodeAttribution);
    },
  };
}

/** @param {ArrayBuffer} buffer @returns {Attribution} */
function decodeAttribution(buffer) {
  const { tensors, metadata } = decodeSafetensors(buffer);
  const map = tensors.get("attribution");
  if (!map || metadata["response"] === undefined) throw new RangeError("Missing attribution in the answer.");
  return { ...JSON.parse(metadata["response"]), map, scores: tensors.get("class_scores") ?? null };
}
