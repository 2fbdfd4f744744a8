/** The vocabulary of what units look for. */

/** What a unit sees, from 0 to 255. @typedef {ReadonlyArray<readonly number[]>} Pixels */
/** @typedef {{unit: string, value: number, pixels: Pixels}} Excitation */
/** @typedef {Excitation & {index: number, label: number}} Patch  of a test digit */
/** A layer whose maps look for something. @typedef {"conv1" | "conv2" | "fc1" | "fc2"} FeatureLayer */
/** `GET …/features/{layer}` @typedef {{layer: FeatureLayer, maps: readonly Excitation[]}} LayerFeatures */
/**
 * `GET …/features/{layer}/{map}`
 * @typedef {{layer: FeatureLayer, map: number, patches: readonly Patch[], synthetic: Excitation}} MapFeatures
 */
/** What is shown, and what can be done with it. @typedef {import("./state/features.js").FeaturesState} FeaturesState */

export {};
