/** Cameras worth going to: home, from each side, floor by floor, and close to one unit. */

import { sourcesOf } from "../../model/sources.js";
import { rectsOf } from "../../model/places.js";
import { fitted } from "./camera.js";
import { cornersOf, floorNamed, outlineOf, placed } from "./floors.js";
import { placeOf } from "./lines.js";

/** @typedef {import("../../types.js").Layer} Layer */
/** @typedef {import("../../types.js").Rect} Rect */
/** @typedef {import("../../types.js").Unit} Unit */
/** @typedef {import("../../types.js").Camera} Camera */
/** @typedef {import("./camera.js").Insets} Insets */
/** @typedef {import("./camera.js").Size} Size */
/** @typedef {import("./floors.js").Floor} Floor */
/** @typedef {import("./floors.js").Point} Point */
/** @typedef {import("./floors.js").Tower} Tower */

/** @typedef {"home" | "front" | "side" | "top"} Side */
/** @typedef {{tower: Tower, size: Size, insets: Insets}} Site */

/** In radians. @type {Readonly<Record<Side, {azimuth: number, elevation: number}>>} */
export const SIDES = {
  home: { azimuth: -0.36, elevation: 0.5 },
  front: { azimuth: 0, elevation: 0.42 },
  side: { azimuth: Math.PI / 2, elevation: 0.12 },
  top: { azimuth: 0, elevation: 1.5 },
};
const CLOSE = { azimuth: -0.24, elevation: 0.72 };
/** Around a focused unit at least so much is shown, in world units. */
const LEAST_FOCUS = 46;

/** @param {Side} side @param {Site} site @returns {Camera} */
export function seenFrom(side, { tower, size, insets }) {
  return fitted(SIDES[side], outlineOf(tower), size, insets);
}

/** One floor as large as it goes. @param {Floor} floor @param {Site} site @returns {Camera} */
export function atFloor(floor, { size, insets }) {
  return fitted(CLOSE, cornersOf(floor), size, widened(insets, size));
}

/** A floor from straight above. @param {Floor} floor @param {Site} site @returns {Camera} */
export function overFloor(floor, { size, insets }) {
  return fitted(SIDES.top, cornersOf(floor), size, widened(insets, size));
}

/** A unit with what it reads. @param {Unit} unit @param {readonly Layer[]} layers @param {Site} site @returns {Camera | null} */
export function focusedOn(unit, layers, { tower, size, insets }) {
  const place = placeOf(tower, unit);
  if (!place) return null;
  const middle = { x: place.x + place.width / 2, z: place.z + place.depth / 2 };
  const around = { x: middle.x - LEAST_FOCUS, z: middle.z - LEAST_FOCUS, width: 2 * LEAST_FOCUS, depth: 2 * LEAST_FOCUS };
  const sources = sourcesOf(layers, unit).flatMap((window) => {
    const floor = floorNamed(tower, window.layer);
    return rectsOf(tower.scene, window).flatMap((rect) => rectCorners({ ...placed(tower, floor, rect), level: floor.level }));
  });
  return fitted(CLOSE, [...rectCorners({ ...around, level: place.level }), ...sources], size, widened(insets, size));
}

/** @param {{x: number, z: number, width: number, depth: number, level: number}} place @returns {Point[]} */
function rectCorners({ x, z, width, depth, level }) {
  return [[x, level, z], [x + width, level, z], [x + width, level, z + depth], [x, level, z + depth]];
}

/** More air around what is close. @param {Insets} insets @param {Size} size @returns {Insets} */
function widened({ left, right, top, bottom, foot }, { width, height }) {
  return { foot, left: left + 0.04 * width, right: right + 0.04 * width, top: top + 0.16 * height, bottom: bottom + 0.16 * height };
}
