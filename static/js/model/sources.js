/**
 * The units that a unit reads, and those that read it: one rule per layer kind, as in app/lenet/geometry.py. Hover,
 * edges, the inspector and the 3D view use them; a new layer kind needs a new row.
 *
 * The rules map whole windows, so that a receptive field takes one step per layer. Along one axis, output `o` of a
 * layer with kernel `k`, stride `s` and padding `p` reads inputs `o·s − p … o·s − p + k − 1`, as far as they exist.
 */

import { range } from "../lib/math.js";
import { cellOf, layerNamed, layerVolume, unitFrom, unitOffset } from "./layers.js";

/** @import { Kind, Layer, Unit, Window } from "../types.js" */

/** @typedef {{start: number, size: number}} Span  along one axis */
/** @typedef {{kernel: number, stride: number, padding: number}} Step  a layer's geometry along one axis */

/**
 * The connections of a layer kind.
 * @typedef {object} Reach
 * @property {"same" | "all"} maps  whether a map reads the input map with its index, or all input maps
 * @property {(span: Span, step: Step, limit: number) => Span} below  outputs → the inputs that they read; `limit` is
 *   the number of inputs
 * @property {(span: Span, step: Step, limit: number) => Span} above  inputs → the outputs that read them; `limit` is
 *   the number of outputs
 */

/** @type {Reach} */
const pointwise = { maps: "same", below: (span) => span, above: (span) => span };
/** @type {Reach} */
const pooling = { maps: "same", below: inputsOf, above: outputsOf };
/** @type {Reach} */
const convolution = { maps: "all", below: inputsOf, above: outputsOf };
/** @type {Reach} */
const everything = { maps: "all", below: (_, __, limit) => whole(limit), above: (_, __, limit) => whole(limit) };

/** @type {Readonly<Record<Kind, Reach>>} */
export const REACH = {
  input: pointwise,
  convolution,
  relu: pointwise,
  tanh: pointwise,
  sigmoid: pointwise,
  max_pool: pooling,
  average_pool: pooling,
  sum_pool: pooling,
  dense: everything,
  softmax: everything,
};

/**
 * Return the windows that a unit reads, in the layers directly below, without padding. The input has none.
 * @param {readonly Layer[]} layers @param {Unit} unit
 * @returns {Window[]}
 */
export function sourcesOf(layers, unit) {
  return windowsBelow(layers, windowOf(layers, unit));
}

/**
 * Return the receptive field of a unit: one window per layer, from the layer below down to the input.
 * @param {readonly Layer[]} layers @param {Unit} unit
 * @returns {Window[]}
 */
export function receptiveField(layers, unit) {
  return follow(layers.toReversed(), windowOf(layers, unit), (window) => windowsBelow(layers, window));
}

/** Return the units that read a unit. @param {readonly Layer[]} layers @param {Unit} unit @returns {Window[]} */
export function readersOf(layers, unit) {
  return windowsAbove(layers, windowOf(layers, unit));
}

/** Return a unit as a window. @param {readonly Layer[]} layers @param {Unit} unit @returns {Window} */
export function windowOf(layers, unit) {
  unitOffset(layerNamed(layers, unit.layer), unit);
  const [map, top, left] = cellOf(unit);
  return { layer: unit.layer, maps: [map], top, left, height: 1, width: 1 };
}

/** Return the units of a window in row-major order. @param {readonly Layer[]} layers @param {Window} window */
export function unitsIn(layers, window) {
  const layer = layerNamed(layers, window.layer);
  return window.maps.flatMap((map) => range(window.height).flatMap((row) =>
    range(window.width).map((column) => unitFrom(layer, map, window.top + row, window.left + column))));
}

/** @param {readonly Layer[]} layers @param {Window} window @returns {Window[]} */
function windowsBelow(layers, window) {
  const layer = layerNamed(layers, window.layer);
  const { maps, below } = REACH[layer.kind];
  return layer.inputs.map((name) => connectedWindow(window, layerNamed(layers, name), maps, (span, axis, limit) =>
    below(span, stepOf(layer, axis), limit))).filter(isNotEmpty);
}

/** @param {readonly Layer[]} layers @param {Window} window @returns {Window[]} */
function windowsAbove(layers, window) {
  return layers.filter((layer) => layer.inputs.includes(window.layer)).map((layer) => {
    const { maps, above } = REACH[layer.kind];
    return connectedWindow(window, layer, maps, (span, axis, limit) => above(span, stepOf(layer, axis), limit));
  }).filter(isNotEmpty);
}

/**
 * @param {Window} window @param {Layer} target @param {"same" | "all"} maps
 * @param {(span: Span, axis: 0 | 1, limit: number) => Span} along
 * @returns {Window}
 */
function connectedWindow(window, target, maps, along) {
  const [mapCount, rows, columns] = layerVolume(target);
  const vertical = along({ start: window.top, size: window.height }, 0, rows);
  const horizontal = along({ start: window.left, size: window.width }, 1, columns);
  return {
    layer: target.name,
    maps: maps === "all" ? range(mapCount) : window.maps,
    top: vertical.start,
    left: horizontal.start,
    height: vertical.size,
    width: horizontal.size,
  };
}

/**
 * Follow connections from a window; each layer's windows are merged into their bounding window.
 * @param {readonly Layer[]} inOrder @param {Window} start @param {(window: Window) => Window[]} next
 * @returns {Window[]} without the first
 */
function follow(inOrder, start, next) {
  const found = new Map([[start.layer, start]]);
  for (const { name } of inOrder) {
    const here = found.get(name);
    for (const window of here ? next(here) : []) {
      const before = found.get(window.layer);
      found.set(window.layer, before ? boundingWindow(before, window) : window);
    }
  }
  found.delete(start.layer);
  return inOrder.flatMap(({ name }) => found.get(name) ?? []);
}

/** Return the bounding window of two windows. @param {Window} one @param {Window} other @returns {Window} */
function boundingWindow(one, other) {
  const [top, left] = [Math.min(one.top, other.top), Math.min(one.left, other.left)];
  return {
    layer: one.layer,
    maps: [...new Set([...one.maps, ...other.maps])].sort((a, b) => a - b),
    top,
    left,
    height: Math.max(one.top + one.height, other.top + other.height) - top,
    width: Math.max(one.left + one.width, other.left + other.width) - left,
  };
}

/** Return a layer's geometry along an axis. @param {Layer} layer @param {0 | 1} axis @returns {Step} */
function stepOf(layer, axis) {
  return { kernel: layer.kernel?.[axis] ?? 1, stride: layer.stride ?? 1, padding: layer.padding ?? 0 };
}

/** @param {Span} span @param {Step} step @param {number} limit @returns {Span} */
function inputsOf({ start, size }, { kernel, stride, padding }, limit) {
  const first = start * stride - padding;
  const end = (start + size - 1) * stride - padding + kernel;
  return clipped(first, end, limit);
}

/** @param {Span} span @param {Step} step @param {number} limit @returns {Span} */
function outputsOf({ start, size }, { kernel, stride, padding }, limit) {
  const first = Math.ceil((start + padding - kernel + 1) / stride);
  const end = Math.floor((start + size - 1 + padding) / stride) + 1;
  return clipped(first, end, limit);
}

/** Limit a span to what exists. @param {number} first @param {number} end @param {number} limit @returns {Span} */
function clipped(first, end, limit) {
  const start = Math.max(first, 0);
  return { start, size: Math.max(Math.min(end, limit) - start, 0) };
}

/** @param {number} limit @returns {Span} */
function whole(limit) {
  return { start: 0, size: limit };
}

/** @param {Window} window */
function isNotEmpty(window) {
  return window.height > 0 && window.width > 0;
}
