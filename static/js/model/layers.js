/** Look-ups in the architecture, the table of layers that the API returns. */

import { indexAt, offsetOf, volumeOf } from "../lib/tensor.js";

/** @import { Layer, Unit } from "../types.js" */

/** Return a layer. @param {readonly Layer[]} layers @param {string} name @returns {Layer} */
export function layerNamed(layers, name) {
  const found = layers.find((layer) => layer.name === name);
  if (!found) {
    throw new RangeError(`Unknown layer ${name}: the network has ${layers.map((layer) => layer.name).join(", ")}.`);
  }
  return found;
}

/**
 * Parse a unit, as "pool1/3/5/7" or "fc1/17"; null if the network has no such unit.
 * @param {readonly Layer[]} layers @param {string} text  any text of a link
 * @returns {Unit | null}
 */
export function parseUnit(layers, text) {
  const [name, ...numbers] = text.split("/");
  const layer = layers.find((candidate) => candidate.name === name);
  if (!layer || numbers.length !== layer.shape.length) return null;
  if (!numbers.every((number, axis) => /^\d{1,6}$/.test(number) && Number(number) < Number(layer.shape[axis]))) {
    return null;
  }
  return { layer: layer.name, index: numbers.map(Number) };
}

/** Return a unit as text. @param {Unit} unit @returns {string} "pool1/3/5/7" */
export function formatUnit(unit) {
  return [unit.layer, ...unit.index].join("/");
}

/** Whether two units are the same, or both null. @param {Unit | null} one @param {Unit | null} other */
export function sameUnit(one, other) {
  return one === other || (one !== null && other !== null && formatUnit(one) === formatUnit(other));
}

/**
 * Return the cell of a unit; a dense layer is one map with one row.
 * @param {Unit} unit @returns {[map: number, row: number, column: number]}
 */
export function cellOf(unit) {
  const [first = 0, row = 0, column = 0] = unit.index;
  return unit.index.length === 1 ? [0, 0, first] : [first, row, column];
}

/** @param {Layer} layer @param {number} map @param {number} row @param {number} column @returns {Unit} of a cell */
export function unitFrom(layer, map, row, column) {
  const index = layer.shape.length === 1 ? [column] : [map, row, column];
  return { layer: layer.name, index };
}

/** Return the offset of a unit's value in the layer's data. @param {Layer} layer @param {Unit} unit */
export function unitOffset(layer, unit) {
  return offsetOf(layer.shape, unit.index);
}

/** Return the unit at an offset. @param {Layer} layer @param {number} offset @returns {Unit} */
export function unitAtOffset(layer, offset) {
  return { layer: layer.name, index: indexAt(layer.shape, offset) };
}

/** Return a layer's shape. @param {Layer} layer @returns {[maps: number, rows: number, columns: number]} */
export function layerVolume(layer) {
  return volumeOf(layer.shape);
}

/**
 * Return the size of a layer's window, with the number of input maps if a convolution reads several.
 * @param {Layer} layer @param {Layer | null} below
 * @returns {string} "5 × 5", "6 × 5 × 5"; empty without a window
 */
export function kernelSize(layer, below) {
  const depth = layer.kind === "convolution" && below ? layerVolume(below)[0] : 1;
  return layer.kernel ? [...(depth > 1 ? [depth] : []), ...layer.kernel].join(" × ") : "";
}
