/**
 * Requests of which the newest wins, without starving the others: while values change faster than the server responds,
 * each response that is newer than the last one is used, older requests are cancelled, and of the waiting values only
 * the newest is sent.
 */

import { isAbort } from "./errors.js";

/** Milliseconds before a retry; they double each time. */
const RETRY_DELAY = { first: 500, longest: 8000 };

/**
 * @template Value, Result
 * @typedef {object} Task
 * @property {(value: Value, signal: AbortSignal) => Promise<Result>} run
 * @property {(result: Result, value: Value) => void} onResult  never called with an older value after a newer one
 * @property {(error: unknown, value: Value) => void} onError  only called for the newest value
 * @property {number} [limit]  maximum number of concurrent requests
 */

/**
 * @template Value, Result
 * @param {Task<Value, Result>} task
 * @returns {{submit: (value: Value) => void, retry: (value: Value) => void, cancel: () => void, idle: () => boolean}}
 *   `retry` submits a value later, unless another one is submitted first
 */
export function createNewest({ run, onResult, onError, limit = 2 }) {
  /** @type {Map<number, AbortController>} */
  const running = new Map();
  /** @type {{value: Value, order: number} | null} */
  let waiting = null;
  let newest = 0;
  const retrying = { timer: 0, wait: RETRY_DELAY.first };

  /** @param {number} order */
  const cancelOlder = (order) => {
    for (const [other, controller] of running) {
      if (other >= order) continue;
      running.delete(other);
      controller.abort();
    }
  };

  /** @param {Value} value @param {number} order */
  const start = async (value, order) => {
    const controller = new AbortController();
    running.set(order, controller);
    const outcome = await outcomeOf(() => run(value, controller.signal));
    if (running.get(order) !== controller) return;
    running.delete(order);
    if ("result" in outcome) cancelOlder(order);
    next(); // the server computes while this response is shown
    if ("result" in outcome) {
      retrying.wait = RETRY_DELAY.first;
      onResult(outcome.result, value);
    } else if (order === newest && !isAbort(outcome.error)) onError(outcome.error, value);
  };

  const next = () => {
    if (!waiting || running.size >= limit) return;
    const { value, order } = waiting;
    waiting = null;
    void start(value, order);
  };

  const endRetry = () => {
    window.clearTimeout(retrying.timer);
    retrying.timer = 0;
  };

  /** @param {Value} value */
  const submit = (value) => {
    endRetry();
    waiting = { value, order: ++newest };
    next();
  };

  return {
    submit,
    retry(value) {
      if (retrying.timer) return;
      retrying.timer = window.setTimeout(submit, retrying.wait, value);
      retrying.wait = Math.min(2 * retrying.wait, RETRY_DELAY.longest);
    },
    cancel() {
      endRetry();
      retrying.wait = RETRY_DELAY.first;
      waiting = null;
      cancelOlder(Infinity);
    },
    idle: () => running.size === 0 && waiting === null,
  };
}

/**
 * @template T @param {() => Promise<T>} work
 * @returns {Promise<{result: T} | {error: unknown}>}
 */
async function outcomeOf(work) {
  try {
    return { result: await work() };
  } catch (error) {
    return { error };
  }
}
