/** Requests to the service, whose answers are what was asked for, or errors that say what happened. */

import { ROOT } from "../lib/root.js";
import { ApiError, errorFrom, isAbort } from "./errors.js";

/** @typedef {{fetch?: typeof globalThis.fetch, base?: string}} Service  `base`: its address */
/** @typedef {AbortSignal | undefined} Signal */

/** @param {Service} [service] */
export function createHttp({ fetch = globalThis.fetch.bind(globalThis), base = ROOT } = {}) {
  /** @param {string} path @param {RequestInit} [options] @returns {Promise<Response>} of the 2xx */
  const ask = async (path, options = {}) => {
    const response = await unlessCut(fetch(`${base}/api/v1/${path}`, options));
    if (!response.ok) throw await errorFrom(response);
    return response;
  };
  return {
    ask,
    /** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} */
    json: async (path, options) => decoded(await unlessCut((await ask(path, options)).text()), JSON.parse),
    /**
     * @template T
     * @param {string} path @param {RequestInit} options @param {(bytes: ArrayBuffer) => T} decode
     */
    bytes: async (path, options, decode) =>
      decoded(await unlessCut((await ask(path, options)).arrayBuffer()), decode),
    /** @param {string} path @returns {EventSource} */
    events: (path) => new EventSource(`${base}/api/v1/${path}`),
  };
}

/** Sends a picture; its bytes tell its kind. @param {BodyInit} body @param {Signal} [signal] @returns {RequestInit} */
export function pictureRequest(body, signal) {
  return { method: "POST", headers: { "content-type": "image/png" }, body, signal: signal ?? null };
}

/** @param {object} fields @param {Signal} [signal] @returns {RequestInit} */
export function jsonRequest(fields, signal) {
  const headers = { "content-type": "application/json" };
  return { method: "POST", headers, body: JSON.stringify(fields), signal: signal ?? null };
}

/** @param {Readonly<Record<string, string | number>>} query */
export function queryOf(query) {
  return new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
}

/**
 * A promise whose failure means that the line was cut, unless it was cancelled.
 * @template T @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
async function unlessCut(promise) {
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
 */
function decoded(body, decode) {
  try {
    return decode(body);
  } catch (cause) {
    throw new ApiError("malformed", { detail: String(/** @type {Error} */ (cause).message) }, cause);
  }
}
