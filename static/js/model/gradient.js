/**
 * The arithmetic of gradients (the chain rule). ∂loss/∂unit is the sum, over the units above that read it, of their
 * gradient times the local derivative; ∂loss/∂weight is the sum, over the units computed with the weight, of their
 * gradient times its input.
 */

import { range } from "../lib/math.js";
import { offsetOf } from "../lib/tensor.js";
import { cellOf, layerNamed, layerVolume, unitFrom } from "./layers.js";

/** @import { Kind, Layer, Tensor, Trace, Unit, Weights } from "../types.js" */

/**
 * @typedef {object} Pass  a forward and a backward pass
 * @property {readonly Layer[]} layers
 * @property {Trace} trace
 * @property {Weights} weights
 * @property {ReadonlyMap<string, Tensor>} gradients
 */

/** @typedef {{unit: Unit, upstream: number, derivative: number, product: number}} GradientTerm */
/** @typedef {{kind: Kind | "loss", gradient: number, terms: readonly GradientTerm[]}} GradientExplanation */
/** @typedef {{map: number, row: number, column: number, derivative: number}} Reader  its derivative w.r.t. the unit */
/** @typedef {{layer: Layer, above: Layer, cell: readonly [number, number, number], unit: Unit}} Place */

/** Return the terms of a unit's gradient. @param {Pass} pass @param {Unit} unit @returns {GradientExplanation} */
export function explainGradient(pass, unit) {
  const { layers, gradients } = pass;
  const layer = layerNamed(layers, unit.layer);
  const gradient = valueIn(gradients, unit);
  const above = layers.find(({ inputs }) => inputs.includes(layer.name));
  if (!above) return { kind: "loss", gradient, terms: [] };
  const [map, row, column] = cellOf(unit);
  const readers = READERS[above.kind](pass, { layer, above, cell: [map, row, column], unit });
  const terms = readers.map(({ map: m, row: r, column: c, derivative }) => {
    const reader = unitFrom(above, m, r, c);
    const upstream = valueIn(gradients, reader);
    return { unit: reader, upstream, derivative, product: upstream * derivative };
  });
  return { kind: above.kind, gradient, terms: terms.sort(byProduct) };
}

/** Compare terms, the largest product first. @param {{product: number}} one @param {{product: number}} other */
const byProduct = (one, other) => Math.abs(other.product) - Math.abs(one.product);

/** @typedef {{unit: Unit, upstream: number, input: number, product: number}} WeightTerm */

/**
 * Return the terms of a weight's gradient.
 * @param {Pass} pass @param {Layer} layer  convolution or dense @param {readonly number[]} index  in `layer.weight`
 * @returns {{weight: number, gradient: number, terms: readonly WeightTerm[]}}
 */
export function explainWeight(pass, layer, index) {
  const { layers, trace, weights, gradients } = pass;
  const name = `${layer.name}.weight`;
  const below = layerNamed(layers, String(layer.inputs[0]));
  const weight = valueAt(weights.get(name), index);
  const [to = 0, from = 0, i = 0, j = 0] = index;
  /** @param {Unit} unit @param {number} input @returns {WeightTerm} */
  const termOf = (unit, input) => {
    const upstream = valueIn(gradients, unit);
    return { unit, upstream, input, product: upstream * input };
  };
  if (layer.kind === "dense") {
    const only = termOf(unitFrom(layer, 0, 0, to), Number(trace.layers.get(below.name)?.data[from]));
    return { weight, gradient: Math.fround(only.product), terms: [only] };
  }
  const [, rows, columns] = layerVolume(layer);
  const [, belowRows, belowColumns] = layerVolume(below);
  const { stride, padding } = stepsOf(layer);
  const terms = range(rows * columns).map((at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const [y, x] = [row * stride + i - padding, column * stride + j - padding];
    const isInside = y >= 0 && x >= 0 && y < belowRows && x < belowColumns;
    return termOf(unitFrom(layer, to, row, column), isInside ? valueIn(trace.layers, unitFrom(below, from, y, x)) : 0);
  });
  return { weight, gradient: valueAt(gradients.get(name), index), terms: terms.sort(byProduct) };
}

/** Return the index of a weight. @param {Layer} layer @param {Unit} unit @param {number} [from]  input map or unit */
export function weightIndex(layer, unit, from = 0) {
  const [map, , column] = cellOf(unit);
  const [rows, columns] = layer.kernel ?? [0, 0];
  return layer.kind === "dense" ? [column, from] : [map, from, Math.floor(rows / 2), Math.floor(columns / 2)];
}

/** @typedef {(pass: Pass, place: Place) => Reader[]} Readers */

/** @type {Readonly<Record<Kind, Readers>>} */
const READERS = {
  input: () => [],
  relu: activated((output) => (output > 0 ? 1 : 0)),
  tanh: activated((output) => 1 - output ** 2),
  sigmoid: activated((output) => output * (1 - output)),
  max_pool: ({ trace }, place) =>
    pooled(place, (map, row, column, index) =>
      trace.winners.get(place.above.name)?.data[offsetOf(place.above.shape, [map, row, column])] === index ? 1 : 0,
    ),
  average_pool: (_, place) =>
    pooled(place, () => 1 / ((place.above.kernel?.[0] ?? 1) * (place.above.kernel?.[1] ?? 1))),
  sum_pool: (_, place) => pooled(place, () => 1),
  convolution({ weights }, { above, cell: [map, row, column] }) {
    const kernel = weights.get(`${above.name}.weight`);
    const [maps] = layerVolume(above);
    return range(maps).flatMap((to) =>
      windowsOver(above, row, column).map(({ y, x, i, j }) =>
        ({ map: to, row: y, column: x, derivative: valueAt(kernel, [to, map, i, j]) })));
  },
  dense({ weights }, { layer, above, unit }) {
    const matrix = weights.get(`${above.name}.weight`);
    const from = offsetOf(layer.shape, unit.index);
    return range(Number(above.shape[0])).map((to) =>
      ({ map: 0, row: 0, column: to, derivative: valueAt(matrix, [to, from]) }));
  },
  softmax({ trace }, { above, cell: [, , column] }) {
    const outputs = trace.layers.get(above.name)?.data ?? [];
    const own = Number(outputs[column]);
    return [...outputs].map((output, to) =>
      ({ map: 0, row: 0, column: to, derivative: output * ((to === column ? 1 : 0) - own) }));
  },
};

/** Return the rule of an activation function. @param {(output: number) => number} derivativeOf @returns {Readers} */
function activated(derivativeOf) {
  return ({ trace }, { above, cell: [map, row, column], unit }) =>
    [{ map, row, column, derivative: derivativeOf(valueIn(trace.layers, { ...unit, layer: above.name })) }];
}

/**
 * Return the pooling units that read a unit.
 * @param {Place} place
 * @param {(map: number, row: number, column: number, index: number) => number} derivativeOf  `index` of the unit in the
 *   window
 * @returns {Reader[]}
 */
function pooled({ above, cell: [map, row, column] }, derivativeOf) {
  const width = above.kernel?.[1] ?? 1;
  return windowsOver(above, row, column).map(({ y, x, i, j }) =>
    ({ map, row: y, column: x, derivative: derivativeOf(map, y, x, i * width + j) }));
}

/**
 * Return the windows of a layer that contain a cell of the layer below, and its position in each.
 * @param {Layer} above @param {number} row @param {number} column
 */
function windowsOver(above, row, column) {
  const [, rows, columns] = layerVolume(above);
  const [height, width] = above.kernel ?? [1, 1];
  const { stride, padding } = stepsOf(above);
  /**
   * @param {number} at @param {number} size @param {number} count
   * @returns {Array<readonly [number, number]>} window, position in it
   */
  const along = (at, size, count) => range(size).flatMap((i) => {
    const window = (at + padding - i) / stride;
    return Number.isInteger(window) && window >= 0 && window < count ? [/** @type {const} */ ([window, i])] : [];
  });
  return along(row, height, rows).flatMap(([y, i]) => along(column, width, columns).map(([x, j]) => ({ y, x, i, j })));
}

/** @param {Layer} layer */
function stepsOf({ stride, padding }) {
  return { stride: stride ?? 1, padding: padding ?? 0 };
}

/** @param {ReadonlyMap<string, Tensor>} tensors @param {Unit} unit */
function valueIn(tensors, unit) {
  return valueAt(tensors.get(unit.layer), unit.index);
}

/** @param {Tensor | undefined} values @param {readonly number[]} index */
function valueAt(values, index) {
  return values ? Number(values.data[offsetOf(values.shape, index)]) : NaN;
}
