/** Mouse, pen and fingers on the stage → what they want of the camera, and which place they point at. */

import { listen } from "../../lib/dom.js";

/**
 * @typedef {object} Gestures
 * @property {(cssX: number, cssY: number) => void} onOrbit  by so many CSS pixels
 * @property {(cssX: number, cssY: number) => void} onPan
 * @property {(factor: number, at: {x: number, y: number}) => void} onZoom
 * @property {(at: {x: number, y: number} | null) => void} onPoint  null: nowhere on the stage
 * @property {(at: {x: number, y: number}) => void} onPress  a click or a tap
 */

/** @typedef {{x: number, y: number}} Place  in CSS pixels of the stage */

/** A pointer that moved less between down and up has clicked. */
const SLOP = 5;
const WHEEL = { 0: 0.0016, 1: 0.04, 2: 0.4 };

/** @param {HTMLElement} stage @param {Gestures} gestures @returns {Array<() => void>} what stops listening */
export function watchGestures(stage, gestures) {
  /** @type {Map<number, Place>} */
  const fingers = new Map();
  const press = { travelled: 0, most: 0 };
  return [
    listen(stage, "pointerdown", (event) => {
      if (fingers.size === 0) Object.assign(press, { travelled: 0, most: 0 });
      fingers.set(event.pointerId, placeOf(stage, event));
      press.most = Math.max(press.most, fingers.size);
      stage.setPointerCapture(event.pointerId);
      if (event.pointerType !== "touch") gestures.onPoint(placeOf(stage, event)); // a finger that turns asks for nothing to be explained
    }),
    listen(stage, "pointermove", (event) => {
      if (!fingers.has(event.pointerId)) {
        gestures.onPoint(placeOf(stage, event));
        return;
      }
      const before = new Map(fingers);
      fingers.set(event.pointerId, placeOf(stage, event));
      press.travelled += travelOf(before, fingers);
      if (press.travelled > SLOP) drag(event, before, fingers, gestures);
    }),
    listen(stage, "pointerup", (event) => {
      const clicked = fingers.delete(event.pointerId) && fingers.size === 0 && press.most === 1 && press.travelled <= SLOP;
      if (clicked && event.button === 0) gestures.onPress(placeOf(stage, event));
    }),
    listen(stage, "pointercancel", (event) => void fingers.delete(event.pointerId)),
    listen(stage, "pointerleave", () => gestures.onPoint(null)),
    listen(stage, "contextmenu", (event) => event.preventDefault()),
    listen(stage, "wheel", (event) => {
      event.preventDefault();
      const speed = WHEEL[/** @type {0 | 1 | 2} */ (event.deltaMode)];
      gestures.onZoom(Math.exp(-event.deltaY * speed), placeOf(stage, event));
    }, { passive: false }),
  ];
}

/**
 * @param {PointerEvent} event @param {ReadonlyMap<number, Place>} before @param {ReadonlyMap<number, Place>} now @param {Gestures} gestures
 */
function drag(event, before, now, gestures) {
  const [from, to] = [middleOf(before), middleOf(now)];
  const [x, y] = [to.x - from.x, to.y - from.y];
  if (now.size > 1) {
    gestures.onPan(x, y);
    gestures.onZoom(spreadOf(now) / Math.max(spreadOf(before), 1), to);
  } else if (event.buttons & 6 || event.shiftKey) gestures.onPan(x, y);
  else gestures.onOrbit(x, y);
}

/** @param {HTMLElement} stage @param {MouseEvent} event @returns {Place} */
function placeOf(stage, event) {
  const { left, top } = stage.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** @param {ReadonlyMap<number, Place>} fingers @returns {Place} */
function middleOf(fingers) {
  const places = [...fingers.values()];
  return { x: places.reduce((sum, { x }) => sum + x, 0) / places.length, y: places.reduce((sum, { y }) => sum + y, 0) / places.length };
}

/** @param {ReadonlyMap<number, Place>} fingers */
function spreadOf(fingers) {
  const [one, other] = [...fingers.values()];
  return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 1;
}

/** @param {ReadonlyMap<number, Place>} before @param {ReadonlyMap<number, Place>} now */
function travelOf(before, now) {
  return Math.max(...[...now].map(([id, { x, y }]) => Math.hypot(x - Number(before.get(id)?.x), y - Number(before.get(id)?.y))));
}
