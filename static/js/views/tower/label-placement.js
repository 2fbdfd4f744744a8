/**
 * Label placement: the labels are in a column left of all planes, each at a y where its own plane is the first one to
 * the right. Labels do not overlap, and none is left out.
 */

import { range } from "../../lib/math.js";

/** @import { Spot } from "./camera.js" */

/** @typedef {readonly Spot[]} Outline  a plane's corners on the stage; empty if it is not shown */
/** @typedef {{outline: Outline, isUnderEye: boolean}} Plane  `isUnderEye`: seen from above */
/** @typedef {{left: number, top: number, height: number}} Room  the area for labels */
/** @typedef {{y: number, lead: number}} NamePlace  `y`: its centre; `lead`: the distance to the plane's edge */

/** CSS pixels from the stage's edge; difference of two left edges that counts as none. */
const EDGE = 8;
const TIE = 0.5;
/** Share of the line height that the letters fill, to which lines may overlap where space is short. */
const LETTER_SHARE = 0.65;
/** Preferred distance in CSS pixels from the y where another plane becomes the first. */
const CLEARANCE = 3;

/** The left edge's x at y, or Infinity. @param {Outline} outline @param {number} y @param {number} left */
function leftEdge(outline, y, left) {
  let [first, last] = [Infinity, -Infinity];
  for (const [i, to] of outline.entries()) {
    const from = /** @type {Spot} */ (outline.at(i - 1));
    if (from.y > y === to.y > y) continue;
    const x = from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x);
    [first, last] = [Math.min(first, x), Math.max(last, x)];
  }
  return last < left ? Infinity : Math.max(first, left);
}

/**
 * @param {readonly Plane[]} planes  from bottom to top
 * @param {number} apart  minimum distance of labels in CSS pixels
 * @param {Room} room
 * @returns {Array<NamePlace | null>} null for a plane that is not visible
 */
export function placeNames(planes, apart, { left, top, height }) {
  const heights = range(Math.floor(height - top) - 2 * EDGE).map((step) => top + EDGE + step + 0.5);
  const firsts = heights.map((y) => firstAt(planes, y, left));
  const wanted = planes.map(({ outline }, i) => {
    const inside = outline.filter(({ x }) => x > left).sort((a, b) => a.x - b.x);
    const [corner] = inside;
    if (!corner) return [];
    const clearBy = (/** @type {number} */ most) =>
      heights.filter((_, step) => [-most, 0, most].every((by) => firsts[step + by] === i));
    const isCut = inside.length < outline.length || corner.y < top + EDGE || corner.y > height - EDGE;
    const choices = isCut ? [clearBy(CLEARANCE)] : [clearBy(CLEARANCE), clearBy(1), clearBy(0), [corner.y]];
    const found = choices.find(({ length }) => length) ?? [];
    return found.toSorted((a, b) => Math.abs(a - corner.y) - Math.abs(b - corner.y));
  });
  const places = fitting(wanted, apart) ?? fitting(wanted, LETTER_SHARE * apart) ?? wanted.map(([best]) => best);
  return planes.map(({ outline }, i) => {
    const y = places[i];
    return y === undefined ? null : { y, lead: Math.max(0, leftEdge(outline, y, left) - left) };
  });
}

/**
 * Return the index of the leftmost plane at y; of those that start beyond the left edge, the one nearest to the eye.
 * @param {readonly Plane[]} planes @param {number} y @param {number} left
 */
function firstAt(planes, y, left) {
  const edges = planes.map(({ outline }) => leftEdge(outline, y, left));
  const first = Math.min(...edges);
  const most = first + (first === left ? 0 : TIE);
  const tied = range(planes.length).filter((i) => first < Infinity && Number(edges[i]) <= most);
  return (planes[tied[0] ?? 0]?.isUnderEye ? tied.at(-1) : tied[0]) ?? null;
}

/**
 * Return a y for each label so that none overlap, each the best of its choices that its neighbours allow.
 * @param {ReadonlyArray<readonly number[]>} choices  best first @param {number} apart
 * @returns {Array<number | undefined> | null} null if a label does not fit
 */
function fitting(choices, apart) {
  const bests = choices.flatMap(([best], i) => (best === undefined ? [] : [{ i, best }]));
  const order = bests.sort((a, b) => a.best - b.best).map(({ i }) => /** @type {const} */ ([i, choices[i] ?? []]));
  /** The smallest possible y of each label, given those above it. */
  const highest = [-Infinity];
  for (const [, own] of order) highest.push(Math.min(...own.filter((y) => y >= Number(highest.at(-1)) + apart)));
  /** @type {Array<number | undefined>} */
  const places = choices.map(() => undefined);
  let below = Infinity;
  for (const [i, own] of order.reverse()) {
    const least = Number(highest.pop());
    const found = own.find((y) => y >= least && y <= below - apart);
    if (found === undefined) return null;
    places[i] = below = found;
  }
  return places;
}
