/** What lies over the ink: the box that centring crops, and the handles of the Move tool, for the pointer and for keys. */

import { listen, replaceChildren, setAttributes, svgElement } from "../lib/dom.js";
import { applied, combined } from "../ink/base.js";
import { centreOf, cornersOf, graspOf, hauled } from "../ink/grasp.js";
import { PAD, padSamples } from "../ink/stroke.js";
import { shift, turn } from "../ink/transform.js";

/** @typedef {import("../types.js").Box} Box */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../intents.js").OnIntent} OnIntent */

/**
 * @typedef {object} OverlayProps
 * @property {Box | null | undefined} crop  undefined: as it is
 * @property {() => {box: Box | null, moving: boolean}} now  as the state is, between two renders
 * @property {Box | null} box  of the ink; null if it can't be moved
 * @property {boolean} moving  is the Move tool chosen?
 */

/** @typedef {{pointer: number | null, keys: Set<string>, box: Box, grasp: import("../ink/grasp.js").Grasp | null, matrix: Matrix}} Gesture */

/** @typedef {{now: OverlayProps["now"], gesture: Gesture | null}} OverlayState */

/** @type {Matrix} */
const STILL = [1, 0, 0, 1, 0, 0];
/** In pad pixels: with Shift, one pixel of the network's input. */
const STEP = 2;
const STRIDE = 10;
const ANGLE = Math.PI / 36;
const FACTOR = 1.05;

/** What a key does to the ink. @type {Readonly<Record<string, (step: number, centre: {x: number, y: number}) => Matrix>>} */
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

/**
 * @param {HTMLElement} root  the pad with its tools @param {HTMLCanvasElement} canvas @param {OnIntent} onIntent
 */
export function createOverlay(root, canvas, onIntent) {
  const crop = svgElement("rect", { class: "crop", "data-testid": "crop" });
  const handles = svgElement("g", { class: "handles", "data-testid": "handles" });
  const picture = svgElement("svg", { class: "pad-overlay", viewBox: `0 0 ${PAD} ${PAD}`, "aria-hidden": "true" }, crop, handles);
  /** @type {OverlayState} */
  const state = { now: () => ({ box: null, moving: false }), gesture: null };
  /** @param {OverlayProps} props */
  const render = (props) => {
    state.now = props.now;
    if (props.crop !== undefined) setAttributes(crop, props.crop ? { ...props.crop, top: null, left: null, x: props.crop.left, y: props.crop.top, visibility: null } : { visibility: "hidden" });
    const { gesture } = state;
    const box = gesture?.box ?? props.box;
    replaceChildren(handles, ...(box && props.moving ? handlesOf(box, gesture?.matrix ?? STILL) : []));
  };
  return { picture, render, stops: [...moveWithPointer(canvas, root, state, onIntent), ...moveWithKeys(root, state, onIntent)] };
}

/** @param {Box} box @param {Matrix} matrix  what has been done to it since it was grasped */
function handlesOf(box, matrix) {
  const corners = cornersOf(box).map(([x, y]) => applied(matrix, x, y));
  return [svgElement("polygon", { points: corners.join(" ") }), ...corners.map(([cx, cy]) => svgElement("circle", { cx, cy, r: 7 }))];
}

/**
 * While the Move tool is chosen, the pointer does not get as far as the pen.
 * @param {HTMLCanvasElement} canvas @param {HTMLElement} root
 * @param {OverlayState} state @param {OnIntent} onIntent
 */
function moveWithPointer(canvas, root, state, onIntent) {
  /** @param {PointerEvent} event @returns {[number, number]} */
  const pointOf = (event) => {
    const [x = 0, y = 0] = padSamples(event, canvas.getBoundingClientRect()).slice(-2);
    return [x, y];
  };
  const down = (/** @type {PointerEvent} */ event) => {
    const { box, moving } = state.now();
    if (!moving || event.target !== canvas) return;
    event.stopPropagation();
    if (!box || state.gesture || (event.pointerType === "mouse" && event.button !== 0)) return;
    canvas.setPointerCapture(event.pointerId);
    state.gesture = { pointer: event.pointerId, keys: new Set(), box, grasp: graspOf(box, pointOf(event)), matrix: STILL };
    onIntent({ type: "grasp" });
  };
  const move = (/** @type {PointerEvent} */ event) => {
    const { gesture } = state;
    if (!gesture?.grasp || gesture.pointer !== event.pointerId) return;
    gesture.matrix = hauled(gesture.grasp, pointOf(event));
    onIntent({ type: "haul", matrix: gesture.matrix });
  };
  const up = (/** @type {PointerEvent} */ event) => {
    if (state.gesture?.pointer !== event.pointerId) return;
    state.gesture = null;
    onIntent({ type: "settle" });
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
 * A key that is held down is one gesture.
 * @param {HTMLElement} root @param {OverlayState} state @param {OnIntent} onIntent
 */
function moveWithKeys(root, state, onIntent) {
  const press = (/** @type {KeyboardEvent} */ event) => {
    const motion = KEYS[event.key];
    const { box, moving } = state.now();
    if (!moving || !motion || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!state.gesture) {
      if (!box) return;
      state.gesture = { pointer: null, keys: new Set(), box, grasp: null, matrix: STILL };
      onIntent({ type: "grasp" });
    }
    const { gesture } = state;
    if (gesture.grasp) return;
    const { x, y } = centreOf(gesture.box);
    const [atX, atY] = applied(gesture.matrix, x, y);
    gesture.keys.add(event.code);
    gesture.matrix = combined(motion(event.shiftKey ? STRIDE : STEP, { x: atX, y: atY }), gesture.matrix);
    onIntent({ type: "haul", matrix: gesture.matrix });
  };
  /** @param {boolean} all */
  const stop = (all) => (/** @type {KeyboardEvent | FocusEvent} */ event) => {
    const { gesture } = state;
    if (!gesture || gesture.grasp) return;
    if (event instanceof KeyboardEvent) gesture.keys.delete(event.code);
    if (!all && gesture.keys.size > 0) return;
    state.gesture = null;
    onIntent({ type: "settle" });
  };
  return [listen(root, "keydown", press, { capture: true }), listen(root, "keyup", stop(false)), listen(root, "focusout", stop(true))];
}
