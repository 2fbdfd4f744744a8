/** Parts of the page that are imported when they are needed. */

/**
 * What is imported, however often it takes: a part that cannot be had is told of, and asked for again when somebody
 * wants it.
 * @template Part
 * @param {() => Promise<Part>} load @param {(error: Error, again: () => void) => void} onMissing
 * @returns {Promise<Part>}
 */
export async function loadPart(load, onMissing) {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      await new Promise((/** @type {(value?: unknown) => void} */ again) =>
        onMissing(/** @type {Error} */ (error), again),
      );
    }
  }
}
