/** From where a unit can be seen: the camera moves only if it has to, and no farther than it has to. */

import { SIDES } from "./presets.js";

/** @typedef {import("../../types.js").Unit} Unit */
/** @typedef {import("../../types.js").Camera} Camera */
/** @typedef {import("./camera.js").Size} Size */
/** @typedef {import("./floors.js").Point} Point */

const MARGIN = 24;

/**
 * @param {Camera} camera @param {Point} point  the unit's
 * @param {{home: Camera, size: Size, seenAt: (camera: Camera) => {x: number, y: number} | null, isUnder: (camera: Camera, at: {x: number, y: number}) => boolean}} site
 * @returns {Camera | null} null: nothing has to move
 */
export function revealing(camera, point, { home, size, seenAt, isUnder }) {
  const { azimuth, elevation } = SIDES.home;
  const tries = [camera, { ...camera, target: point }, { ...camera, azimuth, elevation }, { ...camera, azimuth, elevation, target: point }, home];
  const found = tries.find((candidate) => {
    const at = seenAt(candidate);
    return at !== null && isIn(at, size) && isUnder(candidate, at);
  });
  return found === camera ? null : found ?? home;
}

/** @param {{x: number, y: number}} at @param {Size} size */
function isIn({ x, y }, { width, height }) {
  return x >= MARGIN && x <= width - MARGIN && y >= MARGIN && y <= height - MARGIN;
}
