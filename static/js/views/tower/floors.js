/**
 * The geometry of the tower: every row of the scene is on a horizontal plane, the input at the bottom. All planes have
 * the same size, so that each has a visible edge from every angle. World units are scene pixels; x points right, y up,
 * z towards the viewer.
 */

import { mix } from "../../lib/math.js";
import { cellRect, placeOf as placeInScene } from "../../model/places.js";

/** @import { Camera, Rect, Scene, SceneBox, SceneRow, Unit } from "../../types.js" */

/** @typedef {readonly [x: number, y: number, z: number]} Point  in world space */
/** @typedef {{x: number, z: number, width: number, depth: number}} Place  a rectangle on a floor, by its back left */

/**
 * @typedef {object} Floor
 * @property {SceneRow} row
 * @property {readonly SceneBox[]} boxes
 * @property {number} level  its y in world space
 * @property {number} rise  maximum height of its blocks
 * @property {number} middle  the scene y at z = 0
 */

/**
 * @typedef {object} Tower
 * @property {Scene} scene
 * @property {readonly Floor[]} floors  from the ground up
 * @property {ReadonlyMap<string, Floor>} floorOf  by layer; merged stages share one
 * @property {number} height  level of the top floor
 * @property {{x: number, z: number}} half  half of a plane's width and depth
 */

/** Thickness of a map's slab. */
export const THICKNESS = 3;
/** Gap above a floor per unit of its depth, so that from the home position no floor hides another. */
const CLEARANCE = { ground: 0.74, top: 0.3 };
const BASE_GAP = 12;
/** Minimum gap between floors, for their labels; larger if the tower is slim (up to `SLIM`), and thus shown smaller. */
const LEAST_GAP = { broad: 36, slim: 46 };
const SLIM = 400;
const MOST_RISE = 26;
/** Margin of the planes around the largest row. */
const MARGIN = { x: 12, z: 4 };
const LEAST_HALF = 60;
/** Elevation from which only one floor is shown, since planes would overlap. */
const OVERHEAD_ELEVATION = 0.9;

/** Compute the tower. @param {Scene} scene  in the "floors" layout @returns {Tower} */
export function towerOf(scene) {
  const { rows, width } = scene;
  const least = width < SLIM ? LEAST_GAP.slim : LEAST_GAP.broad;
  const gaps = rows.slice(1).map((row, i) => {
    const clearance = mix(CLEARANCE.ground, CLEARANCE.top, (i + 1) / (rows.length - 1));
    return Math.max(least, BASE_GAP + (clearance * (Number(rows[i]?.height) + row.height)) / 2);
  });
  const floors = rows.map((row, i) => ({
    row,
    boxes: scene.boxesOf.get(row.layer) ?? [],
    level: gaps.slice(0, i).reduce((level, gap) => level + gap, THICKNESS),
    rise: Math.min(MOST_RISE, 0.45 * Math.min(gaps[i - 1] ?? Infinity, gaps[i] ?? Infinity)),
    middle: row.y + row.height / 2,
  }));
  const reach = scene.boxes.map((box) => Math.max(width / 2 - box.x, box.x + box.width - width / 2));
  const half = {
    x: Math.max(LEAST_HALF, ...reach) + MARGIN.x,
    z: Math.max(...rows.map((row) => row.height)) / 2 + MARGIN.z,
  };
  const floorOf = new Map(floors.flatMap((floor) => floor.row.stages.map((stage) => [stage, floor])));
  return { scene, floors, floorOf, height: Number(floors.at(-1)?.level), half };
}

/** Convert a scene rectangle. @param {Tower} tower @param {Floor} floor @param {Rect} rect @returns {Place} */
export function placed(tower, floor, rect) {
  return { x: rect.x - tower.scene.width / 2, z: rect.y - floor.middle, width: rect.width, depth: rect.height };
}

/** @param {Tower} tower @param {string} layer @returns {Floor} */
export function floorNamed(tower, layer) {
  const floor = tower.floorOf.get(layer);
  if (!floor) throw new RangeError(`Unknown layer ${layer}: the tower has ${[...tower.floorOf.keys()].join(", ")}.`);
  return floor;
}

/** Return a unit's place; null if its floor is folded. @param {Tower} tower @param {Unit} unit */
export function placeOf(tower, unit) {
  const [floor, found] = [floorNamed(tower, unit.layer), placeInScene(tower.scene, unit)];
  if (!found) return null;
  const { box, row, column } = found;
  const place = placed(tower, floor, cellRect(box, row, column));
  return { ...place, floor, level: floor.level, box, cell: row * box.columns + column };
}

/** From the front left. @param {Place} place @param {number} level @returns {[Point, Point, Point, Point]} */
export function cornersOf({ x, z, width, depth }, level) {
  return [[x, level, z + depth], [x + width, level, z + depth], [x + width, level, z], [x, level, z]];
}

/** Return the corners of a floor's plane. @param {Tower} tower @param {Floor} floor */
export function planeOf({ half }, { level }) {
  return cornersOf({ x: -half.x, z: -half.z, width: 2 * half.x, depth: 2 * half.z }, level);
}

/** Return the visible floors: from above only one. @param {Tower} tower @param {Camera} camera @returns {Set<Floor>} */
export function floorsSeen({ floors }, camera) {
  if (!isOverhead(camera)) return new Set(floors);
  const away = (/** @type {Floor} */ { level }) => Math.abs(level - camera.target[1]);
  return new Set([floors.reduce((best, floor) => (away(floor) < away(best) ? floor : best))]);
}

/** Return whether the camera looks down from above. @param {Camera} camera */
export const isOverhead = ({ elevation }) => elevation >= OVERHEAD_ELEVATION;
