/**
 * The arithmetic of one unit: every term, the sum, the bias, the output, with one function per layer kind. The numbers
 * are bit for bit those of app/lenet/explain.py: computed in double precision in the order of the terms, and rounded
 * once to float32. So `sum` is the rounded total of the unrounded products. The network adds in another order and
 * rounds at each step, so that its `output` equals sum + bias up to float32 rounding.
 */

import { cellOf, formatUnit, layerNamed, unitOffset } from "./layers.js";
import { receptiveField, sourcesOf, unitsIn, windowOf } from "./sources.js";

/** @import { Explanation, Kind, Layer, Term, Trace, Unit, Weights } from "../types.js" */

/**
 * @typedef {object} Setting  the arguments of a function of the table
 * @property {readonly Layer[]} layers
 * @property {Layer} layer
 * @property {Trace} trace
 * @property {Weights} weights
 * @property {Unit} unit
 * @property {readonly Term[]} sources  with their values, in the order of the weights
 */

/** @typedef {Partial<Omit<Explanation, "unit" | "kind" | "windows" | "output" | "field">>} Arithmetic */

/** @type {Readonly<Record<Kind, (setting: Setting) => Arithmetic>>} */
const ARITHMETIC = {
  input: () => ({}),
  convolution: weighted,
  relu: () => ({}),
  tanh: () => ({}),
  sigmoid: () => ({}),
  max_pool: largest,
  average_pool: (setting) => shared(setting, 1 / setting.sources.length),
  sum_pool: (setting) => shared(setting, 1),
  dense: weighted,
  softmax: normalised,
};

/**
 * Return the arithmetic of a unit.
 * @param {readonly Layer[]} layers @param {Trace} trace @param {Weights} weights @param {Unit} unit
 * @returns {Explanation}
 */
export function explainUnit(layers, trace, weights, unit) {
  const layer = layerNamed(layers, unit.layer);
  const windows = sourcesOf(layers, unit);
  const sources = windows.flatMap((window) => unitsIn(layers, window))
    .map((source) => ({ unit: source, value: valueOf(layers, trace, source) }));
  const arithmetic = ARITHMETIC[layer.kind]({ layers, layer, trace, weights, unit, sources });
  const seen = receptiveField(layers, unit).at(-1) ?? windowOf(layers, unit);
  return {
    unit,
    kind: layer.kind,
    windows,
    terms: sources,
    subtotals: [],
    ...arithmetic,
    output: valueOf(layers, trace, unit),
    field: { top: seen.top, left: seen.left, height: seen.height, width: seen.width },
  };
}

/** Return a unit's value in the trace. @param {readonly Layer[]} layers @param {Trace} trace @param {Unit} unit */
export function valueOf(layers, trace, unit) {
  const values = activationsOf(trace, unit.layer);
  return /** @type {number} */ (values.data[unitOffset(layerNamed(layers, unit.layer), unit)]);
}

/** Return a layer's activations. @param {Trace} trace @param {string} name */
export function activationsOf(trace, name) {
  const values = trace.layers.get(name);
  if (!values) throw new RangeError(`Missing layer ${name}: the trace has ${[...trace.layers.keys()].join(", ")}.`);
  return values;
}

/** Σ value × weight, and the bias. @param {Setting} setting @returns {Arithmetic} */
function weighted({ layers, layer, weights, unit, sources }) {
  const kernel = parameter(weights, `${layer.name}.weight`);
  const output = /** @type {number} */ (unit.index[0]);
  const size = kernel.data.length / Number(kernel.shape[0]);
  const place = layer.kind === "convolution"
    ? (/** @type {Unit} */ source) => kernelOffset(layer, unit, source)
    : (/** @type {Unit} */ source) => unitOffset(layerNamed(layers, source.layer), source);
  const terms = sources.map((source) =>
    multiplied(source, /** @type {number} */ (kernel.data[output * size + place(source.unit)])));
  const bias = /** @type {number} */ (parameter(weights, `${layer.name}.bias`).data[output]);
  return { terms, sum: total(terms), bias, subtotals: layer.kind === "convolution" ? subtotals(terms) : [] };
}

/** Σ value × the same weight. @param {Setting} setting @param {number} weight @returns {Arithmetic} */
function shared({ sources }, weight) {
  const terms = sources.map((source) => multiplied(source, Math.fround(weight)));
  return { terms, sum: total(terms) };
}

/** The maximum, of equal values the first. @param {Setting} setting @returns {Arithmetic} */
function largest({ layer, trace, unit, sources }) {
  const winner = winnerOf(layer, trace, unit);
  const terms = sources.map((source) => ({ ...source, winner: formatUnit(source.unit) === formatUnit(winner) }));
  const won = terms.find((term) => term.winner);
  const ties = terms.filter((term) => term !== won && term.value === won?.value).map((term) => term.unit);
  return { terms, winner, ties };
}

/** e^(value − max), which softmax divides by their sum. @param {Setting} setting @returns {Arithmetic} */
function normalised({ sources }) {
  const most = Math.max(...sources.map((source) => source.value));
  const exact = sources.map((source) => Math.exp(source.value - most));
  const terms = sources.map((source, i) => ({ ...source, exponential: Math.fround(/** @type {number} */ (exact[i])) }));
  return { terms, largest: most, sum: Math.fround(exact.reduce((sum, power) => sum + power, 0)) };
}

/** Return the maximum's source. @param {Layer} layer @param {Trace} trace @param {Unit} unit @returns {Unit} */
export function winnerOf(layer, trace, unit) {
  const winners = trace.winners.get(layer.name);
  if (!winners) throw new RangeError(`Missing winners of ${layer.name} in the trace.`);
  const flat = /** @type {number} */ (winners.data[unitOffset(layer, unit)]);
  const [map, row, column] = cellOf(unit);
  const [, width] = /** @type {readonly [number, number]} */ (layer.kernel);
  const [top, left] = cornerOf(layer, row, column);
  return { layer: String(layer.inputs[0]), index: [map, top + Math.floor(flat / width), left + (flat % width)] };
}

/** Return the offset of a source in the kernel. @param {Layer} layer @param {Unit} unit @param {Unit} source */
function kernelOffset(layer, unit, source) {
  const [height, width] = /** @type {readonly [number, number]} */ (layer.kernel);
  const [, unitRow, unitColumn] = cellOf(unit);
  const [map, row, column] = cellOf(source);
  const [top, left] = cornerOf(layer, unitRow, unitColumn);
  return (map * height + row - top) * width + column - left;
}

/** Return the first row and column of a window. @param {Layer} layer @param {number} row @param {number} column */
function cornerOf({ stride, padding }, row, column) {
  return /** @type {const} */ ([row * (stride ?? 1) - (padding ?? 0), column * (stride ?? 1) - (padding ?? 0)]);
}

/** @param {Term} source @param {number} weight */
function multiplied(source, weight) {
  return { ...source, weight, product: Math.fround(source.value * weight) };
}

/** Return the sum, rounded once. @param {readonly Term[]} terms @returns {number} */
function total(terms) {
  return Math.fround(terms.reduce((sum, { value, weight }) => sum + value * /** @type {number} */ (weight), 0));
}

/** Return the sum of each input map. @param {readonly Term[]} terms @returns {number[]} */
export function subtotals(terms) {
  const byMap = Map.groupBy(terms, (term) => cellOf(term.unit)[0]);
  return [...byMap.values()].map(total);
}

/** @param {Weights} weights @param {string} name */
function parameter(weights, name) {
  const values = weights.get(name);
  if (!values) throw new RangeError(`Missing parameter ${name}: there are ${[...weights.keys()].join(", ")}.`);
  return values;
}
