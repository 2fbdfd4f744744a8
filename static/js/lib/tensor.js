/** Tensors: typed arrays with a shape, in row-major order. */

import { product } from "./math.js";

/** @import { Tensor } from "../types.js" */

/**
 * Return a tensor; the data is not copied.
 * @template {Float32Array | Uint8Array} Data
 * @param {Data} data @param {readonly number[]} shape
 * @returns {Tensor<Data>}
 */
export function tensor(data, shape) {
  if (data.length !== product(shape)) {
    throw new RangeError(`Unexpected length ${data.length} for shape ${shape.join("×")}.`);
  }
  return { shape, data };
}

/** Return the offset of an element in the data. @param {readonly number[]} shape @param {readonly number[]} index */
export function offsetOf(shape, index) {
  if (index.length !== shape.length) throw new RangeError(`Unexpected index [${index}] for shape ${shape.join("×")}.`);
  let offset = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    const [i, size] = [/** @type {number} */ (index[axis]), /** @type {number} */ (shape[axis])];
    if (!Number.isInteger(i) || i < 0 || i >= size) {
      throw new RangeError(`Unexpected index [${index}] for shape ${shape.join("×")}.`);
    }
    offset = offset * size + i;
  }
  return offset;
}

/** Return the index of an element. @param {readonly number[]} shape @param {number} offset @returns {number[]} */
export function indexAt(shape, offset) {
  if (!Number.isInteger(offset) || offset < 0 || offset >= product(shape)) {
    throw new RangeError(`Unexpected offset ${offset} for shape ${shape.join("×")}.`);
  }
  let rest = offset;
  return shape.toReversed().map((size) => {
    const i = rest % size;
    rest = (rest - i) / size;
    return i;
  }).reverse();
}

/**
 * Return a layer's shape as maps, rows, columns; a dense layer is one map with one row.
 * @param {readonly number[]} shape
 * @returns {[maps: number, rows: number, columns: number]}
 */
export function volumeOf(shape) {
  if (shape.length === 3) return /** @type {[number, number, number]} */ ([...shape]);
  if (shape.length === 1) return [1, 1, /** @type {number} */ (shape[0])];
  throw new RangeError(`Unexpected shape ${shape.join("×")}: a layer has one or three axes.`);
}

/** Return the values of one map, as a view. @param {Tensor} values @param {number} map @returns {Float32Array} */
export function mapOf(values, map) {
  const [maps, rows, columns] = volumeOf(values.shape);
  if (!Number.isInteger(map) || map < 0 || map >= maps) throw new RangeError(`Unexpected map ${map} of ${maps}.`);
  return values.data.subarray(map * rows * columns, (map + 1) * rows * columns);
}
