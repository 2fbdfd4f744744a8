/** Redraws in the browser's frames, on request; never a permanent loop. */

import { effect, signal } from "../../vendor/signals-core.min.js";

/** @typedef {{request?: (callback: FrameRequestCallback) => number, cancel?: (handle: number) => void}} Clock */

/**
 * @param {(time: number) => void} draw @param {Clock} [clock]
 * @returns {{request: () => void, cancel: () => void}} any number of requests before a frame draw once
 */
export function createFrame(draw, clock = {}) {
  const { request = (callback) => requestAnimationFrame(callback), cancel = (handle) => cancelAnimationFrame(handle) } =
    clock;
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

/** Painters that share frames and run in the order in which they were added. @param {Clock} [clock] */
export function createPainting(clock) {
  /** @type {Set<() => void>} */
  const painters = new Set();
  const frame = createFrame(() => painters.forEach((paintIfChanged) => paintIfChanged()), clock);
  return {
    /**
     * Paint in the next frame, and again in the one after a signal has changed that was read while painting.
     * @param {() => void} paint
     * @returns {{now: () => void, early: () => void, stop: () => void}} `now` paints without waiting for the frame;
     *   `early` does, too, but once before each frame: what comes more often waits
     */
    add(paint) {
      const turn = signal(0);
      const state = { isChanged: false, isNow: false, isEarly: false };
      const dispose = effect(() => {
        void turn.value;
        state.isChanged = !state.isNow;
        state.isNow = false;
        if (state.isChanged) frame.request();
        else paint();
      });
      const now = () => {
        state.isNow = true;
        turn.value = turn.peek() + 1;
      };
      const paintIfChanged = () => {
        state.isEarly = false;
        if (state.isChanged) now();
      };
      painters.add(paintIfChanged);
      return {
        now,
        early() {
          if (!state.isEarly) now();
          state.isEarly = true;
          frame.request();
        },
        stop() {
          painters.delete(paintIfChanged);
          dispose();
        },
      };
    },
  };
}
