/**
 * Errors of requests to the API:
 *
 *     ApiError
 *       kind "network"    no response: the server or the connection is down
 *       kind "refused"    4xx: the request is invalid, `detail` says why
 *       kind "server"     5xx: the server failed
 *       kind "malformed"  a response that cannot be decoded
 *
 * A cancelled request rejects with the browser's AbortError instead.
 */

/** @import { Problem } from "../types.js" */
/** @typedef {"network" | "refused" | "server" | "malformed"} ApiErrorKind */

export class ApiError extends Error {
  /** @param {ApiErrorKind} kind @param {Partial<Problem>} [problem] @param {unknown} [cause] */
  constructor(kind, problem = {}, cause) {
    super(problem.detail ?? problem.title ?? kind, { cause });
    this.name = "ApiError";
    this.kind = kind;
    this.title = problem.title ?? "";
    this.detail = problem.detail ?? "";
    /** The HTTP status; 0 if there was no response. */
    this.status = problem.status ?? 0;
    this.errors = problem.errors ?? [];
  }
}

/** Whether the request is invalid, so that it must not be retried. @param {unknown} error */
export const isRefused = (error) => error instanceof ApiError && error.kind === "refused";

/** Whether the request was cancelled. @param {unknown} error */
export function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}

/**
 * Return the error for a failed response, from its problem+json body if it has one.
 * @param {Response} response
 * @returns {Promise<ApiError>}
 */
export async function errorFrom(response) {
  const kind = response.status < 500 ? "refused" : "server";
  const fallback = { title: response.statusText, status: response.status };
  const isProblem = (response.headers.get("content-type") ?? "").startsWith("application/problem+json");
  if (!isProblem) return new ApiError(kind, fallback);
  try {
    return new ApiError(kind, { ...fallback, .../** @type {Problem} */ (await response.json()) });
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    return new ApiError(kind, fallback, cause);
  }
}
