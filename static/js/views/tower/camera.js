/**
 * The camera as plain numbers: target, distance, azimuth (0 in front, positive to the right) and elevation (0 level,
 * π/2 from above), both in radians. It is applied to a three.js camera for projecting and rendering.
 */

import { PerspectiveCamera, Vector3 } from "../../../vendor/three.module.min.js";
import { mix, modulo } from "../../lib/math.js";
import { rectsOf } from "../../model/places.js";
import { sourcesOf } from "../../model/sources.js";
import { cornersOf, floorNamed, placeOf, placed, planeOf } from "./floors.js";

/** @import { Camera, Layer, Unit } from "../../types.js" */
/** @import { Floor, Point, Tower } from "./floors.js" */

/** @typedef {{left: number, right: number, top: number, bottom: number}} Insets  around the tower, in CSS pixels */
/**
 * In CSS pixels; `gutter`: width of the labels' column, `head` and `foot`: heights covered at the top and the bottom.
 * @typedef {Insets & {width: number, height: number, gutter: number, head: number, foot: number}} Stage
 */
/** @typedef {{tower: Tower, stage: Stage}} Site */
/** @typedef {{x: number, y: number}} Spot  in CSS pixels of the stage */

/** Vertical field of view in degrees; narrow, so that there is little perspective distortion. */
const FIELD_OF_VIEW = 18;
/** Minimum width and height to fit points into, in CSS pixels. */
const LEAST_SIZE = 40;
/** Minimum extent shown around a focused unit, in world units. */
const LEAST_FOCUS = 46;
/** Margins around close-up presets, as shares of the stage. */
const CLOSE_MARGIN = { x: 0.04, y: 0.16 };

/** Angles of the presets, in radians. */
export const ANGLES = {
  home: { azimuth: -0.36, elevation: 0.5 },
  front: { azimuth: 0, elevation: 0.42 },
  side: { azimuth: Math.PI / 2, elevation: 0.2 },
  top: { azimuth: 0, elevation: 1.5 },
  close: { azimuth: -0.24, elevation: 0.72 },
};

/** Return the CSS pixels per world unit at distance 1. @param {Stage} stage */
export const focalOf = ({ height }) => height / 2 / Math.tan((FIELD_OF_VIEW * Math.PI) / 360);

/** Apply a camera to a three.js camera (the eye). @param {Camera} camera @param {Stage} stage */
export function applyCamera(camera, stage, eye = new PerspectiveCamera(FIELD_OF_VIEW)) {
  const { azimuth, elevation, distance, target } = camera;
  const { width, height, gutter } = stage;
  eye.setViewOffset(width - gutter, height, -gutter, 0, width, height);
  Object.assign(eye, { aspect: (width - gutter) / height, near: Math.max(distance / 50, 4), far: distance + 4000 });
  eye.position.setFromSphericalCoords(distance, Math.PI / 2 - elevation, azimuth).add(new Vector3(...target));
  eye.lookAt(...target);
  eye.updateProjectionMatrix();
  eye.updateMatrixWorld();
  return eye;
}

/**
 * Project a world point to the stage; null behind the eye.
 * @param {PerspectiveCamera} eye @param {Stage} stage @param {Point} point @returns {Spot | null}
 */
export function projectPoint(eye, { width, height }, point) {
  const { x, y, z } = new Vector3(...point).project(eye);
  return Math.abs(z + 1) > 2 ? null : { x: ((x + 1) / 2) * width, y: ((1 - y) / 2) * height };
}

/**
 * Unproject a point of the stage to the world, at the depth of the camera's target.
 * @param {PerspectiveCamera} eye @param {Camera} camera @param {Stage} stage @param {Spot} spot
 */
export function pointAt(eye, { target }, { width, height }, { x, y }) {
  const { z } = new Vector3(...target).project(eye);
  return new Vector3((2 * x) / width - 1, 1 - (2 * y) / height, z).unproject(eye);
}

/**
 * Return the camera at these angles from which the points just fill the stage within its insets. For each axis of the
 * picture the bounding planes of the frustum are moved to touch the points; the larger of the two distances is used.
 * @param {{azimuth: number, elevation: number}} angles @param {readonly Point[]} points @param {Site} site
 * @returns {Camera}
 */
function fitted(angles, points, { stage }) {
  const { width, height, gutter, left, right, top, bottom } = stage;
  const { quaternion } = applyCamera({ ...angles, distance: 1, target: [0, 0, 0] }, stage);
  const seen = points.map((point) => new Vector3(...point).applyQuaternion(quaternion.clone().invert()));
  const focal = focalOf(stage);
  /** @param {"x" | "y"} axis @param {number} before @param {number} after  CSS pixels on both sides of the centre */
  const along = (axis, before, after) => {
    const least = Math.min(...seen.map((point) => point[axis] - (before / focal) * point.z));
    const most = Math.max(...seen.map((point) => point[axis] + (after / focal) * point.z));
    return {
      eyeZ: ((most - least) * focal) / Math.max(before + after, LEAST_SIZE),
      middle: (/** @type {number} */ eyeZ) => (most + least + ((before - after) / focal) * eyeZ) / 2,
    };
  };
  const [x, y] = [
    along("x", (width + gutter) / 2 - left, (width - gutter) / 2 - right),
    along("y", height / 2 - bottom, height / 2 - top),
  ];
  const eyeZ = Math.max(x.eyeZ, y.eyeZ);
  const z = seen.reduce((sum, point) => sum + point.z / seen.length, 0);
  const target = new Vector3(x.middle(eyeZ), y.middle(eyeZ), z).applyQuaternion(quaternion);
  return { ...angles, distance: eyeZ - z, target: target.toArray() };
}

/** Return the camera that shows the whole tower. @param {"home" | "front" | "side"} side @param {Site} site */
export function viewTower(side, site) {
  return fitted(ANGLES[side], site.tower.floors.flatMap((floor) => planeOf(site.tower, floor)), site);
}

/** Return the camera that shows one floor. @param {Floor} floor @param {"close" | "top"} from @param {Site} site */
export function viewFloor(floor, from, site) {
  return fitted(ANGLES[from], planeOf(site.tower, floor), withMargins(site));
}

/**
 * Return the camera that shows a unit, its inputs, and the left edge of its plane, where the label is.
 * @param {Unit} unit @param {readonly Layer[]} layers @param {Site} site
 */
export function viewUnit(unit, layers, site) {
  const { tower } = site;
  const place = placeOf(tower, unit);
  if (!place) return null;
  const [x, z] = [place.x + place.width / 2 - LEAST_FOCUS, place.z + place.depth / 2 - LEAST_FOCUS];
  const around = cornersOf({ x, z, width: 2 * LEAST_FOCUS, depth: 2 * LEAST_FOCUS }, place.level);
  const sources = sourcesOf(layers, unit).flatMap((window) => {
    const floor = floorNamed(tower, window.layer);
    return rectsOf(tower.scene, window).flatMap((rect) => cornersOf(placed(tower, floor, rect), floor.level));
  });
  const [front, , , back] = planeOf(tower, floorNamed(tower, unit.layer));
  return fitted(ANGLES.close, [...around, ...sources, front, back], withMargins(site));
}

/** Add margins to the insets. @param {Site} site @returns {Site} */
function withMargins({ tower, stage }) {
  const { left, right, top, bottom, width, height } = stage;
  const [x, y] = [CLOSE_MARGIN.x * width, CLOSE_MARGIN.y * height];
  return { tower, stage: { ...stage, left: left + x, right: right + x, top: top + y, bottom: bottom + y } };
}

/** Turn the shorter way round. @param {Camera} from @param {Camera} to @param {number} share @returns {Camera} */
export function between(from, to, share) {
  const turn = modulo(to.azimuth - from.azimuth + Math.PI, 2 * Math.PI) - Math.PI;
  return {
    azimuth: from.azimuth + turn * share,
    elevation: mix(from.elevation, to.elevation, share),
    distance: from.distance * (to.distance / from.distance) ** share,
    target: new Vector3(...from.target).lerp(new Vector3(...to.target), share).toArray(),
  };
}
