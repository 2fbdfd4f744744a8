/** Which tasks have been done, and what was open last; kept on this device only. */

import { signal } from "../../vendor/signals-core.min.js";

/** @import { Storage } from "./storage.js" */

/** @typedef {{done: readonly string[], last: string}} Progress  "pooling/3" is a step; `last` was open last */

/** @param {Storage} storage */
export function createProgress(storage) {
  const now = signal(read(storage.read("lessons")));
  /** @param {Partial<Progress>} change */
  const set = (change) => {
    now.value = { ...now.value, ...change };
    storage.write("lessons", JSON.stringify(now.value));
  };
  return {
    now,
    /** @param {string} step */
    isDone: (step) => now.value.done.includes(step),
    /** @param {string} step */
    finish: (step) => now.value.done.includes(step) || set({ done: [...now.value.done, step] }),
    /** @param {string} step */
    open: (step) => now.value.last === step || set({ last: step }),
  };
}

/** @param {string | null} text @returns {Progress} */
function read(text) {
  try {
    const { done = [], last = "" } = JSON.parse(text ?? "{}");
    return { done: Array.isArray(done) ? done.map(String) : [], last: String(last) };
  } catch {
    return { done: [], last: "" };
  }
}
