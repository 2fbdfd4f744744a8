/** The link parameter of an attribution: method, target, compared digit, eraser window, opacity. */

/** @import { Why } from "../why-types.js" */

/** The default opacity, in percent. */
export const OPACITY = 70;

export const METHODS = /** @type {const} */ ([
  "gradient", "gradient-x-input", "integrated-gradients", "smoothgrad", "occlusion", "grad-cam",
]);

/** The side of the eraser window, in pad pixels: six pixels of a 28×28 digit. */
export const ERASER = 60;

/** The maximum coordinate of its top left corner. */
export const LAST = 280 - ERASER;

const PATTERN = /^([a-z-]+)(?:\/(unit|\d)(?:(?<=\d)\/(\d))?)?(?:@(\d{1,3}),(\d{1,3}))?(?:~(100|\d\d?))?$/;

/** Return the parameter's text. @param {Why | null} why */
export function formatWhy(why) {
  if (!why) return null;
  const { method, target, against, erase, opacity } = why;
  const subject = [method, target, against].filter((part) => part !== null).join("/");
  return `${subject}${erase ? `@${erase}` : ""}${opacity === OPACITY ? "" : `~${opacity}`}`;
}

/** Parse an attribution. @param {string} text @returns {Why | null} null if it is invalid */
export function parseWhy(text) {
  const [, name, target, against, ...numbers] = PATTERN.exec(text) ?? [];
  const method = METHODS.find((one) => one === name);
  const [x, y, opacity = OPACITY] = numbers.map((part) => (part === undefined ? part : Number(part)));
  if (!method || Math.max(x ?? 0, y ?? 0) > LAST) return null;
  const digit = (/** @type {string | undefined} */ part) => (part === undefined ? null : Number(part));
  return {
    method,
    target: target === "unit" ? target : digit(target),
    against: digit(against),
    erase: x === undefined || y === undefined ? null : [x, y],
    opacity,
  };
}
