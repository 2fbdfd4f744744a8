/** HTTP requests to the API, which resolve to decoded responses or reject with an ApiError. */

import { ROOT } from "../lib/root.js";
import { ApiError, errorFrom, isAbort } from "./errors.js";

/** @typedef {{fetch?: typeof globalThis.fetch, base?: string}} Service  `base`: the server's URL */
/** @typedef {AbortSignal | undefined} Signal */

/** Create the request functions. @param {Service} [service] */
export function createHttp({ fetch = globalThis.fetch.bind(globalThis), base = ROOT } = {}) {
/** @param {string} path @param {RequestInit} [options] @returns {Promise<Response>} with a 2xx status */
  const ask = async (path, options = {}) => {
    const response = await orNetworkError(fetch(`${base}/api/v1/${path}`, options));
    if (!response.ok) throw await errorFrom(response);
    return response;
  };
  return {
    ask,
    /** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} */
    json: async (path, options) => decoded(await orNetworkError((await ask(path, options)).text()), JSON.parse),
    /**
     * @template T
     * @param {string} path @param {RequestInit} options @param {(bytes: ArrayBuffer) => T} decode
     */
    bytes: async (path, options, decode) =>
      decoded(await orNetworkError((await ask(path, options)).arrayBuffer()), decode),
    /** @param {string} path @returns {EventSource} */
    events: (path) => new EventSource(`${base}/api/v1/${path}`),
  };
}

/**
 * Return the options of a request with a picture. The server detects its type from its first bytes.
 * @param {BodyInit} body @param {Signal} [signal] @returns {RequestInit}
 */
export function pictureRequest(body, signal) {
  return { method: "POST", headers: { "content-type": "image/png" }, body, signal: signal ?? null };
}

/** Return the options that send JSON. @param {object} fields @param {Signal} [signal] @returns {RequestInit} */
export function jsonRequest(fields, signal) {
  const headers = { "content-type": "application/json" };
  return { method: "POST", headers, body: JSON.stringify(fields), signal: signal ?? null };
}

/** Return an encoded query. @param {Readonly<Record<string, string | number>>} query */
export function queryOf(query) {
  return new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
}

/**
 * Reject with a network error if the promise fails, unless the request was cancelled.
 * @template T @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
async function orNetworkError(promise) {
  try {
    return await promise;
  } catch (cause) {
    throw isAbort(cause)
      ? cause
      : new ApiError("network", { detail: String(/** @type {Error} */ (cause).message) }, cause);
  }
}

/**
 * Return the decoded body; throw a `malformed` error if it cannot be decoded.
 * @template Body, T @param {Body} body @param {(body: Body) => T} decode
 */
function decoded(body, decode) {
  try {
    return decode(body);
  } catch (cause) {
    throw new ApiError("malformed", { detail: String(/** @type {Error} */ (cause).message) }, cause);
  }
}
