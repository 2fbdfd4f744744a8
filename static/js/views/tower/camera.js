/**
 * The camera, as plain numbers: it looks at a target from a distance, an azimuth (0 in front, growing to the right) and an elevation
 * (0 level, a quarter turn straight above), both in radians. Every change gives a new camera.
 */

import { clamp, mix, modulo } from "../../lib/math.js";

/** @typedef {import("../../types.js").Camera} Camera */
/** @typedef {import("./floors.js").Point} Point */

/** @typedef {{width: number, height: number}} Size  of the stage, in CSS pixels */
/** @typedef {{left: number, right: number, top: number, bottom: number, foot: number}} Insets  of the stage, in CSS pixels; `foot`: what covers its bottom */

/**
 * A camera with a stage: what one needs to project.
 * @typedef {object} Sight
 * @property {Point} eye
 * @property {Point} right
 * @property {Point} up
 * @property {Point} back  from the target to the eye
 * @property {Size} size
 * @property {number} focal  CSS pixels that a world unit spans at distance 1
 */

/** A narrow field: floors look nearly parallel, and nothing bulges. */
export const FIELD = (18 * Math.PI) / 180;
/** Never level with the ground or under it, never exactly overhead, where left and right would have no meaning. */
const ELEVATION = { least: (2 * Math.PI) / 180, most: (89 * Math.PI) / 180 };
const FULL_TURN = 2 * Math.PI;

/** @param {Point} a @param {Point} b */
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** @param {Point} point @param {Point} direction @param {number} length @returns {Point} */
export const along = (point, direction, length) =>
  [point[0] + direction[0] * length, point[1] + direction[1] * length, point[2] + direction[2] * length];

/** @param {Point} from @param {Point} to @param {number} share @returns {Point} */
export const pointBetween = (from, to, share) => [mix(from[0], to[0], share), mix(from[1], to[1], share), mix(from[2], to[2], share)];

/** @param {Camera} camera @param {Size} size @returns {Sight} */
export function sightOf({ azimuth, elevation, distance, target }, size) {
  const [sinA, cosA, sinE, cosE] = [Math.sin(azimuth), Math.cos(azimuth), Math.sin(elevation), Math.cos(elevation)];
  /** @type {Point} */
  const back = [sinA * cosE, sinE, cosA * cosE];
  return {
    eye: along(target, back, distance),
    right: [cosA, 0, -sinA],
    up: [-sinA * sinE, cosE, -cosA * sinE],
    back,
    size,
    focal: size.height / 2 / Math.tan(FIELD / 2),
  };
}

/**
 * Where a point of the world is seen; nothing behind the eye is.
 * @param {Sight} sight @param {Point} point
 * @returns {{x: number, y: number, depth: number} | null}  x, y in CSS pixels of the stage
 */
export function project({ eye, right, up, back, size, focal }, point) {
  const away = along(point, eye, -1);
  const depth = -dot(away, back);
  if (depth <= 1) return null;
  return { x: size.width / 2 + (focal * dot(away, right)) / depth, y: size.height / 2 - (focal * dot(away, up)) / depth, depth };
}

/**
 * The ray from the eye through a point of the stage; its direction has length 1 along the line of sight.
 * @param {Sight} sight @param {number} cssX @param {number} cssY
 * @returns {{origin: Point, direction: Point}}
 */
export function rayThrough({ eye, right, up, back, size, focal }, cssX, cssY) {
  const sideways = along([-back[0], -back[1], -back[2]], right, (cssX - size.width / 2) / focal);
  return { origin: eye, direction: along(sideways, up, (size.height / 2 - cssY) / focal) };
}

/** @param {Camera} camera @param {number} azimuth @param {number} elevation @returns {Camera} */
export function orbited(camera, azimuth, elevation) {
  return { ...camera, azimuth: camera.azimuth + azimuth, elevation: camera.elevation + elevation };
}

/** Moves what is seen by so many CSS pixels. @param {Camera} camera @param {Size} size @param {number} cssX @param {number} cssY @returns {Camera} */
export function panned(camera, size, cssX, cssY) {
  const { right, up, focal } = sightOf(camera, size);
  const scale = camera.distance / focal;
  return { ...camera, target: along(along(camera.target, right, -cssX * scale), up, cssY * scale) };
}

/**
 * Closer by a factor, towards what is seen at a point of the stage.
 * @param {Camera} camera @param {Size} size @param {number} factor @param {{x: number, y: number}} [at]
 * @returns {Camera}
 */
export function zoomed(camera, size, factor, at = { x: size.width / 2, y: size.height / 2 }) {
  const share = 1 - 1 / factor;
  const moved = panned(camera, size, -(at.x - size.width / 2) * share, -(at.y - size.height / 2) * share);
  return { ...moved, distance: camera.distance / factor };
}

/**
 * The camera at these angles from which the points just fill the stage within its insets.
 * @param {{azimuth: number, elevation: number}} angles @param {readonly Point[]} points @param {Size} size @param {Insets} insets
 * @returns {Camera}
 */
export function fitted({ azimuth, elevation }, points, size, insets) {
  const room = { width: Math.max(size.width - insets.left - insets.right, 40), height: Math.max(size.height - insets.top - insets.bottom, 40) };
  const middle = { x: insets.left + room.width / 2, y: insets.top + room.height / 2 };
  /** @type {Camera} */
  let camera = { azimuth, elevation, distance: 4000, target: centreOf(points) };
  for (let i = 0; i < 12; i++) {
    const seen = boundsOf(points.map((point) => project(sightOf(camera, size), point)));
    const scale = Math.max(seen.width / room.width, seen.height / room.height, 0.05);
    camera = panned(camera, size, middle.x - seen.x, middle.y - seen.y);
    camera = { ...camera, distance: camera.distance * scale };
  }
  return camera;
}

/** @param {readonly Point[]} points @returns {Point} */
function centreOf(points) {
  const sums = points.reduce((sum, point) => along(sum, point, 1), /** @type {Point} */ ([0, 0, 0]));
  return along([0, 0, 0], sums, 1 / points.length);
}

/** @param {ReadonlyArray<{x: number, y: number} | null>} points */
function boundsOf(points) {
  const seen = points.filter((point) => point !== null);
  const [left, right] = [Math.min(...seen.map(({ x }) => x)), Math.max(...seen.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...seen.map(({ y }) => y)), Math.max(...seen.map(({ y }) => y))];
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

/**
 * The same camera within its limits.
 * @param {Camera} camera @param {{inside: (point: Point) => Point, nearest: number, farthest: number}} limits
 * @returns {Camera}
 */
export function kept(camera, { inside, nearest, farthest }) {
  return {
    azimuth: camera.azimuth,
    elevation: clamp(camera.elevation, ELEVATION.least, ELEVATION.most),
    distance: clamp(camera.distance, nearest, farthest),
    target: inside(camera.target),
  };
}

/** The goal's azimuth, at the end of the shorter way round. @param {Camera} camera @param {Camera} goal @returns {Camera} */
export function nearestTurn(camera, goal) {
  const turn = modulo(goal.azimuth - camera.azimuth + Math.PI, FULL_TURN) - Math.PI;
  return { ...goal, azimuth: camera.azimuth + turn };
}

/** @param {Camera} from @param {Camera} to @param {number} share @returns {Camera} */
export function between(from, to, share) {
  return {
    azimuth: mix(from.azimuth, to.azimuth, share),
    elevation: mix(from.elevation, to.elevation, share),
    distance: from.distance * (to.distance / from.distance) ** share,
    target: pointBetween(from.target, to.target, share),
  };
}

/** So near that nobody sees the difference. @param {Camera} camera @param {Camera} goal */
export function arrived(camera, goal) {
  const step = Math.hypot(...along(goal.target, camera.target, -1)) / goal.distance;
  return Math.abs(goal.azimuth - camera.azimuth) < 4e-4 && Math.abs(goal.elevation - camera.elevation) < 4e-4
    && Math.abs(goal.distance / camera.distance - 1) < 6e-4 && step < 3e-4;
}
