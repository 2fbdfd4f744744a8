/** When zoomed in, the viewport follows the unit selected by keyboard, a term or the sliding window. */

import { sameUnit } from "../../model/layers.js";
import { rectOf } from "../../model/places.js";
import { gutterOf } from "./labels.js";
import { cssRect } from "./viewport.js";

/** @import { Scene, Zoom } from "../../types.js" */
/** @import { NetworkProps, Shown } from "../network.js" */

/**
 * Return the zoom that brings a newly selected unit into view.
 * @param {Pick<NetworkProps, "zoom" | "pinned" | "visited"> & {scene: Scene}} props
 * @param {Pick<NetworkProps, "pinned" | "visited"> | null} before  null on the first render, when the URL sets the zoom
 * @param {Pick<Shown, "whole" | "viewport" | "room">} shown
 * @returns {Zoom | null} the same factor, centred on the unit; null: no new unit, or it is in view
 */
export function following({ scene, zoom, pinned, visited }, before, { whole, viewport, room }) {
  if (!zoom || !before) return null;
  const unit = [
    [pinned, before.pinned],
    [visited, before.visited],
  ].find(([now, then]) => now && !sameUnit(now, then ?? null))?.[0];
  const rect = unit && rectOf(scene, unit);
  if (!rect) return null;
  const { x, y, width, height } = cssRect(viewport, rect);
  const isInView =
    x >= gutterOf({ scene, whole, viewport }) && y >= 0 && x + width <= room.width && y + height <= room.height;
  return isInView ? null : { ...zoom, sceneX: rect.x + rect.width / 2, sceneY: rect.y + rect.height / 2 };
}
