/** The difference of two drawings' feature maps: A − B, unit by unit, in float32. */

/** @import { Tensor } from "../types.js" */

/**
 * Return the differences of the layers that both traces have.
 * @param {ReadonlyMap<string, Tensor>} a
 * @param {ReadonlyMap<string, Tensor>} b  layers of another trace of the same network
 * @returns {ReadonlyMap<string, Tensor>}
 */
export function differenceOf(a, b) {
  return new Map([...a].flatMap(([name, one]) => {
    const other = b.get(name);
    return other ? [[name, { shape: one.shape, data: one.data.map((value, i) => value - Number(other.data[i])) }]] : [];
  }));
}
