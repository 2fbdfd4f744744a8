/** The activation functions whose curves are plotted. */

export const CURVES = {
  relu: (/** @type {number} */ x) => Math.max(0, x),
  tanh: Math.tanh,
  sigmoid: (/** @type {number} */ x) => 1 / (1 + Math.exp(-x)),
};
