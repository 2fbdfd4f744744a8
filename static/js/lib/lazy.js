/** Lazy imports. */

/**
 * Import a part of the page. Failures are reported with a function that retries; the promise waits for it.
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
