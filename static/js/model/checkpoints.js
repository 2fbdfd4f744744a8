/** The positions of checkpoints on the timeline: the first half is for the first epoch, which changes most. */

/** @import { Checkpoint } from "../training-types.js" */

/** @typedef {Readonly<Pick<Checkpoint, "epoch">>} Moment */

/** The first epoch's share of the timeline. */
const FIRST = 0.5;

/**
 * Return the position of each checkpoint, from 0 to 1. Those up to the end of the first epoch are evenly spaced, and so
 * are the later ones.
 * @param {readonly Moment[]} moments
 * @returns {number[]}
 */
export function timelinePositions(moments) {
  const last = moments.length - 1;
  const turn = moments.findIndex(({ epoch }) => epoch > 0);
  if (turn <= 0 || turn === last) return moments.map((_, i) => i / Math.max(last, 1));
  return moments.map((_, i) => (i <= turn ? (FIRST * i) / turn : FIRST + ((1 - FIRST) * (i - turn)) / (last - turn)));
}

/** Return the index of the nearest position. @param {readonly number[]} places @param {number} place */
export function nearestIndex(places, place) {
  return places.reduce(
    (best, one, i) => (Math.abs(one - place) < Math.abs(Number(places[best]) - place) ? i : best),
    0,
  );
}
