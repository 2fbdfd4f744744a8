/** Keeps signals at documents of the server. */

/** @import { Signal } from "../../vendor/signals-core.min.js" */

/** @typedef {Signal<any>} Place */

/**
 * @param {(path: string) => Promise<unknown>} read
 * @param {Place} failure  takes the error, if what is wanted cannot be had
 * @returns {(place: Place, wanted: () => string | null) => Promise<void>} keeps the place at what is wanted now; null
 *   until it is there
 */
export function createFollowing(read, failure) {
  /** What each place shows, or waits for. @type {Map<Place, string | null>} */
  const paths = new Map();
  return async (place, wanted) => {
    const path = wanted();
    if (paths.get(place) === path) return;
    paths.set(place, path);
    place.value = null;
    failure.value = null;
    if (path === null) return;
    try {
      const found = await read(path);
      if (wanted() === path) place.value = found;
    } catch (error) {
      paths.delete(place); // so that it is asked for again
      if (wanted() === path) failure.value = error;
    }
  };
}
