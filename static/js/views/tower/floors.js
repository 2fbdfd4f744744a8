/**
 * The scene laid flat: every row lies on a plane of a tower, the drawing at the bottom. All planes are of one size, so that each of them
 * has an edge of its own from wherever it is seen. World units are scene pixels; x goes right, y up, z towards the viewer.
 */

import { mix } from "../../lib/math.js";
import { placeOf as placeInScene, cellRect } from "../../model/places.js";

/** @import { Camera, Rect, Scene, SceneBox, SceneRow, Unit } from "../../types.js" */

/** @typedef {readonly [x: number, y: number, z: number]} Point  in the world */
/** @typedef {{x: number, z: number, width: number, depth: number}} Place  on a floor: its left back corner, and its size */

/**
 * @typedef {object} Floor
 * @property {SceneRow} row
 * @property {readonly SceneBox[]} boxes
 * @property {number} level  its height above the ground
 * @property {number} rise  how high its tallest block may stand
 * @property {number} middle  the scene's y that lies at z = 0
 */

/**
 * @typedef {object} Tower
 * @property {Scene} scene
 * @property {readonly Floor[]} floors  from the ground up
 * @property {ReadonlyMap<string, Floor>} floorOf  by layer; merged stages share
 * @property {number} height  of the top floor
 * @property {{x: number, z: number}} half  of a plane's width and depth
 */

/** How thick a map is when its blocks are level. */
export const THICKNESS = 3;
/**
 * Air over a floor for each unit of depth, at the ground and at the top: so that from home no map hides another. The
 * camera sees lower floors more from above.
 */
const CLEARANCE = { ground: 0.74, top: 0.3 };
const AIR = 12;
/** Between two floors, so that the name of each has room; more where the tower is slim, and seen smaller. */
const LEAST_GAP = { broad: 36, slim: 46 };
const SLIM = 400;
const MOST_RISE = 26;
/** Of a plane around the largest row that lies on it. */
const MARGIN = { x: 12, z: 4 };
const LEAST_HALF = 60;
/** An elevation from which only one floor is shown: planes would lie on each other. */
const OVERHEAD = 0.9;

/** @param {Scene} scene  laid out as floors @returns {Tower} */
export function towerOf(scene) {
  const levels = levelsOf(scene.rows, scene.width < SLIM ? LEAST_GAP.slim : LEAST_GAP.broad);
  const floors = scene.rows.map((row, i) => {
    const air = Math.min(Number(levels[i + 1] ?? Infinity) - Number(levels[i]), Number(levels[i]) - (levels[i - 1] ?? -Infinity));
    const rise = Math.min(MOST_RISE, 0.45 * air);
    return { row, boxes: scene.boxesOf.get(row.layer) ?? [], level: Number(levels[i]), rise, middle: row.y + row.height / 2 };
  });
  const reach = scene.boxes.map((box) => Math.max(scene.width / 2 - box.x, box.x + box.width - scene.width / 2));
  const half = {
    x: Math.max(LEAST_HALF, ...reach) + MARGIN.x,
    z: Math.max(...scene.rows.map((row) => row.height)) / 2 + MARGIN.z,
  };
  const floorOf = new Map(floors.flatMap((floor) => floor.row.stages.map((stage) => [stage, floor])));
  return { scene, floors, floorOf, height: Number(levels.at(-1)), half };
}

/** @param {readonly SceneRow[]} rows @param {number} least  gap @returns {number[]} */
function levelsOf(rows, least) {
  let level = THICKNESS;
  return rows.map((row, i) => {
    const below = rows[i - 1];
    if (below) {
      const clearance = mix(CLEARANCE.ground, CLEARANCE.top, i / Math.max(rows.length - 1, 1));
      level += Math.max(least, AIR + (clearance * (below.height + row.height)) / 2);
    }
    return level;
  });
}

/** Where a rectangle of the scene lies on its floor. @param {Tower} tower @param {Floor} floor @param {Rect} rect @returns {Place} */
export function placed(tower, floor, rect) {
  return { x: rect.x - tower.scene.width / 2, z: rect.y - floor.middle, width: rect.width, depth: rect.height };
}

/** @param {Tower} tower @param {string} layer @returns {Floor} */
export function floorNamed(tower, layer) {
  const floor = tower.floorOf.get(layer);
  if (!floor) throw new RangeError(`Unknown layer ${layer}: the tower has ${[...tower.floorOf.keys()].join(", ")}.`);
  return floor;
}

/** Where a unit lies; null if its floor is folded. @param {Tower} tower @param {Unit} unit @returns {Place & {level: number} | null} */
export function placeOf(tower, unit) {
  const floor = floorNamed(tower, unit.layer);
  const found = placeInScene(tower.scene, unit);
  return found && { ...placed(tower, floor, cellRect(found.box, found.row, found.column)), level: floor.level };
}

/** The corners of a rectangle, from its left front one. @param {Place} place @param {number} level @returns {[Point, Point, Point, Point]} */
export function cornersOf({ x, z, width, depth }, level) {
  return [[x, level, z + depth], [x + width, level, z + depth], [x + width, level, z], [x, level, z]];
}

/** The corners of a floor's plane. @param {Tower} tower @param {Floor} floor */
export function planeOf({ half }, { level }) {
  return cornersOf({ x: -half.x, z: -half.z, width: 2 * half.x, depth: 2 * half.z }, level);
}

/** Seen from above, the floors over and under the one that is looked at step aside. @param {Tower} tower @param {Camera} camera @returns {ReadonlySet<Floor>} */
export function floorsSeen(tower, camera) {
  return new Set(isOverhead(camera) ? [nearestFloor(tower, camera.target[1])] : tower.floors);
}

/** @param {Tower} tower @param {number} height @returns {Floor} */
export function nearestFloor({ floors }, height) {
  const away = (/** @type {Floor} */ { level }) => Math.abs(level - height);
  return floors.reduce((best, floor) => (away(floor) < away(best) ? floor : best));
}

/** Does it look down? @param {Camera} camera */
export const isOverhead = ({ elevation }) => elevation >= OVERHEAD;
