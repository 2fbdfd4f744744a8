/** Looking things up in the architecture: the table of layers that the API serves. */

import { indexAt, offsetOf, volumeOf } from "../lib/tensor.js";

/** @import { Layer, Unit } from "../types.js" */

/** @param {readonly Layer[]} layers @param {string} name @returns {Layer} */
export function layerNamed(layers, name) {
  const found = layers.find((layer) => layer.name === name);
  if (!found) {
    throw new RangeError(`Unknown layer ${name}: the network has ${layers.map((layer) => layer.name).join(", ")}.`);
  }
  return found;
}

/**
 * "pool1/3/5/7" or "fc1/17" → unit; null if the network has no such unit, since links may hold anything.
 * @param {readonly Layer[]} layers @param {string} text
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

/** @param {Unit} unit @returns {string} "pool1/3/5/7" */
export function formatUnit(unit) {
  return [unit.layer, ...unit.index].join("/");
}

/** @param {Unit | null} one @param {Unit | null} other */
export function sameUnit(one, other) {
  return one === other || (one !== null && other !== null && formatUnit(one) === formatUnit(other));
}

/** A dense layer is one map of one row. @param {Unit} unit @returns {[map: number, row: number, column: number]} */
export function cellOf(unit) {
  const [first = 0, row = 0, column = 0] = unit.index;
  return unit.index.length === 1 ? [0, 0, first] : [first, row, column];
}

/** @param {Layer} layer @param {number} map @param {number} row @param {number} column @returns {Unit} */
export function unitFrom(layer, map, row, column) {
  const index = layer.shape.length === 1 ? [column] : [map, row, column];
  return { layer: layer.name, index };
}

/** Where the unit's value lies in its layer's data. @param {Layer} layer @param {Unit} unit */
export function unitOffset(layer, unit) {
  return offsetOf(layer.shape, unit.index);
}

/** @param {Layer} layer @param {number} offset @returns {Unit} */
export function unitAtOffset(layer, offset) {
  return { layer: layer.name, index: indexAt(layer.shape, offset) };
}

/** @param {Layer} layer @returns {[maps: number, rows: number, columns: number]} */
export function layerVolume(layer) {
  return volumeOf(layer.shape);
}

/**
 * What a layer's window covers: of a convolution that reads several maps it has their number, too.
 * @param {Layer} layer @param {Layer | null} below
 * @returns {string} "5 × 5", "6 × 5 × 5"; empty without a window
 */
export function kernelSize(layer, below) {
  const depth = layer.kind === "convolution" && below ? layerVolume(below)[0] : 1;
  return layer.kernel ? [...(depth > 1 ? [depth] : []), ...layer.kernel].join(" × ") : "";
}
