/** Decoders of the API's traces and weights. */

import { decodeSafetensors } from "./safetensors.js";

/** @import { Answer, Tensor, Trace } from "../types.js" */

const WINNERS = ".winners";

/** Decode `POST …/activations?format=safetensors`. @param {ArrayBuffer} buffer @returns {Trace} */
export function decodeTrace(buffer) {
  const { tensors, metadata } = decodeSafetensors(buffer);
  if (metadata["response"] === undefined) throw new RangeError("Missing response in the answer's metadata.");
  /** @type {Answer} */
  const response = JSON.parse(metadata["response"]);
  const named = [...tensors];
  return {
    response,
    layers: /** @type {Map<string, Tensor>} */ (new Map(named.filter(([name]) => !name.endsWith(WINNERS)))),
    winners: /** @type {Map<string, Tensor<Uint8Array>>} */ (new Map(named
      .filter(([name]) => name.endsWith(WINNERS))
      .map(([name, winners]) => [name.slice(0, -WINNERS.length), winners]))),
  };
}

/** Decode `GET …/weights?format=safetensors`. @param {ArrayBuffer} buffer @returns {Map<string, Tensor>} */
export function decodeWeights(buffer) {
  return /** @type {Map<string, Tensor>} */ (decodeSafetensors(buffer).tensors);
}
