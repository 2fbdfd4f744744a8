/** What moves: the camera towards its goal, the blocks between flat and tower, their heights. Steps are asked for, one per frame. */

import { clamp } from "../../lib/math.js";
import { arrived, between, nearestTurn } from "./camera.js";

/** @typedef {import("../../types.js").Camera} Camera */

/** Milliseconds in which a camera covers two thirds of its way: after a hand, and on a flight of its own. */
const PACE = { hand: 55, flight: 190 };
/** Milliseconds from flat to tower, and from level to full height. */
const DURATION = { standing: 500, heights: 300 };
const LONGEST_STEP = 100;

/** @typedef {{from: number, to: number, began: number | null}} Tween */

/**
 * @param {Camera} start @param {{standing: number, heights: number}} state
 */
export function createMotion(start, state) {
  const now = { camera: start, goal: start, pace: PACE.hand, time: /** @type {number | null} */ (null) };
  const tweens = { standing: still(state.standing), heights: still(state.heights) };
  const values = { ...state };
  return {
    camera: () => now.camera,
    goal: () => now.goal,
    standing: () => values.standing,
    heights: () => values.heights,
    /** By hand: nearly at once, with a little weight. @param {Camera} goal */
    steer: (goal) => Object.assign(now, { goal, pace: PACE.hand }),
    /** @param {Camera} goal */
    fly: (goal) => Object.assign(now, { goal: nearestTurn(now.camera, goal), pace: PACE.flight }),
    /** @param {Camera} camera */
    jump: (camera) => Object.assign(now, { camera, goal: camera }),
    /** @param {"standing" | "heights"} name @param {number} to */
    turn(name, to) {
      if (tweens[name].to !== to) tweens[name] = { from: values[name], to, began: null };
    },
    /** Goes on by one frame. @param {number} time  milliseconds @param {boolean} isStill  arrive at once @returns {boolean} is there more to come? */
    step(time, isStill) {
      const passed = Math.min(time - (now.time ?? time - 16), LONGEST_STEP);
      now.camera = isStill ? now.goal : between(now.camera, now.goal, 1 - Math.exp(-passed / now.pace));
      const flies = !arrived(now.camera, now.goal);
      if (!flies) now.camera = now.goal;
      for (const name of /** @type {const} */ (["standing", "heights"])) values[name] = tweened(tweens[name], time, isStill ? 0 : DURATION[name]);
      const moves = flies || values.standing !== tweens.standing.to || values.heights !== tweens.heights.to;
      now.time = moves ? time : null;
      return moves;
    },
  };
}

/** @param {number} value @returns {Tween} */
function still(value) {
  return { from: value, to: value, began: null };
}

/** Slow at both ends. @param {Tween} tween @param {number} time @param {number} duration */
function tweened(tween, time, duration) {
  if (tween.from === tween.to) return tween.to;
  tween.began ??= time;
  const share = duration ? clamp((time - tween.began) / duration, 0, 1) : 1;
  if (share === 1) tween.from = tween.to;
  return tween.from + (tween.to - tween.from) * share * share * (3 - 2 * share);
}
