/**
 * At which height the names of the planes stand, left of them all: where the first plane to the right is their own.
 * Names do not overlap and are not left out.
 */

import { range } from "../../lib/math.js";

/** @import { Spot } from "./camera.js" */

/** @typedef {readonly Spot[]} Outline  of a plane, in CSS pixels of the stage; empty if it is not shown */
/** @typedef {{outline: Outline, isUnderEye: boolean}} Plane  seen from above, or from below */
/** @typedef {{left: number, top: number, height: number}} Room  where the picture begins, and ends */
/** @typedef {{y: number, lead: number}} NamePlace  `y`: of its middle; `lead`: from there to the plane's edge */

/** CSS pixels from the stage's rim; and by which a plane may reach beyond another unseen. */
const RIM = 8;
const SAME = 0.5;
/** A name's letters fill so much of its line: where there is little room lines may overlap. */
const CLOSE = 0.65;
/** So many from where another plane is the first. */
const INSIDE = 3;

/** In the picture; Infinity if it is not there. @param {Outline} outline @param {number} y @param {number} left */
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
 * @param {readonly Plane[]} planes  from the ground up
 * @param {number} apart  CSS pixels from name to name
 * @param {Room} room
 * @returns {Array<NamePlace | null>} null for a plane that is not seen
 */
export function placeNames(planes, apart, { left, top, height }) {
  const heights = range(Math.floor(height - top) - 2 * RIM).map((step) => top + RIM + step + 0.5);
  const firsts = heights.map((y) => firstAt(planes, y, left));
  const wanted = planes.map(({ outline }, i) => {
    const inside = outline.filter(({ x }) => x > left).sort((a, b) => a.x - b.x);
    const [corner] = inside;
    if (!corner) return [];
    const clearBy = (/** @type {number} */ most) =>
      heights.filter((_, step) => [-most, 0, most].every((by) => firsts[step + by] === i));
    const isCut = inside.length < outline.length || corner.y < top + RIM || corner.y > height - RIM;
    const choices = isCut ? [clearBy(INSIDE)] : [clearBy(INSIDE), clearBy(1), clearBy(0), [corner.y]];
    const found = choices.find(({ length }) => length) ?? [];
    return found.toSorted((a, b) => Math.abs(a - corner.y) - Math.abs(b - corner.y));
  });
  const places = fitting(wanted, apart) ?? fitting(wanted, CLOSE * apart) ?? wanted.map(([best]) => best);
  return planes.map(({ outline }, i) => {
    const y = places[i];
    return y === undefined ? null : { y, lead: Math.max(0, leftEdge(outline, y, left) - left) };
  });
}

/**
 * Which plane is the first from the left; of those that begin outside of the picture the one nearest to the eye.
 * @param {readonly Plane[]} planes @param {number} y @param {number} left
 */
function firstAt(planes, y, left) {
  const edges = planes.map(({ outline }) => leftEdge(outline, y, left));
  const first = Math.min(...edges);
  const most = first + (first === left ? 0 : SAME);
  const tied = range(planes.length).filter((i) => first < Infinity && Number(edges[i]) <= most);
  return (planes[tied[0] ?? 0]?.isUnderEye ? tied.at(-1) : tied[0]) ?? null;
}

/**
 * A height for each name, so that none overlaps another: as near to the best one as the names above and below allow.
 * @param {ReadonlyArray<readonly number[]>} choices  the best first @param {number} apart
 * @returns {Array<number | undefined> | null} null if one finds no room
 */
function fitting(choices, apart) {
  const bests = choices.flatMap(([best], i) => (best === undefined ? [] : [{ i, best }]));
  const order = bests.sort((a, b) => a.best - b.best).map(({ i }) => /** @type {const} */ ([i, choices[i] ?? []]));
  /** The highest place of each, if all above it are as high as they can be. */
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
