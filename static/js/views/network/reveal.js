/** Scrolls so that a sheet at the bottom of the window leaves a unit and what it was made of in sight. */

import { placeOf, rectOf, rectsOf } from "../../model/places.js";
import { cssRect } from "./viewport.js";

/** Shares of the window: the header ends, the sheet begins (as in css/narrow.css). */
const TOP = 0.08;
const BOTTOM = 0.54;

/**
 * @param {HTMLElement} stage
 * @param {{scene: import("../../types.js").Scene, viewport: import("./viewport.js").Viewport, highlight: import("./overlay.js").Highlight | null}} picture
 */
export function reveal(stage, { scene, viewport, highlight }) {
  if (!highlight) return;
  const units = highlight.trail.map((unit) => rectOf(scene, unit));
  const rects = [...units, ...highlight.patch.flatMap((window) => rectsOf(scene, window))].filter((rect) => rect !== null);
  const [own] = rects.map((rect) => cssRect(viewport, rect));
  if (!own) return;
  const top = Math.min(...rects.map((rect) => cssRect(viewport, rect).y));
  const stageTop = stage.getBoundingClientRect().top;
  const bottomRoom = BOTTOM * window.innerHeight - (stageTop + bottomOf({ scene, viewport }, highlight.unit, own, top));
  const topRoom = stageTop + top - TOP * window.innerHeight;
  if (bottomRoom >= 0 && topRoom >= 0) return;
  const smooth = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.scrollBy({ top: bottomRoom < 0 ? -bottomRoom : topRoom + Math.min(0, bottomRoom - topRoom), behavior: smooth ? "smooth" : "instant" });
}

/**
 * The end of the unit's map if there is room for all of it under what it was made of; else of the unit.
 * @param {{scene: import("../../types.js").Scene, viewport: import("./viewport.js").Viewport}} picture @param {import("../../types.js").Unit} unit
 * @param {import("../../types.js").Rect} own @param {number} top
 */
function bottomOf({ scene, viewport }, unit, own, top) {
  const box = placeOf(scene, unit)?.box;
  const { y, height } = box ? cssRect(viewport, box) : own;
  return y + height - top <= (BOTTOM - TOP) * window.innerHeight ? y + height : own.y + own.height;
}
