/** Types of the features that units respond to. */

/** Pixels of a unit's receptive field, 0–255. @typedef {ReadonlyArray<readonly number[]>} Pixels */
/** @typedef {{unit: string, value: number, pixels: Pixels}} Excitation */
/** @typedef {Excitation & {index: number, label: number}} Patch  of a test digit */
/** A layer with features. @typedef {"conv1" | "conv2" | "fc1" | "fc2"} FeatureLayer */
/** `GET …/features/{layer}` @typedef {{layer: FeatureLayer, maps: readonly Excitation[]}} LayerFeatures */
/**
 * `GET …/features/{layer}/{map}`
 * @typedef {{layer: FeatureLayer, map: number, patches: readonly Patch[], synthetic: Excitation}} MapFeatures
 */
/** State and actions of features. @typedef {import("./state/features.js").FeaturesState} FeaturesState */

export {};
