/** The layers with features, and the layer and map whose features a unit has. */

import { layerNamed } from "./layers.js";

/** @import { FeatureLayer } from "../features-types.js" */
/** @import { Layer, Unit } from "../types.js" */

/** @type {readonly FeatureLayer[]} */
export const FEATURE_LAYERS = ["conv1", "conv2", "fc1", "fc2"];

/** The layer kinds whose output map i depends on input map i only. */
const MAPWISE_KINDS = new Set(["relu", "tanh", "sigmoid", "max_pool", "average_pool", "sum_pool"]);

/**
 * Return the layer and map whose features a unit has: for an activation or a pooling those of the layer below.
 * @param {readonly Layer[]} layers @param {Unit} unit
 * @returns {{layer: FeatureLayer, map: number} | null} null if it has none
 */
export function featurePlace(layers, { layer: name, index: [map = 0] }) {
  const layer = layerNamed(layers, name);
  const own = FEATURE_LAYERS.find((one) => one === name);
  if (own) return { layer: own, map };
  const below = MAPWISE_KINDS.has(layer.kind) ? layer.inputs[0] : undefined;
  return below === undefined ? null : featurePlace(layers, { layer: below, index: [map] });
}
