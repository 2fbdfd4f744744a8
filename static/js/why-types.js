/** The vocabulary of attributions. */

/**
 * Which attribution is asked for.
 * @typedef {object} Why
 * @property {"gradient" | "gradient-x-input" | "integrated-gradients" | "smoothgrad" | "occlusion" | "grad-cam"} method
 * @property {number | "unit" | null} target  a digit, the pinned unit, or the answer
 * @property {number | null} against  a digit: why the target rather than this one?
 */

/** @typedef {import("./api/attribution.js").Attribution} Attribution */
/** What attributions show, and what can be done with them. @typedef {import("./state/why.js").WhyState} WhyState */

export {};
