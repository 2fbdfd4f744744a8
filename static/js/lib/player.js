/** Something that goes on by itself, step by step, until it is paused. */

/** @import { Signal } from "../../vendor/signals-core.min.js" */

/**
 * @param {Signal<boolean>} playing  is kept up to date
 * @param {() => void} advance  the next step
 */
export function createPlayer(playing, advance) {
  const clock = { timer: 0 };
  const pause = () => {
    window.clearInterval(clock.timer);
    playing.value = false;
  };
  return {
    pause,
    /** @param {number} pace  milliseconds for each step */
    play(pace) {
      pause();
      playing.value = true;
      clock.timer = window.setInterval(advance, pace);
    },
  };
}
