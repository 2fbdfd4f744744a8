/** Which layers look for something, and whose features a unit has. */

import { layerNamed } from "./layers.js";

/** @import { FeatureLayer } from "../features-types.js" */
/** @import { Layer, Unit } from "../types.js" */

/** @type {readonly FeatureLayer[]} */
export const FEATURE_LAYERS = ["conv1", "conv2", "fc1", "fc2"];

/** Kinds that keep the map of their input. */
const KEEPING = new Set(["relu", "tanh", "sigmoid", "max_pool", "average_pool", "sum_pool"]);

/**
 * The layer and the map that a unit's features are of: an activation's or pooling's are those of the layer below it.
 * @param {readonly Layer[]} layers @param {Unit} unit
 * @returns {{layer: FeatureLayer, map: number} | null} null: there are none
 */
export function featurePlace(layers, { layer: name, index: [map = 0] }) {
  const layer = layerNamed(layers, name);
  const own = FEATURE_LAYERS.find((one) => one === name);
  if (own) return { layer: own, map };
  const below = KEEPING.has(layer.kind) ? layer.inputs[0] : undefined;
  return below === undefined ? null : featurePlace(layers, { layer: below, index: [map] });
}
