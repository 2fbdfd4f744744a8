/**
 * The network as a tower in 3D: the same scene, numbers, highlight and intents as the flat view, seen by a camera that
 * one can walk around with. Loaded only when it is opened.
 */

import { element, replaceChildren } from "../lib/dom.js";
import { towerTextOf } from "../text/tower.js";
import { watchFolds } from "./network/labels.js";
import { createControls } from "./tower/controls.js";
import { createFoot } from "./tower/foot.js";
import { Picture } from "./tower/picture.js";
import { shotOf } from "./tower/shot.js";
import { createTour } from "./tower/tour.js";

/** @import { OnIntent, View, ViewOptions } from "../intents.js" */
/** @import { TowerText } from "../text/tower.js" */
/** @import { Camera, Scene } from "../types.js" */
/** @import { NetworkProps } from "./network.js" */
/** @import { Tool, Trouble } from "./tower/foot.js" */
/** @import { Shot } from "./tower/shot.js" */

/**
 * What the flat view shows, and:
 * @typedef {object} TowerFields
 * @property {Scene | null} scene  laid out as floors
 * @property {Scene | null} flat  the flat view's: from where, and to where, the blocks move
 * @property {"2d" | "3d"} view  where the blocks are or go
 * @property {number} tours  how often the tour was asked for from outside
 * @property {boolean} heights  does height show the value?
 * @property {Camera | null} camera  from a link; null is home
 *
 * @typedef {Omit<NetworkProps, "shades" | "veil"> & TowerFields} TowerProps
 */

/** More device pixels than that cost more than they show. */
const MOST_RATIO = 2;
/**
 * CSS pixels around the tower; left of it is the names' column, narrower on a phone; over it, but not there, the
 * buttons of both views.
 */
const AROUND = { column: 150, narrowColumn: 104, narrow: 500, head: 32, left: 16, right: 20, top: 58, bottom: 22 };
/** Renderers that draw on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/**
 * `onLanded`: every block has come to its place in the flat view.
 * @param {HTMLElement} root @param {ViewOptions & {onLanded?: () => void}} options
 * @returns {View<TowerProps> & {reveal: (behavior: ScrollBehavior) => void, shooter: () => (() => Shot) | null}}
 */
export function createTower(root, { onIntent, text: words, onLanded = () => {} }) {
  const text = towerTextOf(words);
  const { canvas, list, stage, foot: place } = partsOf(text);
  replaceChildren(root, stage, list, place);
  const support = webglSupport();
  const onFlat = () => onIntent({ type: "set", name: "view", value: "2d" });
  if (!support) return withoutPicture(root, createFoot(place, { text, events: { onFlat } }), onLanded);
  const shown = /** @type {{props: TowerProps | null, trouble: Trouble | null}} */ ({ props: null, trouble: null });
  const renderFoot = () => {
    const { trouble, props } = shown;
    const [heights, canFocus] = [Boolean(props?.heights), Boolean(props?.highlight)];
    foot.render({ trouble, chapter: tour.chapter(), heights, canFocus, hasTools: true });
  };
  const say = (/** @type {Trouble | null} */ trouble) => {
    shown.trouble = trouble;
    renderFoot();
    picture.rehome();
  };
  const picture = new Picture({
    ...{ canvas, list, text, antialias: !support.software },
    ...{ onLost: () => say("lost"), onRestored: () => say(null) },
    roomOf: ({ width }) => roomFor(width, place.offsetHeight, shown.props?.letters ?? 1),
    onDrawn: (moves) => moves || camera.settle(shown.props?.view),
  });
  const camera = linkedCamera(picture, onIntent, onLanded);
  /** @param {Tool} tool */
  const onTool = (tool) => {
    if (tool === "heights") onIntent({ type: "set", name: "heights", value: !shown.props?.heights });
    else if (tool === "tour") tour.begin();
    else controls.choose(tool);
  };
  const controls = createControls(stage, picture, { props: () => shown.props, onTool, onIntent });
  const tour = createTour({
    ...{ picture, text, onIntent, props: () => shown.props, focus: controls.focus },
    onChange: () => say(shown.trouble),
    moveFocus: (isOn) => focusOn(isOn ? place.querySelector("[data-focus]") : stage),
  });
  const events = { onTool, onStep: tour.go, onPlay: tour.play, onEnd: tour.end, onFlat };
  const foot = createFoot(place, { text, events });
  const sized = watchSize(stage, picture, () => shown.props?.ratio, onIntent);
  const stops = [watchFolds(list, onIntent), sized, controls.destroy, tour.stop, foot.destroy, picture.destroy];
  return {
    reveal: (behavior) => scrollTo(shown.props?.pinned || tour.chapter() ? stage : null, behavior),
    shooter: () => (picture.blocks && !picture.isLost ? () => shotOf(picture) : null),
    render(props) {
      const before = shown.props;
      shown.props = props;
      stage.classList.toggle("is-faint", props.blank || props.stale);
      renderFoot();
      if (before) camera.arrive(props.camera, "fly"); // before it is drawn: then the camera may be another one
      picture.render(props);
      if (!before) camera.arrive(props.camera, "jump");
      if (props.visited !== before?.visited) controls.reveal(props.visited);
      if (props.tours > (before?.tours ?? 0)) tour.begin();
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}

/** @param {HTMLElement | null} part @param {ScrollBehavior} behavior */
const scrollTo = (part, behavior) => part?.scrollIntoView({ block: "start", behavior });

/** Where the page was scrolled to, it stays. @param {HTMLElement | null} part */
const focusOn = (part) => part?.focus({ preventScroll: true });

/**
 * The picture's camera and the one in the state follow each other.
 * @param {Picture} picture
 * @param {OnIntent} onIntent
 * @param {() => void} onLanded
 */
function linkedCamera(picture, onIntent, onLanded) {
  /** That the state knows of. @type {Camera | null} */
  let told = null;
  return {
    /** Nothing moves any more. @param {"2d" | "3d" | undefined} view */
    settle(view) {
      const camera = picture.isHome ? null : picture.camera.goal();
      if (view === "2d") onLanded();
      else if (camera !== told) {
        queueMicrotask(() => onIntent({ type: "set", name: "camera", value: camera })); // no intent while it renders
      }
      told = camera;
    },
    /** @param {Camera | null} camera @param {"fly" | "jump"} how */
    arrive(camera, how) {
      if (camera === told) return;
      told = camera;
      const goal = camera ?? picture.home;
      if (goal) picture.move(goal, how);
    },
  };
}

/** What this browser can draw with. @returns {{software: boolean} | null} null without WebGL 2 */
function webglSupport() {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) return null;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return { software: SOFTWARE.test(name) };
}

/**
 * Only words: this browser cannot draw in 3D.
 * @param {HTMLElement} root
 * @param {ReturnType<typeof createFoot>} foot
 * @param {() => void} onLanded
 */
function withoutPicture(root, foot, onLanded) {
  foot.render({ trouble: "missing", chapter: null, heights: false, canFocus: false, hasTools: false });
  /** @param {TowerProps} props */
  const render = ({ view }) => void (view === "2d" && onLanded());
  return { render, reveal: () => {}, shooter: () => null, destroy: () => replaceChildren(root) };
}

/** @param {TowerText} text */
function partsOf(text) {
  const canvas = element("canvas", { class: "tower-canvas fill", "aria-hidden": "true" });
  const list = element("ul", { class: "tower-labels fill" });
  const description = element("p", { class: "visually-hidden", id: "tower-description" }, text("tower.description"));
  const stage = element(
    "div",
    {
      class: "tower-stage fill",
      role: "application",
      tabindex: 0,
      "aria-label": text("network.title"),
      "aria-roledescription": text("network.role"),
      "aria-describedby": description.id,
      "data-testid": "network",
      "data-view": "3d",
    },
    canvas,
    description,
  );
  return { canvas, list, stage, foot: element("div", { class: "tower-foot" }) };
}

/** The names' column. @param {number} width @param {number} letters */
export const gutterFor = (width, letters) => (width < AROUND.narrow ? AROUND.narrowColumn : AROUND.column) * letters;

/**
 * Around the tower for names, and for what stands under it.
 * @param {number} width
 * @param {number} foot
 * @param {number} letters
 */
function roomFor(width, foot, letters) {
  const gutter = gutterFor(width, letters);
  const head = width < AROUND.narrow ? 0 : AROUND.head;
  return {
    left: gutter + AROUND.left,
    right: AROUND.right,
    top: AROUND.top,
    bottom: foot + AROUND.bottom,
    gutter,
    head,
    foot,
  };
}

/**
 * @param {HTMLElement} stage
 * @param {Picture} picture
 * @param {() => number | undefined} ratio
 * @param {OnIntent} onIntent
 */
function watchSize(stage, picture, ratio, onIntent) {
  const measure = () => {
    const size = { width: stage.clientWidth, height: stage.clientHeight };
    picture.resize(size, Math.min(ratio() ?? window.devicePixelRatio, MOST_RATIO));
    return size;
  };
  measure(); // before the first picture, so that a link's camera has a stage to stand before
  const observer = new ResizeObserver(() => onIntent({ type: "stage", ...measure() }));
  observer.observe(stage);
  return () => observer.disconnect();
}
