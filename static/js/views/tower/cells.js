/** Every unit's colour and height, as two arrays in one order: floor by floor, map by map, row by row. */

import { colourise } from "../../lib/colour.js";
import { mapOf } from "../../lib/tensor.js";

/** @typedef {import("../../types.js").Range} Range */
/** @typedef {import("../../types.js").SceneBox} SceneBox */
/** @typedef {import("../../types.js").ScaleName} ScaleName */
/** @typedef {import("../../types.js").Tensor} Tensor */
/** @typedef {import("./floors.js").Tower} Tower */

/** So many to a line of a texture. */
export const CELLS_WIDTH = 256;

/** A block lower than this would be less than a pixel: it stays level, and need not be drawn. */
const LEAST_SHARE = 0.03;

/**
 * @typedef {object} Cells
 * @property {ReadonlyMap<SceneBox, number>} starts  a map's first cell
 * @property {number} height  lines of CELLS_WIDTH
 * @property {Uint32Array<ArrayBuffer>} colours  packed pixels
 * @property {Float32Array<ArrayBuffer>} shares  of the tallest block, −1 to 1; negative ones hang down
 */

/**
 * What colours the values.
 * @typedef {object} Colouring
 * @property {ReadonlyMap<string, Tensor> | null} activations
 * @property {ReadonlyMap<string, readonly Range[]>} ranges
 * @property {ReadonlyMap<string, ScaleName>} scales
 * @property {Readonly<Record<ScaleName, Uint32Array>>} tables
 */

/** @param {Tower} tower @returns {Cells} */
export function cellsOf(tower) {
  /** @type {Map<SceneBox, number>} */
  const starts = new Map();
  let count = 0;
  for (const box of tower.floors.flatMap((floor) => floor.boxes)) {
    starts.set(box, count);
    count += box.count;
  }
  const height = Math.max(Math.ceil(count / CELLS_WIDTH), 1);
  return { starts, height, colours: new Uint32Array(CELLS_WIDTH * height), shares: new Float32Array(CELLS_WIDTH * height) };
}

/** The colours are those of the flat view: the same table, the same rounding. @param {Cells} cells @param {Colouring} colouring */
export function colourCells({ starts, colours, shares }, { activations, ranges, scales, tables }) {
  for (const [box, start] of starts) {
    const values = activations?.get(box.layer);
    const numbers = values ? mapOf(values, box.map) : new Float32Array(box.count);
    const range = ranges.get(box.layer)?.[box.map] ?? { low: 0, high: 1 };
    colourise(numbers, range, tables[scales.get(box.layer) ?? "sequential"], colours, start);
    const most = Math.max(Math.abs(range.low), Math.abs(range.high));
    for (let i = 0; i < box.count; i++) shares[start + i] = steady(/** @type {number} */ (numbers[i]) / most);
  }
}

/** @param {number} share */
function steady(share) {
  return Math.abs(share) < LEAST_SHARE ? 0 : Math.max(-1, Math.min(1, share));
}
