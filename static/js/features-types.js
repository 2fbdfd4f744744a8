/** The vocabulary of what units look for. */

/**
 * @typedef {{unit: string, value: number, pixels: ReadonlyArray<readonly number[]>}} Excitation  pixels: what the unit
 *   sees, 0 to 255
 */
/** @typedef {Excitation & {index: number, label: number}} Patch  of a test digit */
/**
 * `GET …/features/{layer}/{map}`
 * @typedef {{layer: string, map: number, patches: readonly Patch[], synthetic: Excitation}} MapFeatures
 */
/** `GET …/features/{layer}` @typedef {{layer: string, maps: readonly Excitation[]}} LayerFeatures */
/** A layer whose maps look for something. @typedef {"conv1" | "conv2" | "fc1" | "fc2"} FeatureLayer */
/**
 * What is shown of the features, and what can be done with them.
 * @typedef {import("./state/features.js").FeaturesState} FeaturesState
 */

export {};
