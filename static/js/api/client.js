/** The page's one way to the server: the public API, nothing else. */

import { ROOT } from "../lib/root.js";
import { ApiError, errorFrom, isAbort } from "./errors.js";
import { decodeTrace, decodeWeights } from "./trace.js";

/** @import { NamedKernel } from "../intents.js" */
/** @import { FileFormat, Model, Preprocess, Sample, Samples, Trace, Weights } from "../types.js" */

/** @typedef {{signal?: AbortSignal | undefined}} Cancel */
/** @typedef {{model?: string} & Cancel} OfModel  `model`: its name, "lenet" if there is none */

/**
 * @typedef {object} Client
 * @property {(picture: Uint8Array<ArrayBuffer> | Blob, options?: {preprocess?: Preprocess} & OfModel) =>
 *   Promise<Trace>} activations  of a picture file of any kind
 * @property {(png: Uint8Array<ArrayBuffer>, options: {preprocess: Preprocess, format: FileFormat}
 *   & OfModel) => Promise<Blob>} file  the activations as a file
 * @property {(options?: OfModel) => Promise<Model>} model
 * @property {(options?: OfModel) => Promise<Weights>} weights
 * @property {(file: BodyInit, options?: Cancel) => Promise<Model>} create  a model from a safetensors file of weights
 * @property {() => Promise<{kernels: readonly NamedKernel[]}>} kernels
 * @property {(options?: Cancel) => Promise<Samples>} samples
 * @property {(index: number, options?: Cancel) => Promise<Sample>} sample
 */

const FIRST = "lenet";

/** @param {{fetch?: typeof globalThis.fetch, base?: string}} [options] base: the service's @returns {Client} */
export function createClient({ fetch = globalThis.fetch.bind(globalThis), base = ROOT } = {}) {
  const all = `${base}/api/v1/models`;
  /** @param {string} url @param {Cancel} [options] @param {RequestInit} [body] */
  const json = async (url, { signal } = {}, body = {}) => {
    const response = await ask(fetch, url, { ...body, signal: signal ?? null });
    return decoded(await unlessCut(response.text()), JSON.parse);
  };
  /** @param {string} url @param {RequestInit} options */
  const bytes = async (url, options) => {
    const response = await ask(fetch, url, options);
    return unlessCut(response.arrayBuffer());
  };
  /**
   * The bytes tell what kind of picture it is.
   * @param {Uint8Array<ArrayBuffer> | Blob} body
   * @param {{preprocess: Preprocess, format: FileFormat} & OfModel} options
   */
  const picture = (body, { preprocess, format, model = FIRST, signal }) =>
    bytes(`${all}/${model}/activations?format=${format}&preprocess=${preprocess}`,
      { method: "POST", headers: { "content-type": "image/png" }, body, signal: signal ?? null });
  return {
    activations: async (png, { preprocess = "center", ...options } = {}) =>
      decoded(await picture(png, { preprocess, format: "safetensors", ...options }), decodeTrace),
    file: async (png, options) => new Blob([await picture(png, options)]),
    model: ({ model = FIRST, ...options } = {}) => json(`${all}/${model}`, options),
    weights: async ({ model = FIRST, signal } = {}) =>
      decoded(await bytes(`${all}/${model}/weights?format=safetensors`, { signal: signal ?? null }), decodeWeights),
    create: (body, options) =>
      json(all, options, { method: "POST", headers: { "content-type": "application/octet-stream" }, body }),
    kernels: () => json(`${base}/api/v1/kernels`),
    samples: (options) => json(`${base}/api/v1/samples`, options),
    sample: (index, options) => json(`${base}/api/v1/samples/${index}`, options),
  };
}

/**
 * An answer of the 2xx, or an error that says what happened.
 * @param {typeof globalThis.fetch} fetch @param {string} url @param {RequestInit} options
 * @returns {Promise<Response>}
 */
export async function ask(fetch, url, options) {
  const response = await unlessCut(fetch(url, options));
  if (!response.ok) throw await errorFrom(response);
  return response;
}

/**
 * A promise whose failure means that the line was cut, unless it was cancelled.
 * @template T @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function unlessCut(promise) {
  try {
    return await promise;
  } catch (cause) {
    throw isAbort(cause)
      ? cause
      : new ApiError("network", { detail: String(/** @type {Error} */ (cause).message) }, cause);
  }
}

/**
 * What an answer says, or an error if it makes no sense.
 * @template Body, T @param {Body} body @param {(body: Body) => T} decode
 * @returns {T}
 */
export function decoded(body, decode) {
  try {
    return decode(body);
  } catch (cause) {
    throw new ApiError("malformed", { detail: String(/** @type {Error} */ (cause).message) }, cause);
  }
}
