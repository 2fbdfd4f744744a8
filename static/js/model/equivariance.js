/** The comparison of a layer's maps before and after the drawing was moved to the right: equivariance, invariance. */

import { layerNamed, layerVolume } from "./layers.js";

/** @import { Layer, Trace } from "../types.js" */

/** The least salient value, and the tolerance of equal values, both relative to the layer's largest value. */
const MIN_SALIENT = 0.05;
const TOLERANCE = 0.02;

/** Return a layer's stride in input pixels. @param {readonly Layer[]} layers @param {string} name @returns {number} */
export function strideOf(layers, name) {
  const { stride, inputs: [below] } = layerNamed(layers, name);
  return (stride ?? 1) * (below === undefined ? 1 : strideOf(layers, below));
}

/**
 * Return the fractions of the salient values that are found again, moved along with the drawing and at the same place.
 * @param {readonly Layer[]} layers @param {string} name
 * @param {{before: Trace, after: Trace, right: number}} move  pixels of the input
 * @returns {{by: number, moved: number | null, stayed: number}} `by`: cells; `moved`: null if `by` is not an integer
 */
export function equivarianceOf(layers, name, { before, after, right }) {
  const [, , columns] = layerVolume(layerNamed(layers, name));
  const by = right / strideOf(layers, name);
  const [then, now] = [before.layers.get(name)?.data ?? [], after.layers.get(name)?.data ?? []];
  const share = (/** @type {number} */ cells) => matchedShare(Array.from(then), now, { columns, cells });
  return { by, moved: Number.isInteger(by) ? share(by) : null, stayed: share(0) };
}

/** @param {readonly number[]} then @param {ArrayLike<number>} now @param {{columns: number, cells: number}} move */
function matchedShare(then, now, { columns, cells }) {
  const largest = Math.max(...then.map(Math.abs));
  const salient = then.flatMap((number, i) =>
    Math.abs(number) > MIN_SALIENT * largest && (i % columns) + cells < columns ? [i] : [],
  );
  const found = salient.filter((i) => Math.abs(Number(now[i + cells]) - Number(then[i])) <= TOLERANCE * largest);
  return salient.length ? found.length / salient.length : 1;
}
