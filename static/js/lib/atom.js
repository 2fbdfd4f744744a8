/** A value that can be watched. */

/**
 * @template T
 * @typedef {object} Atom
 * @property {() => T} get
 * @property {(value: T) => void} set  watchers hear of it at once, unless the value is the same
 * @property {(change: (value: T) => T) => void} update
 * @property {(watcher: (value: T) => void) => () => void} watch  returns what stops it
 */

/**
 * @template T
 * @param {T} initial
 * @returns {Atom<T>}
 */
export function atom(initial) {
  let current = initial;
  /** @type {Set<(value: T) => void>} */
  const watchers = new Set();
  /** @param {T} value */
  const set = (value) => {
    if (Object.is(value, current)) return;
    current = value;
    for (const watcher of [...watchers]) watcher(value);
  };
  return {
    get: () => current,
    set,
    update: (change) => set(change(current)),
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}

/**
 * Calls a watcher on every change of any of them.
 * @param {readonly Pick<Atom<any>, "watch">[]} atoms @param {() => void} watcher
 * @returns {() => void} what stops it
 */
export function watchAll(atoms, watcher) {
  const stops = atoms.map((one) => one.watch(watcher));
  return () => stops.forEach((stop) => stop());
}
