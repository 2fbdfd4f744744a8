/** Conversion between scene pixels, CSS pixels of the stage and device pixels of its canvases. */

/** @import { Rect, Scene } from "../../types.js" */

/**
 * A scene point lies at `scale · scene + (x, y)` CSS pixels of the stage; `ratio` is the device pixel ratio.
 * @typedef {{scale: number, x: number, y: number, ratio: number}} Viewport
 */

/** The commonest cell size in scene pixels; the scale is chosen so that it is a whole number of device pixels. */
const FINEST_CELL = 3;
/** Minimum share of the largest possible scale that this may cost. */
const LEAST_SHARE = 0.86;

/** Margin around the scene in CSS pixels, for the frames of units at its edge. */
const MARGIN = 4;

/**
 * Return the viewport that fits the scene into the stage, centred. The narrow layout is computed for the stage's width
 * and is not scaled.
 * @param {Scene} scene @param {{width: number, height: number}} stage @param {number} ratio
 * @returns {Viewport}
 */
export function fit(scene, stage, ratio) {
  if (scene.direction === "down") return { scale: 1, x: 0, y: 0, ratio };
  const scale = sharpScale(
    Math.min((stage.width - 2 * MARGIN) / scene.width, (stage.height - 2 * MARGIN) / scene.height),
    ratio,
  );
  const snap = (/** @type {number} */ css) => Math.max(0, Math.floor(css * ratio) / ratio);
  return {
    scale,
    x: snap((stage.width - scale * scene.width) / 2),
    y: snap((stage.height - scale * scene.height) / 2),
    ratio,
  };
}

/**
 * Convert a scene rectangle to whole device pixels, so that neighbours share an edge and nothing is blurred.
 * @param {Viewport} viewport @param {Rect} rect
 * @returns {Rect}
 */
export function deviceRect({ scale, x, y, ratio }, rect) {
  const left = Math.round((rect.x * scale + x) * ratio);
  const top = Math.round((rect.y * scale + y) * ratio);
  const right = Math.round(((rect.x + rect.width) * scale + x) * ratio);
  const bottom = Math.round(((rect.y + rect.height) * scale + y) * ratio);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** @param {Viewport} viewport @param {Rect} rect @returns {Rect} in CSS pixels of the stage */
export function cssRect({ scale, x, y }, rect) {
  return { x: rect.x * scale + x, y: rect.y * scale + y, width: rect.width * scale, height: rect.height * scale };
}

/** @param {Viewport} viewport @param {number} cssX @param {number} cssY @returns {[sceneX: number, sceneY: number]} */
export function sceneAt({ scale, x, y }, cssX, cssY) {
  return [(cssX - x) / scale, (cssY - y) / scale];
}

/** Lower the scale to whole device pixels per cell. @param {number} scale @param {number} ratio */
function sharpScale(scale, ratio) {
  const step = 1 / (FINEST_CELL * ratio);
  const whole = Math.floor(scale / step + 1e-6) * step;
  return whole >= LEAST_SHARE * scale ? whole : scale;
}
