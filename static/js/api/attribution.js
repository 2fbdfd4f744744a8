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
 */

/**
 * @typedef {{prediction: import("../types.js").Prediction | null}} Verdict  an answer of `POST …/predictions`; null:
 *   nothing is drawn
 */
/** @typedef {{model: string, query: Readonly<Record<string, string | number>>}} What */

/** @param {{fetch?: typeof globalThis.fetch, base?: string}} [options]  base: the address of the service */
export function createAttributionClient({ fetch = globalThis.fetch.bind(globalThis), base = ROOT } = {}) {
  /** @param {string} noun @param {Uint8Array<ArrayBuffer>} png @param {What} what @param {AbortSignal} [signal] */
  const post = (noun, png, { model, query }, signal) => {
    const parameters = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
    return ask(fetch, `${base}/api/v1/models/${model}/${noun}?${parameters}`,
      { method: "POST", headers: { "content-type": "image/png" }, body: png, signal: signal ?? null });
  };
  return {
    /**
     * @param {Uint8Array<ArrayBuffer>} png
     * @param {What} what
     * @param {AbortSignal} [signal]
     * @returns {Promise<Attribution>}
     */
    async attributions(png, { model, query }, signal) {
      const response = await post("attributions", png, { model, query: { ...query, format: "safetensors" } }, signal);
      return decoded(await unlessCut(response.arrayBuffer()), decodeAttribution);
    },
    /**
     * @param {Uint8Array<ArrayBuffer>} png
     * @param {What} what
     * @param {AbortSignal} [signal]
     * @returns {Promise<Verdict>}
     */
    async prediction(png, what, signal) {
      const response = await post("predictions", png, what, signal);
      return decoded(await unlessCut(response.text()), JSON.parse);
    },
  };
}

/** @param {ArrayBuffer} buffer @returns {Attribution} */
function decodeAttribution(buffer) {
  const { tensors, metadata } = decodeSafetensors(buffer);
  const map = tensors.get("attribution");
  if (!map || metadata["response"] === undefined) throw new RangeError("Missing attribution in the answer.");
  return { ...JSON.parse(metadata["response"]), map };
}
