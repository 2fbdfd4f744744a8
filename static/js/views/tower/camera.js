/**
 * Where the camera stands, as plain numbers: it looks at a target from a distance, an azimuth (0 in front, growing to
 * the right) and an elevation (0 level, a quarter turn straight above), both in radians. three.js's camera is put there
 * to project and to draw.
 */

import { PerspectiveCamera, Vector3 } from "../../../vendor/three.module.min.js";
import { mix, modulo } from "../../lib/math.js";
import { rectsOf } from "../../model/places.js";
import { sourcesOf } from "../../model/sources.js";
import { cornersOf, floorNamed, placeOf, placed, planeOf } from "./floors.js";

/** @import { Camera, Layer, Unit } from "../../types.js" */
/** @import { Floor, Point, Tower } from "./floors.js" */

/**
 * @typedef {{width: number, height: number, gutter?: number}} Size  of the stage, in CSS pixels; `gutter`: left of the
 *   picture, for names
 */
/**
 * @typedef {{left: number, right: number, top: number, bottom: number}} Insets  of the stage, in CSS pixels: kept free
 */
/** @typedef {{tower: Tower, size: Size, insets: Insets}} Site */
/** @typedef {"home" | "front" | "side" | "top"} Side */
/** @typedef {{x: number, y: number}} Spot  in CSS pixels of the stage */

/** A narrow field: floors look nearly parallel, and nothing bulges. */
const FIELD = 18;
const FULL_TURN = 2 * Math.PI;
const ROUNDS = 12;
/** Around a focused unit at least so much is shown, in world units. */
const LEAST_FOCUS = 46;
/** Of the stage around what is close. */
const AIR = { x: 0.04, y: 0.16 };

/** In radians. @type {Readonly<Record<Side | "close", {azimuth: number, elevation: number}>>} */
export const ANGLES = {
  home: { azimuth: -0.36, elevation: 0.5 },
  front: { azimuth: 0, elevation: 0.42 },
  side: { azimuth: Math.PI / 2, elevation: 0.2 },
  top: { azimuth: 0, elevation: 1.5 },
  close: { azimuth: -0.24, elevation: 0.72 },
};

/** CSS pixels that a world unit spans at distance 1. @param {Size} size */
export const focalOf = ({ height }) => height / 2 / Math.tan((FIELD * Math.PI) / 360);

/**
 * The eye that sees what a camera sees.
 * @param {Camera} camera
 * @param {Size} size
 * @param {PerspectiveCamera} [eye]  to put there, instead of a new one
 */
export function eyeAt(
  { azimuth, elevation, distance, target },
  { width, height, gutter = 0 },
  eye = new PerspectiveCamera(FIELD),
) {
  eye.setViewOffset(width - gutter, height, -gutter, 0, width, height);
  Object.assign(eye, { aspect: (width - gutter) / height, near: Math.max(distance / 50, 4), far: distance + 4000 });
  eye.position.setFromSphericalCoords(distance, Math.PI / 2 - elevation, azimuth).add(new Vector3(...target));
  eye.lookAt(...target);
  eye.updateProjectionMatrix();
  eye.updateMatrixWorld();
  return eye;
}

/**
 * Where a point of the world is seen; null behind the eye.
 * @param {PerspectiveCamera} eye
 * @param {Size} size
 * @param {Point} point
 * @returns {Spot | null}
 */
export function spotOf(eye, { width, height }, point) {
  const { x, y, z } = new Vector3(...point).project(eye);
  return Math.abs(z + 1) > 2 ? null : { x: ((x + 1) / 2) * width, y: ((1 - y) / 2) * height };
}

/**
 * What lies at a place of the stage as far away as the target, in the world.
 * @param {PerspectiveCamera} eye
 * @param {Camera} camera
 * @param {Size} size
 * @param {Spot} spot
 * @returns {Point}
 */
export function pointAt(eye, { distance, target }, size, { x, y }) {
  const scale = distance / focalOf(size);
  const [right, up] = [
    new Vector3().setFromMatrixColumn(eye.matrixWorld, 0),
    new Vector3().setFromMatrixColumn(eye.matrixWorld, 1),
  ];
  const { width, gutter = 0 } = size;
  return new Vector3(...target)
    .addScaledVector(right, (x - (width + gutter) / 2) * scale)
    .addScaledVector(up, (size.height / 2 - y) * scale)
    .toArray();
}

/**
 * The camera at these angles from which the points just fill the stage within its insets.
 * @param {{azimuth: number, elevation: number}} angles
 * @param {readonly Point[]} points
 * @param {Site} site
 * @returns {Camera}
 */
function fitted(angles, points, { size, insets }) {
  const room = {
    width: Math.max(size.width - insets.left - insets.right, 40),
    height: Math.max(size.height - insets.top - insets.bottom, 40),
  };
  /** @type {Camera} */
  let camera = { ...angles, distance: 4000, target: centreOf(points) };
  for (let round = 0; round < ROUNDS; round++) {
    const eye = eyeAt(camera, size);
    const seen = points.map((point) => spotOf(eye, size, point)).filter((spot) => spot !== null);
    const [left, right] = [Math.min(...seen.map(({ x }) => x)), Math.max(...seen.map(({ x }) => x))];
    const [top, bottom] = [Math.min(...seen.map(({ y }) => y)), Math.max(...seen.map(({ y }) => y))];
    const off = {
      x: (left + right) / 2 - insets.left - room.width / 2,
      y: (top + bottom) / 2 - insets.top - room.height / 2,
    };
    const target = pointAt(eye, camera, size, {
      x: (size.width + (size.gutter ?? 0)) / 2 + off.x,
      y: size.height / 2 + off.y,
    });
    const scale = Math.max((right - left) / room.width, (bottom - top) / room.height, 0.05);
    camera = { ...camera, target, distance: camera.distance * scale };
  }
  return camera;
}

/** @param {readonly Point[]} points @returns {Point} */
const centreOf = (points) =>
  points.reduce((sum, point) => sum.addScaledVector(new Vector3(...point), 1 / points.length), new Vector3()).toArray();

/** All of the tower. @param {Exclude<Side, "top">} side @param {Site} site */
export function seenFrom(side, site) {
  return fitted(ANGLES[side], site.tower.floors.flatMap((floor) => planeOf(site.tower, floor)), site);
}

/** One floor as large as it goes. @param {Floor} floor @param {"close" | "top"} from @param {Site} site */
export function atFloor(floor, from, site) {
  return fitted(ANGLES[from], planeOf(site.tower, floor), airy(site));
}

/**
 * A unit with what it reads, and the left edge of its plane, where its name stands.
 * @param {Unit} unit
 * @param {readonly Layer[]} layers
 * @param {Site} site
 * @returns {Camera | null}
 */
export function focusedOn(unit, layers, site) {
  const { tower } = site;
  const place = placeOf(tower, unit);
  if (!place) return null;
  const around = {
    x: place.x + place.width / 2 - LEAST_FOCUS,
    z: place.z + place.depth / 2 - LEAST_FOCUS,
    width: 2 * LEAST_FOCUS,
    depth: 2 * LEAST_FOCUS,
  };
  const sources = sourcesOf(layers, unit).flatMap((window) => {
    const floor = floorNamed(tower, window.layer);
    return rectsOf(tower.scene, window).flatMap((rect) => cornersOf(placed(tower, floor, rect), floor.level));
  });
  const [front, , , back] = planeOf(tower, floorNamed(tower, unit.layer));
  return fitted(ANGLES.close, [...cornersOf(around, place.level), ...sources, front, back], airy(site));
}

/** @param {Site} site @returns {Site} */
function airy({ tower, size, insets: { left, right, top, bottom } }) {
  const [x, y] = [AIR.x * size.width, AIR.y * size.height];
  return { tower, size, insets: { left: left + x, right: right + x, top: top + y, bottom: bottom + y } };
}

/** On the shorter way round. @param {Camera} from @param {Camera} to @param {number} share @returns {Camera} */
export function between(from, to, share) {
  const turn = modulo(to.azimuth - from.azimuth + Math.PI, FULL_TURN) - Math.PI;
  return {
    azimuth: from.azimuth + turn * share,
    elevation: mix(from.elevation, to.elevation, share),
    distance: from.distance * (to.distance / from.distance) ** share,
    target: new Vector3(...from.target).lerp(new Vector3(...to.target), share).toArray(),
  };
}
