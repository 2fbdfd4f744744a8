/** The undo history, as an immutable value. */



/** The maximum number of undo steps. */
const LIMIT = 200;

/**
 * @template T
 * @typedef {import("../types.js").History<T>} History
 */

/** Return a history without steps. @template T @param {T} present @returns {History<T>} */
export function historyOf(present) {
  return { past: [], present, future: [] };
}

/**
 * Add an undo step.
 * @template T @param {History<T>} history @param {T} present
 * @returns {History<T>}
 */
export function push({ past, present: before }, present) {
  return { past: [...past, before].slice(-LIMIT), present, future: [] };
}

/**
 * Replace the present without a new undo step, as while a stroke is drawn.
 * @template T @param {History<T>} history @param {T} present
 * @returns {History<T>}
 */
export function replace(history, present) {
  return { ...history, present };
}

/** Undo a step, if there is one. @template T @param {History<T>} history @returns {History<T>} */
export function undo(history) {
  if (!canUndo(history)) return history;
  const { past, present, future } = history;
  return { past: past.slice(0, -1), present: /** @type {T} */ (past.at(-1)), future: [present, ...future] };
}

/** Redo a step, if there is one. @template T @param {History<T>} history @returns {History<T>} */
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
