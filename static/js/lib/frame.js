/** Drawing in animation frames, on request: there is no permanent loop. */

import { effect, signal } from "../../vendor/signals-core.min.js";

/** @typedef {{request?: (callback: FrameRequestCallback) => number, cancel?: (handle: number) => void}} Clock */

/**
 * Return a function that requests a frame; several requests before the frame draw once.
 * @param {(time: number) => void} draw @param {Clock} [clock]
 * @returns {{request: () => void, cancel: () => void}}
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

/** Create a list of painters that share frames and run in the order of their addition. @param {Clock} [clock] */
export function createPainting(clock) {
  /** @type {Set<() => void>} */
  const painters = new Set();
  const frame = createFrame(() => painters.forEach((paintIfChanged) => paintIfChanged()), clock);
  return {
    /**
     * Paint in the next frame, and again whenever a signal that was read while painting has changed.
     * @param {() => void} paint
     * @returns {{now: () => void, early: () => void, stop: () => void}} `now` paints without waiting for the frame;
     *   `early` does so at most once per frame, further calls wait for it
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
