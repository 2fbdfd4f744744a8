/** Undo and redo, as plain values. */



/** How many steps are kept. */
const LIMIT = 200;

/**
 * @template T
 * @typedef {import("../types.js").History<T>} History
 */

/** @template T @param {T} present @returns {History<T>} */
export function historyOf(present) {
  return { past: [], present, future: [] };
}

/**
 * A step that can be undone.
 * @template T @param {History<T>} history @param {T} present
 * @returns {History<T>}
 */
export function push({ past, present: before }, present) {
  return { past: [...past, before].slice(-LIMIT), present, future: [] };
}

/**
 * The present as it changes within a step, such as a stroke that grows.
 * @template T @param {History<T>} history @param {T} present
 * @returns {History<T>}
 */
export function replace(history, present) {
  return { ...history, present };
}

/** @template T @param {History<T>} history @returns {History<T>} the same one if there is nothing to undo */
export function undo(history) {
  if (!canUndo(history)) return history;
  const { past, present, future } = history;
  return { past: past.slice(0, -1), present: /** @type {T} */ (past.at(-1)), future: [present, ...future] };
}

/** @template T @param {History<T>} history @returns {History<T>} the same one if there is nothing to redo */
export function redo(history) {
  if (!canRedo(history)) return history;
  const { past, present, future: [next, ...future] } = history;
  return { past: [...past, present], present: /** @type {T} */ (next), future };
}

/** @param {History<unknown>} history */
export function canUndo({ past }) {
  return past.length > 0;
}

/** @param {History<unknown>} history */
export function canRedo({ future }) {
  return future.length > 0;
}
