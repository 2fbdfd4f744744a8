/** A least-recently-used cache of promises. */

/**
 * Return a cached version of a loading function. Rejected promises are not cached.
 * @template Value
 * @param {(name: string) => Promise<Value>} load
 * @param {number} most  the maximum number of entries
 * @returns {(name: string, known?: Promise<Value>) => Promise<Value>} `known` replaces the entry
 */
export function createCache(load, most) {
  /** @type {Map<string, Promise<Value>>} */
  const cached = new Map();
  return (name, known) => {
    const value = known ?? cached.get(name) ?? load(name);
    cached.delete(name); // so that it is inserted as the newest
    cached.set(name, value);
    const [oldest] = cached.keys();
    if (cached.size > most && oldest !== undefined) cached.delete(oldest);
    void value.catch(() => cached.get(name) === value && cached.delete(name));
    return value;
  };
}
