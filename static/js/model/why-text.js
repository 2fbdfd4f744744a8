/** An attribution as text for a link: method, target, what it is compared with, and the window that erases. */

/** @import { Why } from "../why-types.js" */

/** @type {ReadonlyArray<Why["method"]>} */
export const METHODS = ["gradient", "gradient-x-input", "integrated-gradients", "smoothgrad", "occlusion", "grad-cam"];

/** The side of the window that erases, in pad pixels: six pixels of a digit. */
export const ERASER = 60;

/** Where its corner may be at most. */
export const LAST = 280 - ERASER;

/** @param {Why | null} why */
export function formatWhy(why) {
  return why && [why.method, why.target, why.against].filter((part) => part !== null).join("/") + (why.erase ? `@${why.erase}` : "");
}

/** @param {string} text @returns {Why | null} */
export function parseWhy(text) {
  const [, name, target, against, x, y] = /^([a-z-]+)(?:\/(unit|\d)(?:(?<=\d)\/(\d))?)?(?:@(\d{1,3}),(\d{1,3}))?$/.exec(text) ?? [];
  const method = METHODS.find((one) => one === name);
  if (!method || Math.max(Number(x ?? 0), Number(y ?? 0)) > LAST) return null;
  const digit = (/** @type {string | undefined} */ part) => (part === undefined ? null : Number(part));
  return { method, target: target === "unit" ? target : digit(target), against: digit(against), erase: x === undefined ? null : [Number(x), Number(y)] };
}
