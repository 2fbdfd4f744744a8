/** Wheel, pinch, drag, double-click and keys that zoom and pan the flat view. Double-click or Z fills it with a map. */

import { hasModifier, listen } from "../../lib/dom.js";
import { placeOf as placeInScene, unitAt } from "../../model/places.js";
import { gutterOf } from "./labels.js";
import { sceneAt } from "./viewport.js";
import { closer, filling, panned } from "./zoom.js";

/** @import { OnIntent } from "../../intents.js" */
/** @import { Scene, Unit, Zoom } from "../../types.js" */
/** @import { Viewport } from "./viewport.js" */
/** @import { Size } from "./zoom.js" */

/**
 * What the gestures read of the current view.
 * @typedef {{zoom: Zoom | null, viewport: Viewport, whole: Viewport, stage: Size, scene:
 *   Scene, narrow: boolean, unit: Unit | null}} Looked  `unit`: the
 *   highlighted one
 */
/** @typedef {{cssX: number, cssY: number}} Place */

/** Movement in CSS pixels up to which a press is a click, not a drag. */
const CLICK_SLOP = 4;
const STEP = 1.3;
const DOUBLE = 3;
/** Zoom exponent per unit of `deltaY`; a wheel notch is about 100 units. */
const WHEEL_EXPONENT = 0.0022;

/** @type {Readonly<Record<string, number>>} */
const KEYS = { "+": STEP, "=": STEP, "-": 1 / STEP, 0: 0 };
const FILL = new Set(["z", "Z"]);
const BACK = new Set([...FILL, "Escape"]);

/**
 * @param {HTMLElement} stage @param {() => Looked | null} look @param {OnIntent} onIntent
 * @returns {Array<() => void>} remove the listeners
 */
export function watchZoom(stage, look, onIntent) {
  /** @param {Zoom | null} zoom */
  const show = (zoom) => onIntent({ type: "set", name: "zoom", value: zoom });
  /** @param {MouseEvent} event @returns {Place} */
  const placeOf = (event) => {
    const { left, top } = stage.getBoundingClientRect();
    return { cssX: event.clientX - left, cssY: event.clientY - top };
  };
  /** @param {number} by @param {Place} place */
  const scaleBy = (by, place) => {
    const now = look();
    if (now) show(closer(now.viewport, now.whole, now, { by, ...place }));
  };
  /** Zoom; on a narrow viewport the wheel scrolls the page. @param {WheelEvent} event */
  const wheel = (event) => {
    if (look()?.narrow && !event.ctrlKey) return;
    event.preventDefault();
    scaleBy(Math.exp(-WHEEL_EXPONENT * event.deltaY * (event.ctrlKey ? 4 : 1)), placeOf(event));
  };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const by = KEYS[event.key];
    const now = look();
    if (!now || hasModifier(event)) return;
    if (event.key === "Escape" && now.zoom) event.stopImmediatePropagation(); // do not unpin
    if (now.zoom && BACK.has(event.key)) show(null);
    else if (FILL.has(event.key)) fill(now);
    if (by !== undefined) scaleTo(event, now, by);
  };
  /** @param {Looked} now */
  const fill = (now) => now.unit && show(mapZoom(now, now.unit));
  /** @param {KeyboardEvent} event @param {Looked} now @param {number} by */
  const scaleTo = (event, { stage: { width, height } }, by) => {
    event.preventDefault();
    if (by === 0) show(null);
    else scaleBy(by, { cssX: width / 2, cssY: height / 2 });
  };
  /** @param {MouseEvent} event */
  const doubleClick = (event) => {
    const now = look();
    const place = placeOf(event);
    const unit = now && unitAt(now.scene, ...sceneAt(now.viewport, place.cssX, place.cssY));
    if (now?.zoom) show(null);
    else if (now && unit) show(mapZoom(now, unit));
    else scaleBy(DOUBLE, place);
  };
  return [
    listen(stage, "wheel", wheel, { passive: false }),
    listen(stage, "keydown", press, { capture: true }),
    listen(stage, "dblclick", doubleClick),
    ...watchPointers(stage, { look, show, scaleBy, placeOf }),
  ];
}

/** Return the zoom that fits a unit's map. @param {Looked} looked @param {Unit} unit @returns {Zoom | null} */
function mapZoom({ scene, whole, stage }, unit) {
  const place = placeInScene(scene, unit);
  return place && filling(place.box, whole, stage, gutterOf({ scene, whole, viewport: { ...whole } }));
}

/**
 * Pan with one pointer, pinch with two.
 * @param {HTMLElement} stage
 * @param {{look: () => Looked | null, show: (zoom: Zoom | null) => void, scaleBy: (by: number, place: Place) => void,
 *   placeOf: (event: MouseEvent) => Place}} gesture
 */
function watchPointers(stage, { look, show, scaleBy, placeOf }) {
  /** @type {Map<number, Place>} */
  const down = new Map();
  const held = { moved: 0 };
  /** @param {PointerEvent} event */
  const move = (event) => {
    const before = down.get(event.pointerId);
    const now = look();
    if (!before || !now) return;
    const place = placeOf(event);
    down.set(event.pointerId, place);
    const by = { cssX: place.cssX - before.cssX, cssY: place.cssY - before.cssY };
    held.moved += Math.hypot(by.cssX, by.cssY);
    const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    if (other) scaleBy(distance(place, other) / Math.max(1, distance(before, other)), between(place, other));
    else if (held.moved > CLICK_SLOP && now.zoom) show(panned(now.zoom, now.viewport, now.scene, by));
  };
  /** @param {PointerEvent} event */
  const press = (event) => {
    if (down.size === 0) held.moved = 0;
    down.set(event.pointerId, placeOf(event));
  };
  /** @param {PointerEvent} event */
  const lift = (event) => void down.delete(event.pointerId);
  /** Suppress the click that ends a drag. @param {MouseEvent} event */
  const click = (event) => {
    if (held.moved > CLICK_SLOP && (look()?.zoom || event.detail === 0)) event.stopImmediatePropagation();
  };
  return [
    listen(stage, "pointerdown", press),
    listen(stage, "pointermove", move),
    listen(window, "pointerup", lift),
    listen(window, "pointercancel", lift),
    listen(stage, "click", click, { capture: true }),
  ];
}

/** @param {Place} one @param {Place} other */
function distance(one, other) {
  return Math.hypot(one.cssX - other.cssX, one.cssY - other.cssY);
}

/** @param {Place} one @param {Place} other @returns {Place} */
function between(one, other) {
  return { cssX: (one.cssX + other.cssX) / 2, cssY: (one.cssY + other.cssY) / 2 };
}
