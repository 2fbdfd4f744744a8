/** Scrolls a unit and its trail into the part of the viewport that the sheet at the bottom leaves free. */

import { placeOf, rectOf, rectsOf } from "../../model/places.js";
import { cssRect } from "./viewport.js";

/** @import { Rect, Scene } from "../../types.js" */
/** @import { Highlight } from "./overlay.js" */
/** @import { Viewport } from "./viewport.js" */

/** @typedef {{scene: Scene, viewport: Viewport, highlight: Highlight}} Looked */

/** @param {HTMLElement} stage @param {Looked} looked @param {ScrollBehavior} behavior */
export function reveal(stage, looked, behavior) {
  const { scene, viewport, highlight } = looked;
  const units = highlight.trail.map((unit) => rectOf(scene, unit));
  const rects = [...units, ...highlight.patch.flatMap((window) => rectsOf(scene, window))].filter(
    (rect) => rect !== null,
  );
  const [own] = rects.map((rect) => cssRect(viewport, rect));
  if (!own) return;
  const stageTop = stage.getBoundingClientRect().top;
  const { top, bottom } = visibleBand();
  const begin = Math.min(...rects.map((rect) => cssRect(viewport, rect).y));
  const end = endOf(looked, own, begin, bottom - top);
  // Scroll up at most to the top of the trail, and down at least until the unit is visible.
  const by = Math.max(stageTop + end - bottom, Math.min(0, stageTop + begin - top));
  if (by !== 0) window.scrollBy({ top: by, behavior });
}

/** Return the part of the viewport between header and sheet, which the stylesheets set as scroll padding. */
function visibleBand() {
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement);
  return {
    top: Number.parseFloat(scrollPaddingTop) || 0,
    bottom: window.innerHeight - (Number.parseFloat(scrollPaddingBottom) || 0),
  };
}

/**
 * Return the lower end of the unit's map if it fits together with the trail; else that of the unit.
 * @param {Looked} looked @param {Rect} own @param {number} begin @param {number} room
 */
function endOf({ scene, viewport, highlight }, own, begin, room) {
  const box = placeOf(scene, highlight.unit)?.box;
  const { y, height } = box ? cssRect(viewport, box) : own;
  return y + height - begin <= room ? y + height : own.y + own.height;
}
