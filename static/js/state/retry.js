/** Trying again after a failure, later each time. */

const FIRST = 500;
const LAST = 8000;

/**
 * @param {() => void} work
 * @param {{later?: (work: () => void, milliseconds: number) => number, stop?: (handle: number) => void}} [clock]
 * @returns {{schedule: () => void, now: () => void, reset: () => void}}
 */
export function createRetry(work, { later = (run, wait) => window.setTimeout(run, wait), stop = (handle) => window.clearTimeout(handle) } = {}) {
  let wait = FIRST;
  /** @type {number | null} */
  let pending = null;
  const cancel = () => {
    if (pending !== null) stop(pending);
    pending = null;
  };
  return {
    schedule() {
      if (pending !== null) return;
      pending = later(() => {
        pending = null;
        work();
      }, wait);
      wait = Math.min(wait * 2, LAST);
    },
    now() {
      cancel();
      wait = FIRST;
      work();
    },
    reset() {
      cancel();
      wait = FIRST;
    },
  };
}
