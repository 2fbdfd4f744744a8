/**
 * At which height the names of the planes stand, left of them all: where the first plane to the right is their own. Names never overlap
 * and are never left out.
 */

/** @import { Spot } from "./camera.js" */

/** @typedef {readonly Spot[]} Outline  of a plane, in CSS pixels of the stage; empty if it is not shown */
/** @typedef {{outline: Outline, isUnderEye: boolean}} Plane  seen from above, or from below */
/** @typedef {{left: number, top: number, height: number}} Room  where the picture begins, and ends */
/** @typedef {{y: number, lead: number, slope: number}} NamePlace  `y`: of its middle; `lead`, `slope`: the line's length and angle */

/** CSS pixels between candidate heights, from the stage's rim, and by which a plane may reach beyond another unseen. */
const STEP = 1;
const RIM = 8;
const SAME = 0.5;
/** A name's letters fill so much of its line: where there is little room lines may overlap. */
const CLOSE = 0.65;
/** So many from where another plane is the first. */
const INSIDE = 3;

/** The leftmost point of an outline at a height, in the picture; Infinity if it is not there. @param {Outline} outline @param {number} y @param {number} left */
export function leftEdge(outline, y, left) {
  const ends = [Infinity, -Infinity];
  for (const [i, to] of outline.entries()) {
    const from = /** @type {Spot} */ (outline.at(i - 1));
    if (from.y > y === to.y > y) continue;
    const x = from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x);
    ends[0] = Math.min(Number(ends[0]), x);
    ends[1] = Math.max(Number(ends[1]), x);
  }
  return Number(ends[1]) < left ? Infinity : Math.max(Number(ends[0]), left);
}

/**
 * @param {readonly Plane[]} planes  from the ground up @param {number} apart  CSS pixels from name to name @param {Room} room
 * @returns {Array<NamePlace | null>} null for a plane that is not seen
 */
export function placeNames(planes, apart, room) {
  const choices = planes.map((_, i) => heightsOf(planes, i, room));
  const places = fitting(choices, apart) ?? fitting(choices, CLOSE * apart) ?? spread(choices.map(([best]) => best ?? null), apart);
  return places.map((y, i) => {
    if (y === null) return null;
    const outline = planes[i]?.outline ?? [];
    const anchor = choices[i]?.find((height) => Math.abs(height - y) < STEP) ?? Number(choices[i]?.[0]);
    const across = Math.max(0, leftEdge(outline, anchor, room.left) - room.left);
    return { y, lead: Math.hypot(across, anchor - y), slope: Math.atan2(anchor - y, across) };
  });
}

/**
 * The heights at which a plane is the first from the left, the best first: near its leftmost corner. Of planes that begin outside of the
 * picture the one nearest to the eye is the first. One whose left end is not in the picture has no name where it is not the first; else,
 * where another one is first at every height, those where it is least so.
 * @param {readonly Plane[]} planes @param {number} i @param {Room} room @returns {number[]}
 */
function heightsOf(planes, i, { left, top: rim, height }) {
  const { outline, isUnderEye } = /** @type {Plane} */ (planes[i]);
  const inside = outline.filter(({ x }) => x > left);
  if (inside.length === 0) return [];
  const corner = inside.reduce((best, spot) => (spot.x < best.x ? spot : best));
  const [top, bottom] = [Math.max(Math.min(...outline.map(({ y }) => y)), rim + RIM), Math.min(Math.max(...outline.map(({ y }) => y)), height - RIM)];
  const ranked = [];
  for (let y = top + STEP / 2; y < bottom; y += STEP) {
    const own = leftEdge(outline, y, left);
    if (own === Infinity) continue;
    const others = planes.map((other, j) => {
      const isNearer = own === left && (isUnderEye ? j > i : j < i);
      return j === i ? Infinity : leftEdge(other.outline, y, left) + (isNearer ? -SAME : SAME);
    });
    ranked.push({ y, hidden: Math.max(0, own - Math.min(...others)), away: Math.abs(y - corner.y) });
  }
  if (ranked.length === 0 && bottom > rim + RIM && top < height - RIM) return [(top + bottom) / 2];
  ranked.sort((a, b) => a.hidden - b.hidden || a.away - b.away);
  const isCut = corner.y < rim + RIM || corner.y > height - RIM || outline.some(({ x }) => x < left);
  return preferred(ranked, isCut).map(({ y }) => y);
}

/** Those that are the plane's own, and clearly so; if there are none, the others. @template {{y: number, hidden: number}} Height @param {readonly Height[]} ranked @param {boolean} isCut */
function preferred(ranked, isCut) {
  const own = ranked.filter(({ hidden }) => hidden === 0);
  const all = new Set(own.map(({ y }) => Math.round(y)));
  const clear = own.filter(({ y }) => all.has(Math.round(y - INSIDE)) && all.has(Math.round(y + INSIDE)));
  if (clear.length || isCut) return clear;
  return own.length ? own : ranked;
}

/**
 * A height for each name, so that none overlaps another: as near to the best one as the names above and below allow.
 * @param {ReadonlyArray<readonly number[]>} choices @param {number} apart
 * @returns {Array<number | null> | null} null if one finds no room
 */
function fitting(choices, apart) {
  const order = choices.map((heights, i) => ({ i, heights, best: Number(heights[0]) })).filter(({ heights }) => heights.length)
    .sort((a, b) => a.best - b.best);
  /** The highest place of each, if all above it are as high as they can be. */
  const highest = [];
  let above = -Infinity;
  for (const { heights } of order) {
    above = Math.min(...heights.filter((y) => y >= above + apart));
    if (above === Infinity) return null;
    highest.push(above);
  }
  /** @type {Array<number | null>} */
  const places = choices.map(() => null);
  let below = Infinity;
  for (const { i, heights } of order.reverse()) {
    const least = Number(highest.pop());
    const found = heights.find((y) => y >= least && y <= below - apart);
    if (found === undefined) return null;
    places[i] = below = found;
  }
  return places;
}

/** Where there is no room beside every plane, names go up and down until none overlaps. @param {ReadonlyArray<number | null>} wanted @param {number} apart */
function spread(wanted, apart) {
  const order = wanted.flatMap((y, i) => (y === null ? [] : [{ i, y }])).sort((a, b) => a.y - b.y);
  /** @type {Array<number | null>} */
  const places = wanted.map(() => null);
  const middle = (order.length - 1) / 2;
  const mean = order.reduce((sum, { y }) => sum + y, 0) / order.length;
  const first = Math.max(apart / 2, mean - middle * apart);
  order.forEach(({ i }, at) => void (places[i] = first + at * apart));
  return places;
}
