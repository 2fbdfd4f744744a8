/**
 * The network as a tower in 3D: the same scene, numbers, highlight and intents as the flat view, seen by a camera that one can walk
 * around with. Loaded only when it is opened.
 */

import { element, listen, replaceChildren } from "../lib/dom.js";
import { towerTextOf } from "../text/tower.js";
import { watchKeys } from "./network/keys.js";
import { watchFolds } from "./network/labels.js";
import { watchPointer } from "./tower/controls.js";
import { TOOL_KEYS, createFoot } from "./tower/foot.js";
import { createPace } from "./tower/pace.js";
import { createPicture } from "./tower/picture.js";
import { createPilot } from "./tower/pilot.js";
import { webglSupport } from "./tower/renderer.js";
import { shotOf } from "./tower/shot.js";
import { createTour } from "./tower/touring.js";

/** @import { OnIntent, View, ViewOptions } from "../intents.js" */
/** @import { Edge } from "../model/edges.js" */
/** @import { TowerText } from "../text/tower.js" */
/** @import { Camera, Layer, Scene, Theme, Unit, Zoom } from "../types.js" */
/** @import { Highlight } from "./network/overlay.js" */
/** @import { Colouring } from "./tower/atlas.js" */
/** @import { Tool, Trouble } from "./tower/foot.js" */
/** @import { Picture } from "./tower/picture.js" */
/** @import { Shot } from "./tower/shot.js" */

/**
 * @typedef {object} TowerFields
 * @property {Scene | null} scene  laid out as floors
 * @property {Scene | null} flat  the flat view's: from where, and to where, the blocks move
 * @property {readonly Layer[]} layers
 * @property {Highlight | null} highlight
 * @property {readonly Edge[]} edges  of the highlighted unit
 * @property {Unit | null} hovered
 * @property {Unit | null} pinned
 * @property {boolean} narrow  is the inspector a sheet?
 * @property {Unit | null} visited  where the keyboard went last: it is kept in sight
 * @property {Unit | null} start
 * @property {{width: number, height: number}} stage  of the flat view, in CSS pixels
 * @property {Zoom | null} zoom  of the flat view
 * @property {number} ratio  device pixels per CSS pixel
 * @property {number} letters  how large type is: 1 where 1 rem is 16 px
 * @property {Theme} theme
 * @property {"2d" | "3d"} view  where the blocks are or go
 * @property {number} tours  how often the tour was asked for from outside
 * @property {boolean} heights  does height show the value?
 * @property {Camera | null} camera  from a link; null is home
 * @property {boolean} still  nothing glides
 * @property {boolean} stale  the maps are an earlier drawing's
 * @property {boolean} gradient  the numbers are gradients
 * @property {boolean} blank  nothing is drawn
 *
 * @typedef {TowerFields & Colouring} TowerProps
 */

/** More device pixels than that cost more than they show. */
const MOST_RATIO = 2;
/** CSS pixels around the tower; left of it is the names' column, narrower on a phone. */
const AROUND = { column: 150, narrowColumn: 104, narrow: 500, left: 16, right: 20, top: 58, bottom: 22 };

/** @typedef {{props: TowerProps | null, trouble: Trouble | null, told: Camera | null}} Shown  `told`: the camera that the state knows of */

/**
 * `onLanded`: every block has come to its place in the flat view.
 * @param {HTMLElement} root @param {ViewOptions & {onLanded?: () => void}} options
 * @returns {View<TowerProps> & {reveal: (behavior: ScrollBehavior) => void, shooter: () => (() => Shot) | null}}
 */
export function createTower(root, { onIntent, text: words, onLanded = () => {} }) {
  const text = towerTextOf(words);
  const parts = partsOf(text);
  replaceChildren(root, parts.stage, parts.list, parts.foot);
  const support = webglSupport();
  const onFlat = () => onIntent({ type: "set", name: "view", value: "2d" });
  if (!support) return withoutPicture(root, createFoot(parts.foot, { text, events: { onFlat } }), onLanded);
  /** @type {Shown} */
  const shown = { props: null, trouble: null, told: null };
  const renderFoot = () => foot.render({ trouble: shown.trouble, chapter: tour.chapter(), heights: Boolean(shown.props?.heights),
    canFocus: Boolean(shown.props?.highlight), hasTools: true });
  /** @param {Trouble | null} trouble */
  const say = (trouble) => {
    shown.trouble = trouble;
    renderFoot();
    picture.rehome();
  };
  const pace = createPace(() => say("slow"));
  const picture = createPicture({ canvas: parts.canvas, list: parts.list, text, antialias: !support.software,
    insetsOf: ({ width }) => roomFor(width, parts.foot.offsetHeight, shown.props?.letters ?? 1) }, {
    onDrawn(time, moves) {
      pace.note(time, moves);
      if (!moves) settle(picture, shown, { onIntent, onLanded });
    },
    onLost: () => say("lost"),
    onRestored: () => say(null),
  });
  const pilot = createPilot(picture, () => ({ layers: shown.props?.layers ?? [], unit: shown.props?.highlight?.unit ?? null }));
  const tour = createTour({ picture, text, onIntent, props: () => shown.props, focus: pilot.focus, onChange: () => say(shown.trouble),
    onBegin: () => /** @type {HTMLElement | null} */ (parts.foot.querySelector("[data-focus]"))?.focus({ preventScroll: true }),
    onEnd: () => parts.stage.focus({ preventScroll: true }) });
  /** @param {Tool} tool */
  const onTool = (tool) => {
    if (tool === "heights") onIntent({ type: "set", name: "heights", value: !shown.props?.heights });
    else if (tool === "tour") tour.begin();
    else pilot.choose(tool);
  };
  const foot = createFoot(parts.foot, { text, events: { onTool, onStep: tour.go, onPlay: tour.play, onEnd: tour.end, onFlat, onStay: () => say(null) } });
  renderFoot();
  const stops = [...watchers(parts, { picture, shown, onTool, press: pilot.press, onIntent }), tour.stop, picture.destroy, foot.destroy];
  return {
    reveal: (behavior) => void ((shown.props?.pinned || tour.chapter()) && parts.stage.scrollIntoView({ block: "start", behavior })),
    shooter: () => (picture.isThere() ? () => shotOf(picture, parts) : null),
    render(props) {
      const before = shown.props;
      shown.props = props;
      for (const name of /** @type {const} */ (["blank", "stale"])) parts.stage.classList.toggle(`is-${name}`, props[name]);
      renderFoot();
      if (before) arrive(picture, shown, props, before); // before it is drawn: then the camera may be another one
      picture.render(props);
      if (!before) arrive(picture, shown, props, before);
      if (props.visited && props.visited !== before?.visited) pilot.reveal(props.visited);
      if (props.tours > (before?.tours ?? 0)) tour.begin();
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}

/** Only words: this browser cannot draw in 3D. @param {HTMLElement} root @param {ReturnType<typeof createFoot>} foot @param {() => void} onLanded */
function withoutPicture(root, foot, onLanded) {
  foot.render({ trouble: "missing", chapter: null, heights: false, canFocus: false, hasTools: false });
  /** @param {TowerProps} props */
  const render = ({ view }) => void (view === "2d" && onLanded());
  return { render, reveal: () => {}, shooter: () => null, destroy: () => replaceChildren(root) };
}

/** @typedef {ReturnType<typeof partsOf>} Parts */

/** @param {TowerText} text */
function partsOf(text) {
  const canvas = element("canvas", { class: "tower-canvas", "aria-hidden": "true" });
  const list = element("ul", { class: "tower-labels fill" });
  const description = element("p", { class: "visually-hidden", id: "tower-description" }, text("tower.description"));
  const stage = element("div", { class: "tower-stage fill", role: "application", tabindex: 0, "aria-label": text("network.title"),
    "aria-roledescription": text("network.role"), "aria-describedby": description.id, "data-testid": "network", "data-view": "3d" }, canvas, description);
  return { canvas, list, stage, foot: element("div", { class: "tower-foot" }) };
}

/** The names' column. @param {number} width @param {number} letters */
export const gutterFor = (width, letters) => (width < AROUND.narrow ? AROUND.narrowColumn : AROUND.column) * letters;

/** Around the tower for names, and for what stands under it. @param {number} width @param {number} foot @param {number} letters */
function roomFor(width, foot, letters) {
  const gutter = gutterFor(width, letters);
  return { left: gutter + AROUND.left, right: AROUND.right, top: AROUND.top, bottom: foot + AROUND.bottom, gutter, foot };
}

/** Nothing moves any more. @param {Picture} picture @param {Shown} shown @param {{onIntent: OnIntent, onLanded: () => void}} events */
function settle(picture, shown, { onIntent, onLanded }) {
  if (shown.props?.view === "2d") {
    onLanded();
    return;
  }
  const camera = picture.isHome() ? null : picture.goal();
  if (camera === shown.told) return;
  shown.told = camera;
  queueMicrotask(() => onIntent({ type: "set", name: "camera", value: camera })); // no intent while it renders
}

/** A camera from the link is gone to. @param {Picture} picture @param {Shown} shown @param {TowerProps} props @param {TowerProps | null} before */
function arrive(picture, shown, props, before) {
  if (props.camera === shown.told) return;
  shown.told = props.camera;
  const camera = props.camera ?? picture.home();
  if (camera) picture.move(camera, before ? "fly" : "jump");
}

/** @param {HTMLElement} stage @param {Picture} picture @param {Shown} shown @param {OnIntent} onIntent */
function watchSize(stage, picture, shown, onIntent) {
  const measure = () => {
    const size = { width: stage.clientWidth, height: stage.clientHeight };
    picture.resize(size, Math.min(shown.props?.ratio ?? window.devicePixelRatio, MOST_RATIO));
    return size;
  };
  measure(); // before the first picture, so that a link's camera has a stage to stand before
  const observer = new ResizeObserver(() => onIntent({ type: "stage", ...measure() }));
  observer.observe(stage);
  return () => observer.disconnect();
}

/** @param {Parts} parts @param {{picture: Picture, shown: Shown, onTool: (tool: Tool) => void, press: (event: KeyboardEvent) => boolean, onIntent: OnIntent}} context */
function watchers({ stage, list }, { picture, shown, onTool, press, onIntent }) {
  return [
    watchFolds(list, onIntent),
    watchSize(stage, picture, shown, onIntent),
    ...watchPointer(stage, picture, onIntent),
    listen(stage, "keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const tool = TOOL_KEYS.get(event.key);
      if (tool) onTool(tool);
      if (tool || press(event)) event.preventDefault();
    }),
    ...watchKeys(stage, () => {
      const { props } = shown;
      return props?.scene ? { scene: props.scene, current: props.highlight?.unit ?? null, start: props.start, pinned: props.pinned } : null;
    }, onIntent),
  ];
}
