/** The browser's local storage. Where it is not available (private windows, full disks), nothing is stored. */

const PREFIX = "lenet-lens.";

/**
 * @typedef {"drawing" | "sample" | "theme" | "language" | "range" | "preprocess" | "digits" | "welcomed" | "lessons"
 *   } Key
 */
/** @typedef {{read: (key: Key) => string | null, write: (key: Key, value: string) => void}} Storage */

/**
 * Create the storage.
 * @param {() => globalThis.Storage} find  called each time, as even accessing `localStorage` may throw
 * @param {() => ReadonlyMap<string, unknown>} [borrowed]  keys that are not written: settings changed by a lesson
 * @returns {Storage}
 */
export function createStorage(find, borrowed = () => new Map()) {
  return {
    read: (key) => attempt(() => find().getItem(PREFIX + key)),
    write: (key, value) => borrowed().has(key) || attempt(() => find().setItem(PREFIX + key, value)),
  };
}

/** Return null if the browser refuses storage. @template T @param {() => T} work @returns {T | null} */
function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
