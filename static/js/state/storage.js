/** What outlives a reload, where the browser keeps anything (not in private windows or on full disks). */

const PREFIX = "lenet-lens.";

/**
 * @typedef {"drawing" | "sample" | "theme" | "language" | "range" | "preprocess" | "digits" | "welcomed" | "lessons"
 *   } Key
 */
/** @typedef {{read: (key: Key) => string | null, write: (key: Key, value: string) => void}} Storage */

/**
 * @param {() => globalThis.Storage} find  asked each time: even looking for the storage may be forbidden
 * @param {() => ReadonlyMap<string, unknown>} [borrowed]  not kept
 * @returns {Storage}
 */
export function createStorage(find, borrowed = () => new Map()) {
  return {
    read: (key) => attempt(() => find().getItem(PREFIX + key)),
    write: (key, value) => borrowed().has(key) || attempt(() => find().setItem(PREFIX + key, value)),
  };
}

/** @template T @param {() => T} work @returns {T | null} */
function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
