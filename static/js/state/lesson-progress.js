/** The completed tasks and the last open step, stored in this browser only. */

import { signal } from "../../vendor/signals-core.min.js";

/** @import { Storage } from "./storage.js" */

/** @typedef {{done: readonly string[], last: string}} Progress  steps, as "pooling/3"; `last`: the last open one */

/** Load the progress. @param {Storage} storage */
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
    /** Mark a step as completed. @param {string} step */
    finish: (step) => now.value.done.includes(step) || set({ done: [...now.value.done, step] }),
    /** Store a step as the last open one. @param {string} step */
    open: (step) => now.value.last === step || set({ last: step }),
  };
}

/** Parse the stored progress. @param {string | null} text @returns {Progress} */
function read(text) {
  try {
    const { done = [], last = "" } = JSON.parse(text ?? "{}");
    return { done: Array.isArray(done) ? done.map(String) : [], last: String(last) };
  } catch {
    return { done: [], last: "" };
  }
}
