/**
 * What can go wrong between the page and the API:
 *
 *     ApiError
 *       kind "network"    no answer at all: the server is gone, or the line
 *       kind "refused"    4xx: the request is wrong, `detail` says how
 *       kind "server"     5xx: the server failed
 *       kind "malformed"  an answer that can't be read
 *
 * A cancelled request is no error: it rejects with the browser's AbortError.
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
    /** 0 if there was no answer. */
    this.status = problem.status ?? 0;
    this.errors = problem.errors ?? [];
  }
}

/** Is the request wrong? Then it is not tried again. @param {unknown} error */
export const isRefused = (error) => error instanceof ApiError && error.kind === "refused";

/** @param {unknown} error */
export function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}

/**
 * A failed answer as an error; its problem+json if it has one.
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
