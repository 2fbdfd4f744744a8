/** One redraw per frame, on request; never a permanent loop. */

/**
 * @param {(time: number) => void} draw
 * @param {{request?: (callback: FrameRequestCallback) => number, cancel?: (handle: number) => void}} [clock]
 * @returns {{request: () => void, cancel: () => void}} any number of requests before a frame draw once
 */
export function createFrame(draw, clock = {}) {
  const { request = (callback) => requestAnimationFrame(callback), cancel = (handle) => cancelAnimationFrame(handle) } = clock;
  /** @type {number | null} */
  let pending = null;
  return {
    request() {
      pending ??= request((time) => {
        pending = null;
        draw(time);
      });
    },
    cancel() {
      if (pending !== null) cancel(pending);
      pending = null;
    },
  };
}
