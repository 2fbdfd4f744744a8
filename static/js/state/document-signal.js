/** A document of the server that is fetched again whenever its name changes. */

import { computed, effect, signal, untracked } from "../../vendor/signals-core.min.js";

/**
 * Return signals of the document that `wanted` names, and of the error if it could not be fetched.
 * @template Document
 * @param {(name: string) => Promise<Document>} read
 * @param {() => string | null | undefined | false} wanted  a name, computed from signals; falsy for no document
 */
export function createDocumentSignal(read, wanted) {
  /** The document; null until it is loaded. */
  const document = signal(/** @type {Document | null} */ (null));
  /** The error of the last request. */
  const failure = signal(/** @type {Error | null} */ (null));
  const name = computed(() => wanted() || null);
  effect(() => {
    const requested = name.value;
    document.value = null;
    failure.value = null;
    if (requested) {
      untracked(() => read(requested)).then(
        (found) => { if (name.peek() === requested) document.value = found; },
        (error) => { if (name.peek() === requested) failure.value = error; },
      );
    }
  });
  return { document, failure };
}
