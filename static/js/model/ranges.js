/** The ranges of the maps' colour scales. */

import { rangeOf } from "../lib/colour.js";
import { range } from "../lib/math.js";
import { mapOf, volumeOf } from "../lib/tensor.js";
import { layerNamed } from "./layers.js";
import { activationsOf } from "./explain.js";

/** @import { Kind, Layer, Range, RangeMode, ScaleName, Trace } from "../types.js" */

/** Whether outputs can be negative. "inherit": like the input. @type {Readonly<Record<Kind, boolean | "inherit">>} */
const SIGNED = {
  input: false,
  convolution: true,
  relu: false,
  tanh: true,
  sigmoid: false,
  max_pool: "inherit",
  average_pool: "inherit",
  sum_pool: "inherit",
  dense: true,
  softmax: false,
};

/** The layer kinds whose values are between 0 and 1, which is their range in every mode. */
const UNIT_KINDS = new Set(["input", "sigmoid", "softmax"]);

/** What the values are: gradients have no fixed range in any layer. @typedef {"activation" | "gradient"} Nature */

/** Whether values can be negative. @param {readonly Layer[]} layers @param {string} name @returns {boolean} */
export function isSigned(layers, name) {
  const layer = layerNamed(layers, name);
  const signed = SIGNED[layer.kind];
  return signed === "inherit" ? layer.inputs.some((input) => isSigned(layers, input)) : signed;
}

/** Return a layer's colour scale. @param {readonly Layer[]} layers @param {string} name @returns {ScaleName} */
export function scaleOf(layers, name) {
  return isSigned(layers, name) ? "diverging" : "sequential";
}

/**
 * Return the ranges of every layer in the trace, one per map; a dense layer is one map.
 * @param {readonly Layer[]} layers @param {Trace} trace @param {RangeMode} mode
 * @param {(layers: readonly Layer[], name: string) => boolean} [signs]  whether a layer is signed; in a difference all
 *   are
 * @param {Nature} [nature]
 * @returns {Map<string, Range[]>}
 */
export function rangesOf(layers, trace, mode, signs = isSigned, nature = "activation") {
  const isFree = (/** @type {Layer} */ layer) => nature === "gradient" || !UNIT_KINDS.has(layer.kind);
  const present = layers.filter((layer) => trace.layers.has(layer.name));
  const most = mode === "network" ? Math.max(...present.filter(isFree).map((layer) => largest(trace, layer))) : 0;
  /** @param {Layer} layer */
  const ends = (layer) =>
    layerRanges(trace, layer, { mode, most, signed: signs(layers, layer.name), free: isFree(layer) });
  return new Map(present.map((layer) => [layer.name, ends(layer)]));
}

/**
 * @param {Trace} trace @param {Layer} layer @param {{mode: RangeMode, most: number, signed: boolean, free: boolean}} by
 * @returns {Range[]}
 */
function layerRanges(trace, layer, { mode, most, signed, free }) {
  const values = activationsOf(trace, layer.name);
  const maps = range(volumeOf(values.shape)[0]);
  if (!free) return maps.map(() => ({ low: signed ? -1 : 0, high: 1 }));
  if (mode === "map") return maps.map((map) => rangeOf(mapOf(values, map), signed));
  const one = mode === "layer" ? rangeOf(values.data, signed) : { low: signed ? -most : 0, high: most };
  return maps.map(() => one);
}

/** @param {Trace} trace @param {Layer} layer */
function largest(trace, layer) {
  return rangeOf(activationsOf(trace, layer.name).data, false).high;
}
