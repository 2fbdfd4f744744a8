/** Looked at closely, the picture goes along with the unit that keys, a term or the sliding window have come to. */

import { sameUnit } from "../../model/layers.js";
import { rectOf } from "../../model/places.js";
import { gutterOf } from "./labels.js";
import { cssRect } from "./viewport.js";

/** @import { Scene, Zoom } from "../../types.js" */
/** @import { NetworkProps, Shown } from "../network.js" */

/**
 * @param {Pick<NetworkProps, "zoom" | "pinned" | "visited"> & {scene: Scene}} props
 * @param {Pick<NetworkProps, "pinned" | "visited"> | null} before  null: the link determines what is in view
 * @param {Pick<Shown, "whole" | "viewport" | "room">} shown
 * @returns {Zoom | null} the same part of the picture around the unit; null: it is in view, or there is none
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
