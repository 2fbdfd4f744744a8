/** A function that answers the same as long as it is asked the same; so that views can see what has changed by identity. */

/**
 * @template {readonly unknown[]} Args
 * @template Result
 * @param {(...args: Args) => Result} work
 * @returns {(...args: Args) => Result}
 */
export function memo(work) {
  /** @type {{args: Args, result: Result} | null} */
  let last = null;
  return (...args) => {
    if (!last || args.some((arg, i) => !Object.is(arg, last?.args[i]))) last = { args, result: work(...args) };
    return last.result;
  };
}
