/** The moments of a training on a line: half of it for the first epoch, where most happens. */

/** @import { Checkpoint } from "../training-types.js" */

/** @typedef {Readonly<Pick<Checkpoint, "epoch">>} Moment */

/** How much of the line the first epoch has. */
const FIRST = 0.5;

/**
 * Where each moment stands, 0 to 1: those of the first epoch, its end included, at equal distances, and so the later
 * ones.
 * @param {readonly Moment[]} moments
 * @returns {number[]}
 */
export function placesOf(moments) {
  const last = moments.length - 1;
  const turn = moments.findIndex(({ epoch }) => epoch > 0);
  if (turn <= 0 || turn === last) return moments.map((_, i) => i / Math.max(last, 1));
  return moments.map((_, i) => (i <= turn ? (FIRST * i) / turn : FIRST + ((1 - FIRST) * (i - turn)) / (last - turn)));
}

/** The moment that stands nearest to a place. @param {readonly number[]} places @param {number} place */
export function nearestTo(places, place) {
  return places.reduce(
    (best, one, i) => (Math.abs(one - place) < Math.abs(Number(places[best]) - place) ? i : best),
    0,
  );
}
