/** Zoom: the scene point in the middle of the stage and the magnification; null: fit. Pure functions. */

import { clamp } from "../../lib/math.js";
import { sceneAt } from "./viewport.js";

/** @import { Rect, Scene, Zoom } from "../../types.js" */
/** @import { Viewport } from "./viewport.js" */

/** @typedef {{width: number, height: number}} Size  in CSS pixels */

export const MOST = 40;
/** Share of the stage that a map takes when zoomed to fill it. */
const FILL_SHARE = 0.94;
/** Zoom factor below which the scene is shown fitted. */
export const FITTING = 1.01;

/** @param {Viewport} whole @param {Zoom | null} zoom @param {Size} stage @returns {Viewport} */
export function zoomed(whole, zoom, stage) {
  if (!zoom) return whole;
  const scale = whole.scale * zoom.factor;
  const snap = (/** @type {number} */ css) => Math.round(css * whole.ratio) / whole.ratio;
  return {
    scale,
    x: snap(stage.width / 2 - scale * zoom.sceneX),
    y: snap(stage.height / 2 - scale * zoom.sceneY),
    ratio: whole.ratio,
  };
}

/**
 * Scale by a factor about the scene point under (cssX, cssY).
 * @param {Viewport} viewport  the current one @param {Viewport} whole @param {{stage: Size, scene: Scene}} picture
 * @param {{by: number, cssX: number, cssY: number}} change
 * @returns {Zoom | null}
 */
export function closer(viewport, whole, picture, { by, cssX, cssY }) {
  const factor = Math.min(MOST, (viewport.scale / whole.scale) * by);
  if (factor <= FITTING) return null;
  const [sceneX, sceneY] = sceneAt(viewport, cssX, cssY);
  const scale = whole.scale * factor;
  const { stage } = picture;
  return within(
    { factor, sceneX: sceneX + (stage.width / 2 - cssX) / scale, sceneY: sceneY + (stage.height / 2 - cssY) / scale },
    picture.scene,
  );
}

/**
 * Return the zoom that fits a scene rectangle right of the labels.
 * @param {Rect} rect  of the scene
 * @param {Viewport} whole @param {Size} stage
 * @param {number} gutter  width of the labels, in CSS pixels
 * @returns {Zoom}
 */
export function filling({ x, y, width, height }, whole, stage, gutter) {
  const scale = Math.min(
    MOST * whole.scale,
    (FILL_SHARE * (stage.width - gutter)) / width,
    (FILL_SHARE * stage.height) / height,
  );
  return { factor: scale / whole.scale, sceneX: x + width / 2 - gutter / 2 / scale, sceneY: y + height / 2 };
}

/**
 * @param {Zoom | null} zoom @param {Viewport} viewport @param {Scene} scene @param {{cssX: number, cssY: number}} by
 * @returns {Zoom | null} null (fitted) cannot be panned
 */
export function panned(zoom, viewport, scene, { cssX, cssY }) {
  return (
    zoom &&
    within({ ...zoom, sceneX: zoom.sceneX - cssX / viewport.scale, sceneY: zoom.sceneY - cssY / viewport.scale }, scene)
  );
}

/** Keep the middle of the stage within the scene. @param {Zoom} zoom @param {Scene} scene @returns {Zoom} */
function within({ factor, sceneX, sceneY }, { width, height }) {
  return { factor, sceneX: clamp(sceneX, 0, width), sceneY: clamp(sceneY, 0, height) };
}
