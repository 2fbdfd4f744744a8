/**
 * Where the names of the planes stand: left of all planes, at a height where the first plane to their right is their own, with a
 * leader line to its edge. Names never overlap and are never left out.
 */

/** @typedef {import("./placing.js").Size} Size */
/** @typedef {ReadonlyArray<{x: number, y: number}>} Outline  of a plane, in CSS pixels of the stage; empty if it is not shown */
/** @typedef {{x: number, y: number, width: number, height: number, isBrief: boolean, lead: number, slope: number}} NamePlace  `lead`, `slope`: the line's length and angle */

import { TARGET } from "./placing.js";

/** CSS pixels between a name and the plane, between candidate heights, and from the stage's rim. */
const GAP = 10;
const STEP = 2;
const RIM = 2;
const APART = 2;

/** Best first: names that can be pressed stand at least `least` CSS pixels apart. */
const TRIES = [{ isBrief: false, least: TARGET - APART }, { isBrief: true, least: TARGET - APART }, { isBrief: true, least: 0 }];

/** The leftmost point of an outline at a height; Infinity if it is not there. @param {Outline} outline @param {number} y */
export function leftEdge(outline, y) {
  let left = Infinity;
  for (let i = 0; i < outline.length; i++) {
    const [from, to] = [/** @type {Outline[0]} */ (outline[i]), /** @type {Outline[0]} */ (outline[(i + 1) % outline.length])];
    if (from.y > y === to.y > y) continue;
    left = Math.min(left, from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
  }
  return left;
}

/**
 * @param {readonly Outline[]} outlines @param {ReadonlyArray<{full: Size, brief: Size}>} sizes  of the names @param {Size} stage
 * @param {readonly Outline[]} [obstacles]  what else names stand left of: the digits of the answer
 * @returns {Array<NamePlace | null>} null for a plane that is not seen
 */
export function placeNames(outlines, sizes, stage, obstacles = []) {
  const choices = outlines.map((outline, i) => heightsOf(outline, outlines.filter((_, j) => j !== i), stage));
  for (const { isBrief, least } of TRIES) {
    const heights = sizes.map(({ full, brief }) => Math.max(least, (isBrief ? brief : full).height));
    const middles = middlesFor(choices, heights);
    if (!middles && least) continue;
    const best = middles ?? spread(choices.map(([first]) => first ?? null), heights);
    return best.map((middle, i) => {
      const size = (isBrief ? sizes[i]?.brief : sizes[i]?.full) ?? stage;
      return middle === null ? null : placeAt(middle, { own: /** @type {Outline} */ (outlines[i]), anchor: Number(choices[i]?.find((y) => y === middle) ?? choices[i]?.[0]), obstacles: [...outlines, ...obstacles], size, isBrief, stage });
    });
  }
  return [];
}

/**
 * The heights at which a plane is the first from the left, the best first: near its leftmost corner. Where another plane hides it at
 * every height, those where it is least hidden.
 * @param {Outline} outline @param {readonly Outline[]} others @param {Size} stage
 * @returns {number[]}
 */
function heightsOf(outline, others, stage) {
  if (outline.length === 0) return [];
  const corner = outline.reduce((best, point) => (point.x < best.x ? point : best));
  const [top, bottom] = [Math.max(Math.min(...outline.map(({ y }) => y)), RIM), Math.min(Math.max(...outline.map(({ y }) => y)), stage.height - RIM)];
  const heights = Array.from({ length: Math.max(0, Math.floor((bottom - top) / STEP)) }, (_, i) => top + (i + 0.5) * STEP);
  if (heights.length === 0) return corner.y >= 0 && corner.y <= stage.height ? [corner.y] : [];
  const hidden = (/** @type {number} */ y) => Math.max(0, leftEdge(outline, y) - Math.min(...others.map((other) => leftEdge(other, y))));
  const ranked = heights.map((y) => ({ y, hidden: hidden(y) })).sort((a, b) => a.hidden - b.hidden || Math.abs(a.y - corner.y) - Math.abs(b.y - corner.y));
  const own = ranked.filter((one) => one.hidden === 0);
  return (own.length ? own : ranked).map(({ y }) => y);
}

/**
 * A height for each name, so that none overlaps another: as near to the best one as the names above and below allow.
 * @param {ReadonlyArray<readonly number[]>} choices @param {readonly number[]} heights
 * @returns {Array<number | null> | null} null if one finds no room
 */
function middlesFor(choices, heights) {
  const seen = choices.map((_, i) => i).filter((i) => choices[i]?.length).sort((a, b) => meanOf(choices[a]) - meanOf(choices[b]));
  const apart = (/** @type {number} */ i, /** @type {number} */ j) => (Number(heights[i]) + Number(heights[j])) / 2 + APART;
  /** The highest place of each, if all above it are as high as they can be. @type {Map<number, number>} */
  const highest = new Map();
  let above = -Infinity;
  for (const [at, i] of seen.entries()) {
    const limit = at ? above + apart(i, Number(seen[at - 1])) : above;
    above = Math.min(...(choices[i] ?? []).filter((y) => y >= limit));
    if (above === Infinity) return null;
    highest.set(i, above);
  }
  /** @type {Array<number | null>} */
  const middles = choices.map(() => null);
  let below = Infinity;
  for (const [at, i] of [...seen.entries()].reverse()) {
    const limit = at + 1 < seen.length ? below - apart(i, Number(seen[at + 1])) : below;
    const middle = choices[i]?.find((y) => y >= Number(highest.get(i)) && y <= limit);
    if (middle === undefined) return null;
    middles[i] = below = middle;
  }
  return middles;
}

/** @param {readonly number[]} [values] */
function meanOf(values = []) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Where there is no room beside every plane, names go up and down until none overlaps. @param {Array<number | null>} wanted @param {readonly number[]} heights */
function spread(wanted, heights) {
  const order = wanted.flatMap((y, i) => (y === null ? [] : [{ i, y }])).sort((a, b) => a.y - b.y);
  const step = Math.max(...heights) + APART;
  const total = step * order.length;
  const mean = order.reduce((sum, { y }) => sum + y, 0) / order.length;
  let next = Math.max(step / 2 + RIM, Math.min(Number(order[0]?.y), mean - total / 2 + step / 2));
  /** @type {Array<number | null>} */
  const middles = wanted.map(() => null);
  for (const { i, y } of order) {
    middles[i] = Math.max(next, Math.min(y, next));
    next = Math.max(next, y - step) + step;
  }
  return middles;
}

/**
 * @param {number} middle
 * @param {{own: Outline, anchor: number, obstacles: readonly Outline[], size: Size, isBrief: boolean, stage: Size}} about  `anchor`: the height at which the line ends
 * @returns {NamePlace}
 */
function placeAt(middle, { own, anchor, obstacles, size: { width, height }, isBrief, stage }) {
  const rows = [-0.5, -0.25, 0, 0.25, 0.5].map((share) => middle + share * height);
  const nearest = Math.min(stage.width, ...obstacles.flatMap((outline) => rows.map((y) => leftEdge(outline, y))));
  const x = Math.max(nearest - GAP - width, RIM);
  const [across, down] = [Math.max(0, Math.min(leftEdge(own, anchor), stage.width) - x - width - 2), anchor - middle];
  return { x, y: middle - height / 2, width, height, isBrief, lead: Math.hypot(across, down), slope: Math.atan2(down, across) };
}
