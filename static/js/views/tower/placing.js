/** Labels that never overlap: the more important one keeps its place, the other moves a little, gets shorter, or goes. */

/** @typedef {{width: number, height: number}} Size  in CSS pixels */

/**
 * A label that wants to be somewhere.
 * @typedef {object} Wish
 * @property {string} key
 * @property {number} x  left edge, CSS pixels of the stage
 * @property {number} y  top edge
 * @property {Size} full
 * @property {Size} brief  when there is no room for the full one
 * @property {number} priority  larger ones are placed first
 * @property {boolean} movable  up or down, a little
 */

/** @typedef {{key: string, x: number, y: number, width: number, height: number, isBrief: boolean}} Placed */

const SHIFTS = [0, -4, 4, -8, 8, -12, 12, -16, 16, -20, 20];
const MARGIN = 2;
/** CSS pixels from one thing that can be pressed to the next (WCAG 2.2, 2.5.8). */
export const TARGET = 24;

/**
 * @param {readonly Wish[]} wishes @param {Size} stage
 * @returns {Placed[]}
 */
export function placeLabels(wishes, stage) {
  /** @type {Placed[]} */
  const placed = [];
  for (const wish of wishes.toSorted((a, b) => b.priority - a.priority)) {
    const place = placesFor(wish).find((candidate) => isInside(candidate, stage) && placed.every((other) => !overlap(candidate, other)));
    if (place) placed.push(place);
  }
  return placed;
}

/** Those whose first line is so near to another's that a finger would not tell them apart. @param {readonly Placed[]} placed */
export function crowdedAmong(placed) {
  return new Set(placed.filter((one) => placed.some((other) => one !== other && Math.abs(one.y - other.y) < TARGET
    && one.x < other.x + other.width + TARGET && other.x < one.x + one.width + TARGET)).map(({ key }) => key));
}

/** Best first. @param {Wish} wish @returns {Placed[]} */
function placesFor({ key, x, y, full, brief, movable }) {
  const shifts = movable ? SHIFTS : [0];
  /** @param {Size} size @param {boolean} isBrief */
  const at = (size, isBrief) => shifts.map((shift) =>
    ({ key, x: x + (movable ? full.width - size.width : 0), y: y + (full.height - size.height) / 2 + shift, ...size, isBrief }));
  return [...at(full, false), ...(brief.height < full.height || brief.width < full.width ? at(brief, true) : [])];
}

/** @param {Placed} place @param {Size} stage */
function isInside({ x, y, width, height }, stage) {
  return x >= 0 && y >= 0 && x + width <= stage.width && y + height <= stage.height;
}

/** @param {Placed} one @param {Placed} other */
function overlap(one, other) {
  return one.x < other.x + other.width + MARGIN && other.x < one.x + one.width + MARGIN
    && one.y < other.y + other.height + MARGIN && other.y < one.y + one.height + MARGIN;
}
