/**
 * The scene laid flat: every row is a floor of a tower, the drawing at the bottom. World units are scene pixels; x goes right, y up,
 * z towards the viewer, so that a map read from the front stands as it does in the flat view. Scene ↔ world is exact both ways.
 */

import { clamp, mix } from "../../lib/math.js";

/** @typedef {import("../../types.js").Rect} Rect */
/** @typedef {import("../../types.js").Scene} Scene */
/** @typedef {import("../../types.js").SceneBox} SceneBox */
/** @typedef {import("../../types.js").SceneRow} SceneRow */
/** @typedef {readonly [x: number, y: number, z: number]} Point  in the world */

/**
 * @typedef {object} Floor
 * @property {SceneRow} row
 * @property {readonly SceneBox[]} boxes
 * @property {number} level  its height above the ground
 * @property {number} rise  how high its tallest block may stand
 * @property {number} middle  the scene's y that lies at z = 0
 * @property {{left: number, right: number, back: number, front: number}} edges  of what stands on it, in the world
 */

/**
 * @typedef {object} Tower
 * @property {Scene} scene
 * @property {readonly Floor[]} floors  from the ground up
 * @property {ReadonlyMap<string, Floor>} floorOf  by layer; merged stages share
 * @property {number} height  of the top floor
 */

/** @typedef {{lowest: number, highest: number}} Storeys  heights between which there is something to see */

/** @type {Storeys} */
export const ALL_STOREYS = Object.freeze({ lowest: -Infinity, highest: Infinity });

/** How thick a map is when its blocks are level. */
export const THICKNESS = 3;

/**
 * Air over a floor for each unit of depth, at the ground and at the top: so that from home no floor hides another. The
 * camera sees lower floors more from above.
 */
const CLEARANCE = { ground: 0.74, top: 0.3 };
const LEAST_AIR = 12;
/** An elevation from which floors would hide each other, and one from which all lie under each other. */
const STEEP = 1.1;
const OVERHEAD = 1.4;
const MOST_RISE = 26;
/** A folded floor is a bar of this width. */
const FOLDED_WIDTH = 120;

/** @param {Scene} scene  laid out as floors @returns {Tower} */
export function towerOf(scene) {
  const levels = levelsOf(scene.rows);
  const floors = scene.rows.map((row, i) => {
    const boxes = scene.boxesOf.get(row.layer) ?? [];
    const middle = row.y + row.height / 2;
    return { row, boxes, level: Number(levels[i]), rise: riseOf(levels, i), middle, edges: edgesOf(scene, row, boxes) };
  });
  const floorOf = new Map(floors.flatMap((floor) => floor.row.stages.map((stage) => [stage, floor])));
  return { scene, floors, floorOf, height: Number(levels.at(-1)) };
}

/** @param {readonly SceneRow[]} rows @returns {number[]} */
function levelsOf(rows) {
  let level = THICKNESS;
  return rows.map((row, i) => {
    const below = rows[i - 1];
    if (below) {
      const clearance = mix(CLEARANCE.ground, CLEARANCE.top, i / Math.max(rows.length - 1, 1));
      level += LEAST_AIR + clearance * (below.height + row.height) / 2;
    }
    return level;
  });
}

/** Blocks neither reach the floor above nor hang down to the one below. @param {readonly number[]} levels @param {number} i */
function riseOf(levels, i) {
  const here = Number(levels[i]);
  const air = Math.min((levels[i + 1] ?? Infinity) - here, here - (levels[i - 1] ?? -Infinity));
  return Math.min(MOST_RISE, 0.45 * air);
}

/** @param {Scene} scene @param {SceneRow} row @param {readonly SceneBox[]} boxes */
function edgesOf(scene, row, boxes) {
  const half = { x: scene.width / 2, z: row.height / 2 };
  if (!boxes.length) return { left: -FOLDED_WIDTH / 2, right: FOLDED_WIDTH / 2, back: -half.z, front: half.z };
  return {
    left: Math.min(...boxes.map((box) => box.x)) - half.x,
    right: Math.max(...boxes.map((box) => box.x + box.width)) - half.x,
    back: -half.z,
    front: half.z,
  };
}

/**
 * Where a rectangle of the scene lies on its floor.
 * @param {Tower} tower @param {Floor} floor @param {Rect} rect
 * @returns {{x: number, z: number, width: number, depth: number}}  x and z of its left back corner
 */
export function placed(tower, floor, rect) {
  return { x: rect.x - tower.scene.width / 2, z: rect.y - floor.middle, width: rect.width, depth: rect.height };
}

/** @param {Tower} tower @param {string} layer @returns {Floor} */
export function floorNamed(tower, layer) {
  const floor = tower.floorOf.get(layer);
  if (!floor) throw new RangeError(`Unknown layer ${layer}: the tower has ${[...tower.floorOf.keys()].join(", ")}.`);
  return floor;
}

/** The four corners of a floor. @param {Floor} floor @returns {[Point, Point, Point, Point]} */
export function cornersOf({ edges, level }) {
  return [
    [edges.left, level, edges.front],
    [edges.right, level, edges.front],
    [edges.right, level, edges.back],
    [edges.left, level, edges.back],
  ];
}

/** Everything that must be seen from home. @param {Tower} tower @returns {Point[]} */
export function outlineOf(tower) {
  return tower.floors.flatMap(cornersOf);
}

/**
 * Seen from above, the floors over the one that is looked at step aside, and from straight above those under it, too.
 * @param {Tower} tower @param {import("../../types.js").Camera} camera @returns {Storeys}
 */
export function storeysOf({ floors }, camera) {
  const { elevation, target } = camera;
  if (elevation < STEEP) return ALL_STOREYS;
  const levels = floors.map((floor) => floor.level);
  const nearest = levels.reduce((best, level, i) => (Math.abs(level - target[1]) < Math.abs(Number(levels[best]) - target[1]) ? i : best), 0);
  const border = (/** @type {number} */ below) => (Number(levels[below]) + Number(levels[below + 1])) / 2;
  return {
    lowest: !isOverhead(camera) || nearest === 0 ? -Infinity : border(nearest - 1),
    highest: nearest === levels.length - 1 ? Infinity : border(nearest),
  };
}

/** Does it look straight down? @param {import("../../types.js").Camera} camera */
export const isOverhead = ({ elevation }) => elevation >= OVERHEAD;

/** @param {Storeys} storeys @param {number} height */
export function isShown({ lowest, highest }, height) {
  return height > lowest && height < highest;
}

/** @param {Storeys} one @param {Storeys} other */
export function areSame(one, other) {
  return one.lowest === other.lowest && one.highest === other.highest;
}

/** The nearest point that a camera may look at. @param {Tower} tower @param {Point} point @returns {Point} */
export function insideTower(tower, [x, y, z]) {
  const wide = Math.max(...tower.floors.map((floor) => floor.edges.right));
  const deep = Math.max(...tower.floors.map((floor) => floor.edges.front));
  return [clamp(x, -wide, wide), clamp(y, 0, tower.height), clamp(z, -deep, deep)];
}
