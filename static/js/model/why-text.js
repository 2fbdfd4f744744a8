/** An attribution as text for a link: method, target, and what it is compared with. */

/** @typedef {import("../why-types.js").Why} Why */

/** @type {ReadonlyArray<Why["method"]>} */
export const METHODS = ["gradient", "gradient-x-input", "integrated-gradients", "smoothgrad", "occlusion", "grad-cam"];

/** @param {Why | null} why */
export function formatWhy(why) {
  return why && [why.method, why.target, why.against].filter((part) => part !== null).join("/");
}

/** @param {string} text @returns {Why | null} */
export function parseWhy(text) {
  const [name = "", digit, other] = /^[a-z-]+(\/(unit|\d(\/\d)?))?$/.test(text) ? text.split("/") : [];
  const method = METHODS.find((one) => one === name);
  if (!method) return null;
  return { method, target: digit === undefined ? null : digit === "unit" ? digit : Number(digit), against: other === undefined ? null : Number(other) };
}
