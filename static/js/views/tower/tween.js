/** An animated value with ease-in-out; the caller advances it once per frame. */

import { clamp } from "../../lib/math.js";

/**
 * @template Value
 * @param {Value} start
 * @param {{between: (from: Value, to: Value, share: number) => Value, duration: number}} options  in milliseconds
 */
export function createTween(start, { between, duration }) {
  const now = { value: start, from: start, to: start, began: /** @type {number | null} */ (null) };
  return {
    value: () => now.value,
    goal: () => now.to,
    /** Animate to a goal. @param {Value} goal */
    fly(goal) {
      if (goal !== now.to) Object.assign(now, { from: now.value, to: goal, began: null });
    },
    /** Set without animation. @param {Value} value */
    jump: (value) => void Object.assign(now, { value, from: value, to: value }),
    /** Advance; return whether it moves on. @param {number} time  in ms @param {boolean} isStill  jump to the goal */
    step(time, isStill) {
      if (now.value === now.to) return false;
      now.began ??= time - 16;
      const share = isStill ? 1 : clamp((time - now.began) / duration, 0, 1);
      now.value = share === 1 ? now.to : between(now.from, now.to, share * share * (3 - 2 * share));
      return share < 1;
    },
  };
}
