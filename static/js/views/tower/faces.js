/**
 * Which faces of standing blocks are drawn: those that look towards the eye, that no neighbour of the same map hides, and that do not
 * lie in the level map, which is drawn anyway. A software renderer pays for every triangle, and half of them would never be seen.
 */

import { floorNamed, placed } from "./floors.js";
import { CORNERS, FACES } from "./slabs.js";

/** @typedef {import("./cells.js").Cells} Cells */
/** @typedef {import("./floors.js").Point} Point */
/** @typedef {import("./floors.js").Tower} Tower */

/** @typedef {{across: number, deep: number, isAbove: boolean}} Side  where the eye is, seen from a map: −1 left of it or behind it, 1 right of it or before it, 0 between its edges */

/** Between units with a gap every side is seen. */
const APART = { across: 0, deep: 0 };

/** More than that are never needed. @param {Cells} cells */
export const mostIndices = ({ shares }) => 3 * FACES.level.length * shares.length;

/** Of every map, in the order of the cells. @param {Tower} tower @param {Cells} cells @param {Point} eye @returns {Side[]} */
export function sidesOf(tower, { starts }, eye) {
  return [...starts.keys()].map((box) => {
    const floor = floorNamed(tower, box.layer);
    const { x, z, width, depth } = placed(tower, floor, box);
    return { across: sideOf(eye[0], x, width), deep: sideOf(eye[2], z, depth), isAbove: eye[1] > floor.level };
  });
}

/** @param {number} eye @param {number} start @param {number} length */
function sideOf(eye, start, length) {
  if (eye < start) return -1;
  return eye > start + length ? 1 : 0;
}

/**
 * The triangles of the faces to draw, into `indices`; gives how many numbers that are.
 * @param {Cells} cells @param {readonly Side[]} sides @param {Uint32Array} indices
 */
export function facesOf({ starts, shares }, sides, indices) {
  let [at, map] = [0, 0];
  /** @param {number} unit @param {readonly number[]} face */
  const draw = (unit, face) => {
    for (let i = 0; i < face.length; i++) indices[at++] = unit * CORNERS + Number(face[i]);
  };
  for (const [{ count, columns, rows, gap }, start] of starts) {
    const { isAbove, ...side } = /** @type {Side} */ (sides[map++]);
    const { across, deep } = gap.x === 0 ? side : APART;
    for (let cell = 0; cell < count; cell++) {
      const unit = start + cell;
      const share = Number(shares[unit]);
      if (share === 0) continue;
      const column = cell % columns;
      if (share > 0 === isAbove) draw(unit, FACES.level);
      if (!covers(isNext(column, across, columns) ? Number(shares[unit + across]) : 0, share)) draw(unit, FACES.across);
      if (!covers(isNext((cell - column) / columns, deep, rows) ? Number(shares[unit + deep * columns]) : 0, share)) draw(unit, FACES.deep);
    }
  }
  return at;
}

/** Is there a neighbour on the eye's side? @param {number} place @param {number} step @param {number} count */
function isNext(place, step, count) {
  return step !== 0 && place + step >= 0 && place + step < count;
}

/** Does the neighbour stand as high, or hang as low? @param {number} neighbour @param {number} share */
function covers(neighbour, share) {
  return share > 0 ? neighbour >= share : neighbour <= share;
}
