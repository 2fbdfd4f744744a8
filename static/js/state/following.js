/** What the server knows, kept at what is wanted. */

import { computed, effect, signal, untracked } from "../../vendor/signals-core.min.js";

/**
 * @template Document
 * @param {(name: string) => Promise<Document>} read
 * @param {() => string | null | undefined | false} wanted  a name, from signals; nothing, if none is wanted
 */
export function createFollowing(read, wanted) {
  /** Null until it is there. */
  const document = signal(/** @type {Document | null} */ (null));
  /** Why it is not. */
  const failure = signal(/** @type {Error | null} */ (null));
  const name = computed(() => wanted() || null);
  effect(() => {
    const asked = name.value;
    document.value = null;
    failure.value = null;
    if (asked) {
      untracked(() => read(asked)).then(
        (found) => { if (name.peek() === asked) document.value = found; },
        (error) => { if (name.peek() === asked) failure.value = error; },
      );
    }
  });
  return { document, failure };
}
