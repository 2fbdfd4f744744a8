/**
 * What is drawn, as slabs: a slab is a rectangle of cells on a floor, with its place in the flat picture. Level, a whole map is one
 * slab, and a dense unit one of its own, since it lies elsewhere in the flat view. Every unit is a slab that stands upon these, too,
 * when height shows the value.
 */

import { range } from "../../lib/math.js";
import { cellRect } from "../../model/places.js";
import { cssRect } from "../network/viewport.js";
import { placed } from "./floors.js";

/** @typedef {import("../../types.js").Rect} Rect */
/** @typedef {import("../../types.js").Scene} Scene */
/** @typedef {import("../../types.js").SceneBox} SceneBox */
/** @typedef {import("../network/viewport.js").Viewport} Viewport */
/** @typedef {import("./cells.js").Cells} Cells */
/** @typedef {import("./floors.js").Floor} Floor */
/** @typedef {import("./floors.js").Tower} Tower */

/** @typedef {{scene: Scene, viewport: Viewport}} Flat  the flat view's picture, from where the slabs come */

/**
 * Four times four numbers for each slab, as the shader reads them: x, z, width, depth in the world; left, top, width, height in CSS
 * pixels of the flat picture; level, tallest block, columns, rows; first cell, nothing, nothing, nothing.
 * @typedef {{count: number, height: number, numbers: Float32Array<ArrayBuffer>}} Slabs
 */

/** So many slabs to a line of a texture, four texels each. */
export const SLABS_WIDTH = 128;
const NUMBERS = 16;
/** The seven vertices of a slab are numbered in steps of eight; the bits of a number say how far it lies from the nearest corner, across, down and deep. */
export const CORNERS = 8;
/** Its three faces as triangles; each ends in the vertex that brings its face's light. */
export const FACES = /** @type {const} */ ({ level: [0, 1, 5, 4, 0, 5], across: [0, 4, 6, 2, 0, 6], deep: [0, 2, 3, 1, 0, 3] });

/** @typedef {{floor: Floor, rect: Rect, flat: Rect | null, columns: number, rows: number, first: number}} Slab */

/** @param {Tower} tower @param {Cells} cells @param {Flat | null} flat @returns {Slabs} */
export function levelSlabs(tower, cells, flat) {
  return made(tower, slabsOf(tower, cells, flat, (box) => box.dense));
}

/** @param {Tower} tower @param {Cells} cells @param {Flat | null} flat @returns {Slabs} */
export function unitSlabs(tower, cells, flat) {
  return made(tower, slabsOf(tower, cells, flat, () => true));
}

/** @param {Tower} tower @param {Cells} cells @param {Flat | null} flat @param {(box: SceneBox) => boolean} isSplit @returns {Slab[]} */
function slabsOf(tower, cells, flat, isSplit) {
  return tower.floors.flatMap((floor) => floor.boxes.flatMap((box) => {
    const first = Number(cells.starts.get(box));
    const other = flat?.scene.boxesOf.get(box.layer)?.find((candidate) => candidate.map === box.map) ?? null;
    const flatRect = (/** @type {(box: SceneBox) => Rect} */ rectOf) => (other && flat ? cssRect(flat.viewport, rectOf(other)) : null);
    if (!isSplit(box)) return [{ floor, rect: /** @type {Rect} */ (box), flat: flatRect((map) => map), columns: box.columns, rows: box.rows, first }];
    return range(box.count).map((cell) =>
      ({ floor, rect: rectOfCell(box, cell), flat: flatRect((map) => rectOfCell(map, cell)), columns: 1, rows: 1, first: first + cell }));
  }));
}

/** @param {Tower} tower @param {readonly Slab[]} slabs @returns {Slabs} */
function made(tower, slabs) {
  const height = Math.max(Math.ceil(slabs.length / SLABS_WIDTH), 1);
  const numbers = new Float32Array(NUMBERS * SLABS_WIDTH * height);
  slabs.forEach(({ floor, rect, flat, columns, rows, first }, i) => {
    const { x, z, width, depth } = placed(tower, floor, rect);
    const from = flat ?? { x: 0, y: 0, width: 0, height: 0 };
    numbers.set([x, z, width, depth, from.x, from.y, from.width, from.height, floor.level, floor.rise, columns, rows, first], NUMBERS * i);
  });
  return { count: slabs.length, height, numbers };
}

/** @param {SceneBox} box @param {number} cell */
function rectOfCell(box, cell) {
  return cellRect(box, Math.floor(cell / box.columns), cell % box.columns);
}
