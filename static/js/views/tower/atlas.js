/** Every unit's colour and height. The colours are one picture, a pixel for each unit, that the maps are rectangles of. */

import { colourise } from "../../lib/colour.js";
import { range } from "../../lib/math.js";
import { mapOf } from "../../lib/tensor.js";

/** @import { Range, SceneBox, ScaleName, Tensor } from "../../types.js" */
/** @import { Tower } from "./floors.js" */

/** @typedef {{x: number, y: number}} Corner  of a map in the picture */

/**
 * @typedef {object} Atlas
 * @property {number} width
 * @property {number} height
 * @property {Uint32Array<ArrayBuffer>} colours  packed pixels, row by row; the very first is the colour of a map's rim
 * @property {ReadonlyMap<SceneBox, Corner>} corners
 * @property {ReadonlyMap<SceneBox, Float32Array>} shares  of the tallest block, −1 to 1; negative ones hang down
 */

/**
 * What colours the values.
 * @typedef {object} Colouring
 * @property {ReadonlyMap<string, Tensor> | null} activations
 * @property {ReadonlyMap<string, readonly Range[]>} ranges
 * @property {ReadonlyMap<string, ScaleName>} scales
 * @property {Readonly<Record<ScaleName, Uint32Array>>} tables
 */

const LEAST_WIDTH = 256;
/** A block lower than this would be less than a pixel: it stays level, and need not be drawn. */
const LEAST_SHARE = 0.03;

/** Maps beside each other, line by line. @param {Tower} tower @returns {Atlas} */
export function atlasOf({ floors }) {
  const boxes = floors.flatMap((floor) => floor.boxes);
  const width = Math.max(LEAST_WIDTH, ...boxes.map(({ columns }) => columns));
  /** @type {Map<SceneBox, Corner>} */
  const corners = new Map();
  const line = { x: width, y: 0, end: 1 };
  for (const box of boxes) {
    if (line.x + box.columns > width) Object.assign(line, { x: 0, y: line.end });
    corners.set(box, { x: line.x, y: line.y });
    line.x += box.columns;
    line.end = Math.max(line.end, line.y + box.rows);
  }
  const shares = new Map(boxes.map((box) => [box, new Float32Array(box.count)]));
  return { width, height: line.end, colours: new Uint32Array(width * line.end), corners, shares };
}

/** The colours are those of the flat view: the same table, the same rounding. @param {Atlas} atlas @param {Colouring} colouring @param {number} rim */
export function colourAtlas({ width, colours, corners, shares }, { activations, ranges, scales, tables }, rim) {
  colours[0] = rim;
  for (const [box, { x, y }] of corners) {
    const values = activations?.get(box.layer);
    const numbers = values ? mapOf(values, box.map) : new Float32Array(box.count);
    const ends = ranges.get(box.layer)?.[box.map] ?? { low: 0, high: 1 };
    const table = tables[scales.get(box.layer) ?? "sequential"];
    for (const row of range(box.rows)) {
      colourise(numbers.subarray(row * box.columns, (row + 1) * box.columns), ends, table, colours, (y + row) * width + x);
    }
    const most = Math.max(Math.abs(ends.low), Math.abs(ends.high));
    const heights = /** @type {Float32Array} */ (shares.get(box));
    for (let i = 0; i < box.count; i++) heights[i] = steady(/** @type {number} */ (numbers[i]) / most);
  }
}

/** @param {number} share */
function steady(share) {
  return Math.abs(share) < LEAST_SHARE ? 0 : Math.max(-1, Math.min(1, share));
}
