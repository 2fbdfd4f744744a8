/** What was fetched by name, the newest few of it. */

/**
 * @template Value
 * @param {(name: string) => Promise<Value>} load  what fails is not kept
 * @param {number} most  how many are kept
 * @returns {(name: string, known?: Promise<Value>) => Promise<Value>}
 */
export function createCache(load, most) {
  /** @type {Map<string, Promise<Value>>} */
  const kept = new Map();
  return (name, known) => {
    const value = known ?? kept.get(name) ?? load(name);
    kept.delete(name); // the newest is the last one
    kept.set(name, value);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    void value.catch(() => kept.get(name) === value && kept.delete(name));
    return value;
  };
}
