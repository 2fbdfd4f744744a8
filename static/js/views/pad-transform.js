/** The Move tool: drag the drawing or its corner handles; keys move, rotate and scale it. */

import { applied, combined } from "../ink/base.js";
import { centreOf, cornersOf, gestureOf, hauled } from "../ink/transform-gesture.js";
import { padSamples } from "../ink/stroke.js";
import { shift, turn } from "../ink/transform.js";
import { hasModifier, listen } from "../lib/dom.js";

/** @import { TransformGesture } from "../ink/transform-gesture.js" */
/** @import { OnIntent } from "../intents.js" */
/** @import { Box, Matrix } from "../types.js" */

/**
 * @typedef {{pointer: number | null, keys: Set<string>, box: Box, grasp: TransformGesture | null, matrix: Matrix}}
 *   Gesture
 */
/** @typedef {() => {box: Box | null, moving: boolean}} Now  the current state, which may be newer than the props */
/** @typedef {{now: Now, gesture: Gesture | null}} MovingState */

/** @type {Matrix} */
const STILL = [1, 0, 0, 1, 0, 0];
/** Distance of an arrow key, in pad pixels; `BIG_STEP` with Shift, one pixel of the network's input. */
const STEP = 2;
const BIG_STEP = 10;
const ANGLE = Math.PI / 36;
const FACTOR = 1.05;

/** Transforms by key. @type {Readonly<Record<string, (step: number, centre: {x: number, y: number}) => Matrix>>} */
const KEYS = {
  ArrowLeft: (step) => shift(-step, 0),
  ArrowRight: (step) => shift(step, 0),
  ArrowUp: (step) => shift(0, -step),
  ArrowDown: (step) => shift(0, step),
  "+": (_, centre) => turn(0, FACTOR, centre),
  "-": (_, centre) => turn(0, 1 / FACTOR, centre),
  ",": (_, centre) => turn(-ANGLE, 1, centre),
  ".": (_, centre) => turn(ANGLE, 1, centre),
};

/** @param {HTMLElement} root  the pad with its tools @param {Now} now @param {OnIntent} onIntent */
export function createMoving(root, now, onIntent) {
  /** @type {MovingState} */
  const state = { now, gesture: null };
  const stops = [...moveWithPointer(root, state, onIntent), ...moveWithKeys(root, state, onIntent)];
  return {
    gesture: () => state.gesture,
    destroy() {
      for (const stop of stops) stop();
    },
  };
}

/** Return the corners of the box during the gesture. @param {Box | null} box @param {Gesture | null} gesture */
export function handlesOf(box, gesture) {
  const own = gesture?.box ?? box;
  return own ? cornersOf(own).map(([x, y]) => applied(gesture?.matrix ?? STILL, x, y)) : [];
}

/** Handle pointer events. @param {HTMLElement} root @param {MovingState} state @param {OnIntent} onIntent */
function moveWithPointer(root, state, onIntent) {
  /** @param {PointerEvent} event @returns {[number, number]} */
  const pointOf = (event) => {
    const [x = 0, y = 0] = padSamples(event, /** @type {Element} */ (event.target).getBoundingClientRect()).slice(-2);
    return [x, y];
  };
  const down = (/** @type {PointerEvent} */ event) => {
    const { box, moving } = state.now();
    const canvas = event.target;
    if (!moving || !(canvas instanceof HTMLCanvasElement)) return;
    event.stopPropagation();
    if (!box || state.gesture || (event.pointerType === "mouse" && event.button !== 0)) return;
    canvas.setPointerCapture(event.pointerId);
    const grasp = gestureOf(box, pointOf(event));
    state.gesture = { pointer: event.pointerId, keys: new Set(), box, grasp, matrix: STILL };
    onIntent({ type: "startTransform" });
  };
  const move = (/** @type {PointerEvent} */ event) => {
    const { gesture } = state;
    if (!gesture?.grasp || gesture.pointer !== event.pointerId) return;
    gesture.matrix = hauled(gesture.grasp, pointOf(event));
    onIntent({ type: "transform", matrix: gesture.matrix });
  };
  const up = (/** @type {PointerEvent} */ event) => {
    if (state.gesture?.pointer !== event.pointerId) return;
    state.gesture = null;
    onIntent({ type: "endTransform" });
  };
  const capture = { capture: true };
  return [
    listen(root, "pointerdown", down, capture),
    listen(root, "pointermove", move, capture),
    listen(root, "pointerup", up, capture),
    listen(root, "pointercancel", up, capture),
  ];
}

/**
 * Handle keys; all changes while a key is held down are one gesture.
 * @param {HTMLElement} root @param {MovingState} state @param {OnIntent} onIntent
 */
function moveWithKeys(root, state, onIntent) {
  const press = (/** @type {KeyboardEvent} */ event) => {
    const motion = KEYS[event.key];
    const { box, moving } = state.now();
    if (!moving || !motion || isHandledElsewhere(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!state.gesture) {
      if (!box) return;
      state.gesture = { pointer: null, keys: new Set(), box, grasp: null, matrix: STILL };
      onIntent({ type: "startTransform" });
    }
    const { gesture } = state;
    if (gesture.grasp) return;
    const { x, y } = centreOf(gesture.box);
    const [atX, atY] = applied(gesture.matrix, x, y);
    gesture.keys.add(event.code);
    gesture.matrix = combined(motion(event.shiftKey ? BIG_STEP : STEP, { x: atX, y: atY }), gesture.matrix);
    onIntent({ type: "transform", matrix: gesture.matrix });
  };
  /** @param {boolean} all */
  const stop = (all) => (/** @type {KeyboardEvent | FocusEvent} */ event) => {
    const { gesture } = state;
    if (!gesture || gesture.grasp) return;
    if (event instanceof KeyboardEvent) gesture.keys.delete(event.code);
    if (!all && gesture.keys.size > 0) return;
    state.gesture = null;
    onIntent({ type: "endTransform" });
  };
  return [
    listen(root, "keydown", press, { capture: true }),
    listen(root, "keyup", stop(false)),
    listen(root, "focusout", stop(true)),
  ];
}

/** Return whether the key belongs to the browser or to another widget over the canvas. @param {KeyboardEvent} event */
function isHandledElsewhere(event) {
  const { target } = event;
  return hasModifier(event) || (target instanceof HTMLElement && target.matches("[role='application']:not(canvas)"));
}
