/** Requests for attributions, and for predictions without a part of the drawing. Imported on demand. */

import { createHttp, pictureRequest, queryOf } from "./http.js";
import { decodeSafetensors } from "./safetensors.js";

/** @import { Attribution, PredictionResponse } from "../why-types.js" */

/** @typedef {{png: Uint8Array<ArrayBuffer>, model: string, query: Readonly<Record<string, string>>}} Asked */

/** Request an attribution. @param {Asked} asked @param {AbortSignal} signal @returns {Promise<Attribution>} */
export function attribute({ png, model, query }, signal) {
  const path = `models/${model}/attributions?${queryOf({ ...query, format: "safetensors" })}`;
  return createHttp().bytes(path, pictureRequest(png, signal), decodeAttribution);
}

/** Request a prediction. @param {Asked} asked @param {AbortSignal} signal @returns {Promise<PredictionResponse>} */
export function predict({ png, model, query }, signal) {
  return createHttp().json(`models/${model}/predictions?${queryOf(query)}`, pictureRequest(png, signal));
}

/** Decode the response. @param {ArrayBuffer} buffer @returns {Attribution} */
function decodeAttribution(buffer) {
  const { tensors, metadata } = decodeSafetensors(buffer);
  const map = tensors.get("attribution");
  if (!map || metadata["response"] === undefined) throw new RangeError("Missing attribution in the answer.");
  return { ...JSON.parse(metadata["response"]), map };
}
