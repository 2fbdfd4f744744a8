/** What one drawing's maps have more than another's: A − B, unit by unit, in float32 as everything else. */

/** @import { Tensor } from "../types.js" */

/**
 * @param {ReadonlyMap<string, Tensor>} a
 * @param {ReadonlyMap<string, Tensor>} b  layers of two traces of the same network
 * @returns {ReadonlyMap<string, Tensor>} those that both have
 */
export function differenceOf(a, b) {
  return new Map([...a].flatMap(([name, one]) => {
    const other = b.get(name);
    return other ? [[name, { shape: one.shape, data: one.data.map((value, i) => value - Number(other.data[i])) }]] : [];
  }));
}
