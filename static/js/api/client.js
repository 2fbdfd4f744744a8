/** The client of the public API, which is all that the page uses. */

import { createHttp, pictureRequest, queryOf } from "./http.js";
import { decodeTrace, decodeWeights } from "./trace.js";

/** @import { NamedKernel } from "../intents.js" */
/** @import { FileFormat, Model, Preprocess, Sample, Samples, Trace, Weights } from "../types.js" */
/** @import { Service } from "./http.js" */

/** @typedef {{signal?: AbortSignal | undefined}} Cancel */
/** @typedef {{model?: string} & Cancel} OfModel  `model`: its name, by default "lenet" */

/**
 * @typedef {object} Client
 * @property {(picture: Uint8Array<ArrayBuffer> | Blob, options?: {preprocess?: Preprocess} & OfModel) =>
 *   Promise<Trace>} activations  the trace of a picture, of any supported file type
 * @property {(png: Uint8Array<ArrayBuffer>, options: {preprocess: Preprocess, format: FileFormat}
 *   & OfModel) => Promise<Blob>} file  the activations as a file
 * @property {(options?: OfModel) => Promise<Model>} model
 * @property {(options?: OfModel) => Promise<Weights>} weights
 * @property {(file: BodyInit, options?: Cancel) => Promise<Model>} create  creates a model from safetensors weights
 * @property {() => Promise<{kernels: readonly NamedKernel[]}>} kernels
 * @property {(options?: Cancel) => Promise<Samples>} samples
 * @property {(index: number, options?: Cancel) => Promise<Sample>} sample
 */

const FIRST = "lenet";

/** Create a client. @param {Service} [service] @returns {Client} */
export function createClient(service) {
  const { bytes, json } = createHttp(service);
  /**
   * @template T
   * @param {BodyInit} body @param {{preprocess: Preprocess, format: FileFormat} & OfModel} options
   * @param {(bytes: ArrayBuffer) => T} decode
   */
  const activations = (body, { preprocess, format, model = FIRST, signal }, decode) =>
    bytes(`models/${model}/activations?${queryOf({ format, preprocess })}`, pictureRequest(body, signal), decode);
  const cancelled = (/** @type {Cancel} */ { signal } = {}) => ({ signal: signal ?? null });
  return {
    activations: (picture, { preprocess = "center", ...options } = {}) =>
      activations(picture, { preprocess, format: "safetensors", ...options }, decodeTrace),
    file: (png, options) => activations(png, options, (answer) => new Blob([answer])),
    model: ({ model = FIRST, ...options } = {}) => json(`models/${model}`, cancelled(options)),
    weights: ({ model = FIRST, ...options } = {}) =>
      bytes(`models/${model}/weights?format=safetensors`, cancelled(options), decodeWeights),
    create: (body, options) => json("models",
      { method: "POST", headers: { "content-type": "application/octet-stream" }, body, ...cancelled(options) }),
    kernels: () => json("kernels", cancelled()),
    samples: (options) => json("samples", cancelled(options)),
    sample: (index, options) => json(`samples/${index}`, cancelled(options)),
  };
}
