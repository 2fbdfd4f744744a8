/** The page's way to the server's attributions. Loaded when one is asked for. */

import { ROOT } from "../lib/root.js";
import { ask, decoded, unlessCut } from "./client.js";
import { decodeSafetensors } from "./safetensors.js";

/** @import { Attribution, Verdict } from "../why-types.js" */

/** @typedef {{png: Uint8Array<ArrayBuffer>, model: string, query: Readonly<Record<string, string>>}} Asked */

/** @param {Asked} asked @param {AbortSignal} signal @returns {Promise<Attribution>} */
export async function attribute({ query, ...asked }, signal) {
  const response = await post("attributions", { query: { ...query, format: "safetensors" }, ...asked }, signal);
  return decoded(await unlessCut(response.arrayBuffer()), decodeAttribution);
}

/** @param {Asked} asked @param {AbortSignal} signal @returns {Promise<Verdict>} */
export async function predict(asked, signal) {
  const response = await post("predictions", asked, signal);
  return decoded(await unlessCut(response.text()), JSON.parse);
}

/** @param {string} noun @param {Asked} asked @param {AbortSignal} signal */
function post(noun, { png, model, query }, signal) {
  return ask(fetch, `${ROOT}/api/v1/models/${model}/${noun}?${new URLSearchParams(query)}`,
    { method: "POST", headers: { "content-type": "image/png" }, body: png, signal });
}

/** @param {ArrayBuffer} buffer @returns {Attribution} */
function decodeAttribution(buffer) {
  const { tensors, metadata } = decodeSafetensors(buffer);
  const map = tensors.get("attribution");
  if (!map || metadata["response"] === undefined) throw new RangeError("Missing attribution in the answer.");
  return { ...JSON.parse(metadata["response"]), map };
}
