/** A timer for animations that advance step by step. */

/** @import { Signal } from "../../vendor/signals-core.min.js" */

/**
 * Create the controls of an animation.
 * @param {Signal<boolean>} playing  set to whether it is running
 * @param {() => void} advance  shows the next step
 */
export function createPlayer(playing, advance) {
  const clock = { timer: 0 };
  const pause = () => {
    window.clearInterval(clock.timer);
    playing.value = false;
  };
  return {
    pause,
    /** Start the animation. @param {number} pace  milliseconds per step */
    play(pace) {
      pause();
      playing.value = true;
      clock.timer = window.setInterval(advance, pace);
    },
  };
}
