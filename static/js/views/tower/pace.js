/** How fast pictures follow each other while something moves; so slow that it is no pleasure is said once. */

/** So many steps in a row are looked at. */
const STEPS = 14;
/** Milliseconds between pictures, in the middle of those steps. */
const TOO_LONG = 125;
/** A longer pause was no step. */
const PAUSE = 1500;

/** @param {(rate: number) => void} onSlow  pictures a second */
export function createPace(onSlow) {
  /** @type {{last: number | null, steps: number[], said: boolean}} */
  const seen = { last: null, steps: [], said: false };
  return {
    /** A picture was drawn. @param {number} time @param {boolean} moves  will another one follow? */
    note(time, moves) {
      if (seen.last !== null && time - seen.last < PAUSE) seen.steps = [...seen.steps, time - seen.last].slice(-STEPS);
      seen.last = moves ? time : null;
      if (seen.said || seen.steps.length < STEPS) return;
      const middle = Number(seen.steps.toSorted((a, b) => a - b)[STEPS / 2]);
      if (middle <= TOO_LONG) return;
      seen.said = true;
      onSlow(1000 / middle);
    },
  };
}
