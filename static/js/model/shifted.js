/** Compares a layer's maps before and after the drawing moved to the right: equivariance and invariance. */

import { layerNamed, layerVolume } from "./layers.js";

/** @import { Layer, Trace } from "../types.js" */

/** Numbers below this share of the layer's largest do not stand out; two that differ by less are the same. */
const LEAST = 0.05;
const TOLERANCE = 0.02;

/** Input pixels from one cell to the next. @param {readonly Layer[]} layers @param {string} name @returns {number} */
export function strideOf(layers, name) {
  const { stride, inputs: [below] } = layerNamed(layers, name);
  return (stride ?? 1) * (below === undefined ? 1 : strideOf(layers, below));
}

/**
 * The shares of the salient numbers that are found again shifted by some cells, and at the same place.
 * @param {readonly Layer[]} layers @param {string} name
 * @param {{before: Trace, after: Trace, right: number}} move  pixels of the input
 * @returns {{by: number, moved: number | null, stayed: number}} `moved` is null where that is no whole number of cells
 */
export function movedAlong(layers, name, { before, after, right }) {
  const [, , columns] = layerVolume(layerNamed(layers, name));
  const by = right / strideOf(layers, name);
  const [then, now] = [before.layers.get(name)?.data ?? [], after.layers.get(name)?.data ?? []];
  const share = (/** @type {number} */ cells) => foundAgain(Array.from(then), now, { columns, cells });
  return { by, moved: Number.isInteger(by) ? share(by) : null, stayed: share(0) };
}

/** @param {readonly number[]} then @param {ArrayLike<number>} now @param {{columns: number, cells: number}} move */
function foundAgain(then, now, { columns, cells }) {
  const largest = Math.max(...then.map(Math.abs));
  const standing = then.flatMap((number, i) =>
    Math.abs(number) > LEAST * largest && (i % columns) + cells < columns ? [i] : [],
  );
  const found = standing.filter((i) => Math.abs(Number(now[i + cells]) - Number(then[i])) <= TOLERANCE * largest);
  return standing.length ? found.length / standing.length : 1;
}
