/** The link parameter of a camera: azimuth and elevation in degrees, distance, and the target's coordinates. */

/** @import { Camera } from "../types.js" */

const DEGREE = Math.PI / 180;
const NUMBER = /^-?\d{1,6}(\.\d{1,3})?$/;

/** Return a camera's text. @param {Camera} camera @returns {string} "-20.6,28.6,2400,0,210.5,-8" */
export function formatCamera({ azimuth, elevation, distance, target }) {
  const turned = ((azimuth / DEGREE) % 360 + 540) % 360 - 180;
  return [turned, elevation / DEGREE, distance, ...target]
    .map((number) => String(Number(number.toFixed(2)) || 0))
    .join(",");
}

/** Parse a camera. @param {string} text  any text of a link @returns {Camera | null} null if it is invalid */
export function parseCamera(text) {
  const parts = text.split(",");
  if (parts.length !== 6 || !parts.every((part) => NUMBER.test(part))) return null;
  const [azimuth, elevation, distance, x, y, z] = /** @type {[number, number, number, number, number, number]} */ (
    parts.map(Number)
  );
  if (Math.abs(azimuth) > 180 || elevation < 0 || elevation > 90 || distance <= 0) return null;
  return { azimuth: azimuth * DEGREE, elevation: elevation * DEGREE, distance, target: [x, y, z] };
}
