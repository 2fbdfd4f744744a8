/**
 * The network as a tower in 3D: the same scene, numbers, highlight and intents as the flat view, seen by a camera that one can walk
 * around with. Loaded only when it is opened.
 */

import { element, listen, replaceChildren } from "../lib/dom.js";
import { formatUnit } from "../model/layers.js";
import { towerTextOf } from "../text/tower.js";
import { createKeeper } from "./keeper.js";
import { watchKeys } from "./network/keys.js";
import { watchFolds } from "./network/labels.js";
import { orbited, panned, zoomed } from "./tower/camera.js";
import { watchGestures } from "./tower/gestures.js";
import { floorNamed, isOverhead } from "./tower/floors.js";
import { createGuide } from "./tower/guide.js";
import { createNote } from "./tower/note.js";
import { createPace } from "./tower/pace.js";
import { createPicture } from "./tower/picture.js";
import { atFloor, focusedOn, overFloor, seenFrom } from "./tower/presets.js";
import { revealing } from "./tower/reveal.js";
import { shotOf } from "./tower/shot.js";
import { webglSupport } from "./tower/support.js";
import { TOOL_KEYS, createToolbar } from "./tower/toolbar.js";
import { touring } from "./tower/touring.js";

/** @typedef {import("../types.js").Layer} Layer */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Camera} Camera */

/**
 * @typedef {object} TowerFields
 * @property {Scene | null} scene  laid out as floors
 * @property {Scene | null} flat  the flat view's: from where, and to where, the blocks move
 * @property {readonly Layer[]} layers
 * @property {import("./network/overlay.js").Highlight | null} highlight
 * @property {readonly import("../model/edges.js").Edge[]} edges  of the highlighted unit
 * @property {Unit | null} hovered
 * @property {Unit | null} pinned
 * @property {boolean} narrow  is the inspector a sheet?
 * @property {Unit | null} visited  where the keyboard went last: it is kept in sight
 * @property {Unit | null} start
 * @property {{width: number, height: number}} stage  of the flat view, in CSS pixels
 * @property {import("../types.js").Zoom | null} zoom  of the flat view
 * @property {number} ratio  device pixels per CSS pixel
 * @property {number} letters  how large type is: 1 where 1 rem is 16 px
 * @property {import("../types.js").Theme} theme
 * @property {"2d" | "3d"} view  where the blocks are or go
 * @property {number} tours  how often the tour was asked for from outside
 * @property {boolean} heights  does height show the value?
 * @property {Camera | null} camera  from a link; null is home
 * @property {boolean} still  nothing glides
 * @property {boolean} stale  the maps are an earlier drawing's
 * @property {boolean} gradient  the numbers are gradients
 * @property {boolean} blank  nothing is drawn
 *
 * @typedef {TowerFields & import("./tower/cells.js").Colouring} TowerProps
 */

/** Radians for each CSS pixel of a drag, and for each press of a key. */
const TURN = 0.0062;
const KEY_TURN = 0.14;
/** CSS pixels for each press. */
const KEY_PAN = 40;
const KEY_ZOOM = 1.2;
/** The floor over the drawing is what "from above" shows while nothing is lit. */
const FIRST_MAPS = 1;
/** More device pixels than that cost more than they show. */
const MOST_RATIO = 2;

/** @typedef {import("../intents.js").OnIntent} OnIntent */
/** @typedef {ReturnType<typeof createPicture>} Picture */
/** @typedef {ReturnType<typeof createPilot>} Pilot */
/** @typedef {ReturnType<typeof partsOf>} Parts */
/** @typedef {{props: TowerProps | null, told: Camera | null, walked: number}} Shown  `told`: the camera that the state knows of; `walked`: the floor that "walk up" came to */

/**
 * `onLanded`: every block has come to its place in the flat view.
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions & {onLanded?: () => void}} options
 * @returns {import("../intents.js").View<TowerProps> & {shooter: () => (() => import("./tower/shot.js").Shot) | null}}
 */
export function createTower(root, { onIntent, text: words, onLanded = () => {} }) {
  const text = towerTextOf(words);
  const parts = partsOf(text);
  replaceChildren(root, parts.stage, parts.list, parts.foot);
  const note = createNote(parts.note, { text, onFlat: () => onIntent({ type: "view", view: "2d" }) });
  const support = webglSupport();
  if (!support) {
    note.show("missing");
    return { render: ({ view }) => void (view === "2d" && onLanded()), shooter: () => null, destroy: () => replaceChildren(root) };
  }
  /** @type {Shown} */
  const shown = { props: null, told: null, walked: -1 };
  const pace = createPace(() => say("slow"));
  /** @param {import("./tower/note.js").Trouble | null} trouble */
  const say = (trouble) => {
    note.show(trouble);
    picture.rehome();
  };
  const picture = createPicture({ canvas: parts.canvas, list: parts.list, text, antialias: !support.software,
    insetsOf: ({ width }) => insetsFor(width, parts.foot.offsetHeight, shown.props?.letters ?? 1) }, {
    onDrawn(time, moves) {
      pace.note(time, moves);
      if (!moves) settle(picture, shown, { onIntent, onLanded });
    },
    onLost: () => say("lost"),
    onRestored: () => say(null),
  });
  const keeper = createKeeper((behavior) => parts.stage.scrollIntoView({ block: "start", behavior }));
  const bring = (isFirst = false) => keeper.show(isFirst || shown.props?.still ? "instant" : "smooth");
  const pilot = createPilot(picture, shown, { onIntent, bring });
  const guide = createGuide(parts.guide, touring(parts, { picture, shown, pilot, text, onIntent, bring }));
  const toolbar = createToolbar(parts.tools, { text, onChoose: (tool) => pilot.choose(tool, guide) });
  const stops = [watchFolds(parts.list, onIntent), watchSize(parts.stage, picture, shown, onIntent), ...watchStage(parts.stage, picture, shown, { pilot, guide, onIntent })];
  const shoot = () => shotOf(picture, parts);
  return {
    shooter: () => (picture.isThere() ? shoot : null),
    render(props) {
      const before = shown.props;
      shown.props = props;
      for (const name of /** @type {const} */ (["blank", "stale"])) parts.stage.classList.toggle(`is-${name}`, props[name]);
      picture.render(props);
      toolbar.render({ heights: props.heights, canFocus: Boolean(props.highlight) });
      pilot.follow(before);
      if (props.tours > (before?.tours ?? 0) && !guide.isOpen()) pilot.choose("tour", guide);
    },
    destroy() {
      for (const stop of [...stops, keeper.destroy, guide.destroy, toolbar.destroy, note.destroy]) stop();
      picture.destroy();
      replaceChildren(root);
    },
  };
}

/** @param {import("../text/tower.js").TowerText} text */
function partsOf(text) {
  const canvas = element("canvas", { class: "tower-canvas", "aria-hidden": "true" });
  const list = element("ul", { class: "tower-labels" });
  const description = element("p", { class: "visually-hidden", id: "tower-description" }, text("tower.description"));
  const stage = element("div", { class: "tower-stage", role: "application", tabindex: 0, "aria-label": text("network.title"),
    "aria-roledescription": text("network.role"), "aria-describedby": description.id, "data-testid": "network", "data-view": "3d" }, canvas, description);
  const tools = element("div", { class: "tower-tools", role: "group", "aria-label": text("tower.tools") });
  const guide = element("section", { class: "tower-guide panel", "aria-label": text("tower.tour.title"), "data-testid": "tour", hidden: "" });
  const note = element("div", { class: "tower-note panel", "data-testid": "tower-note" });
  return { canvas, list, stage, tools, guide, note, foot: element("div", { class: "tower-foot" }, note, guide, tools) };
}

/** Room around the tower for names, and for what stands under it. @param {number} width @param {number} foot @param {number} letters */
function insetsFor(width, foot, letters) {
  return width < 500 ? { left: 66, right: 12, top: 58, bottom: foot + 20, foot } : { left: 150 * letters, right: 24, top: 58, bottom: foot + 24, foot };
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
  onIntent({ type: "camera", camera });
}

/**
 * What flies the camera.
 * @param {Picture} picture @param {Shown} shown
 * @param {{onIntent: OnIntent, bring: (isFirst?: boolean) => void}} events  `bring`: scroll the tower above a sheet
 */
function createPilot(picture, shown, { onIntent, bring }) {
  const site = () => picture.site();
  const walk = () => {
    const here = site();
    if (!here) return;
    shown.walked = (shown.walked + 1) % here.tower.floors.length;
    const floor = here.tower.floors[shown.walked];
    if (floor) picture.move(isOverhead(picture.goal()) ? overFloor(floor, here) : atFloor(floor, here), "fly");
  };
  /** @param {Unit | undefined} unit */
  const focus = (unit) => {
    const here = site();
    if (unit && here && shown.props) picture.move(focusedOn(unit, shown.props.layers, here), "fly");
  };
  /** @param {"home" | "front" | "side" | "top"} side */
  const go = (side) => {
    const here = site();
    shown.walked = -1;
    if (!here) return;
    const lit = shown.props?.highlight?.unit.layer;
    const under = lit === undefined ? here.tower.floors[FIRST_MAPS] : floorNamed(here.tower, lit);
    if (side === "top" && under) picture.move(overFloor(under, here), "fly");
    else picture.move(side === "home" ? picture.home() : seenFrom(side, here), "fly");
  };
  /** @param {Camera | null} camera @param {"fly" | "jump"} how */
  const arrive = (camera, how) => {
    shown.told = camera;
    picture.move(camera ?? picture.home(), how);
  };
  return {
    focus,
    go,
    /** @param {import("./tower/toolbar.js").Tool} tool @param {ReturnType<typeof createGuide>} guide */
    choose(tool, guide) {
      if (tool === "walk") walk();
      else if (tool === "focus") focus(shown.props?.highlight?.unit);
      else if (tool === "heights") onIntent({ type: "heights", heights: !shown.props?.heights });
      else if (tool === "tour") guide.open(site()?.tower.floors.length ?? 0);
      else go(tool);
    },
    /** A camera from the link is gone to; a unit that the keyboard went to is kept in sight. @param {TowerProps | null} before */
    follow(before) {
      const { props } = shown;
      if (!props) return;
      if (props.camera !== shown.told) arrive(props.camera, before ? "fly" : "jump");
      if (props.visited && props.visited !== before?.visited) reveal(picture, props.visited);
      if (props.narrow && isPinnedAnew(props, before)) bring(!before);
    },
  };
}

/** Is another unit pinned, or none any more? @param {TowerProps} props @param {TowerProps | null} before  null: what a link has pinned counts, too */
function isPinnedAnew({ pinned }, before) {
  return pinned !== (before?.pinned ?? null);
}

/** @param {Picture} picture @param {Unit} unit */
function reveal(picture, unit) {
  const home = picture.home();
  const point = picture.pointOf(unit);
  if (!home || !point) return;
  const camera = revealing(picture.goal(), point, {
    home,
    size: picture.size(),
    seenAt: (candidate) => picture.seenAt(unit, candidate),
    isUnder: (candidate, at) => {
      const found = picture.unitAt(at, candidate);
      return found !== null && formatUnit(found) === formatUnit(unit);
    },
  });
  if (camera) picture.move(camera, "fly");
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

/**
 * Pointer and keyboard on the stage.
 * @param {HTMLElement} stage @param {Picture} picture @param {Shown} shown
 * @param {{pilot: Pilot, guide: ReturnType<typeof createGuide>, onIntent: OnIntent}} context
 */
function watchStage(stage, picture, shown, { pilot, guide, onIntent }) {
  const keys = cameraKeys(picture);
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const tool = TOOL_KEYS.get(event.key);
    const move = keys.get(event.shiftKey && event.key.startsWith("Arrow") ? `Shift+${event.key}` : event.key.toLowerCase());
    if (tool) pilot.choose(tool, guide);
    else if (move) picture.move(move(), "fly");
    else return;
    event.preventDefault();
  };
  return [
    listen(stage, "keydown", press),
    ...watchKeys(stage, () => {
      const { props } = shown;
      return props?.scene ? { scene: props.scene, current: props.highlight?.unit ?? null, start: props.start, pinned: props.pinned } : null;
    }, onIntent),
    ...watchGestures(stage, {
      onOrbit: (x, y) => picture.move(orbited(picture.goal(), -x * TURN, y * TURN), "steer"),
      onPan: (x, y) => picture.move(panned(picture.goal(), picture.size(), x, y), "steer"),
      onZoom: (factor, at) => picture.move(zoomed(picture.goal(), picture.size(), factor, at), "steer"),
      onPoint: (at) => onIntent({ type: "point", unit: at && picture.unitAt(at) }),
      onPress: (at) => onIntent({ type: "pin", unit: picture.unitAt(at) }),
    }),
  ];
}

/** @param {Picture} picture @returns {ReadonlyMap<string, () => Camera>} */
function cameraKeys(picture) {
  const turn = (/** @type {number} */ azimuth, /** @type {number} */ elevation) => () => orbited(picture.goal(), azimuth, elevation);
  const pan = (/** @type {number} */ x, /** @type {number} */ y) => () => panned(picture.goal(), picture.size(), x, y);
  const zoom = (/** @type {number} */ factor) => () => zoomed(picture.goal(), picture.size(), factor);
  return new Map([
    ["Shift+ArrowLeft", turn(-KEY_TURN, 0)], ["Shift+ArrowRight", turn(KEY_TURN, 0)],
    ["Shift+ArrowUp", turn(0, KEY_TURN)], ["Shift+ArrowDown", turn(0, -KEY_TURN)],
    ["a", pan(KEY_PAN, 0)], ["d", pan(-KEY_PAN, 0)], ["w", pan(0, KEY_PAN)], ["s", pan(0, -KEY_PAN)],
    ["+", zoom(KEY_ZOOM)], ["=", zoom(KEY_ZOOM)], ["-", zoom(1 / KEY_ZOOM)],
  ]);
}
