/** An attribution as text for a link: method, target, what it is compared with, the window that erases, and opacity. */

/** @import { Why } from "../why-types.js" */

/** In percent. */
export const OPACITY = 70;

/** @type {ReadonlyArray<Why["method"]>} */
export const METHODS = ["gradient", "gradient-x-input", "integrated-gradients", "smoothgrad", "occlusion", "grad-cam"];

/** The side of the window that erases, in pad pixels: six pixels of a digit. */
export const ERASER = 60;

/** Where its corner may be at most. */
export const LAST = 280 - ERASER;

/** @param {Why | null} why */
export function formatWhy(why) {
  const digits = why && [why.method, why.target, why.against].filter((part) => part !== null);
  return (
    why && `${digits?.join("/")}${why.erase ? `@${why.erase}` : ""}${why.opacity === OPACITY ? "" : `~${why.opacity}`}`
  );
}

/** @param {string} text @returns {Why | null} */
export function parseWhy(text) {
  const [, name, target, against, x, y, opacity = OPACITY] =
    /^([a-z-]+)(?:\/(unit|\d)(?:(?<=\d)\/(\d))?)?(?:@(\d{1,3}),(\d{1,3}))?(?:~(100|\d\d?))?$/.exec(text) ?? [];
  const method = METHODS.find((one) => one === name);
  if (!method || Math.max(Number(x ?? 0), Number(y ?? 0)) > LAST) return null;
  const digit = (/** @type {string | undefined} */ part) => (part === undefined ? null : Number(part));
  const erase = x === undefined ? null : /** @type {const} */ ([Number(x), Number(y)]);
  return {
    method,
    target: target === "unit" ? target : digit(target),
    against: digit(against),
    erase,
    opacity: Number(opacity),
  };
}
