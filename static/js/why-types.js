/** The vocabulary of attributions. */

/**
 * Which attribution is asked for.
 * @typedef {object} Why
 * @property {"gradient" | "gradient-x-input" | "integrated-gradients" | "smoothgrad" | "occlusion" | "grad-cam"} method
 * @property {number | "unit" | null} target  a digit, the pinned unit, or the answer
 * @property {number | null} against  a digit: why the target rather than this one?
 * @property {readonly [padX: number, padY: number] | null} erase  the first corner of the window over the drawing that
 *   erases
 * @property {number} opacity  how strongly it covers drawing and input, in percent
 */

/** @typedef {import("./api/attribution.js").Attribution} Attribution */
/**
 * What is read without the ink in a window.
 * @typedef {import("./api/attribution.js").Verdict & {corner: readonly [number, number]}} Verdict
 */
/** What attributions show, and what can be done with them. @typedef {import("./state/why.js").WhyState} WhyState */

export {};
