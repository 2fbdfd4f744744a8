/** The tower on its canvas: what the props say, from where the camera stands, drawn when something changes or moves. */

import { cssColour } from "../../lib/colour.js";
import { createFrame } from "../../lib/frame.js";
import { placeOf as placeInScene } from "../../model/places.js";
import { fit } from "../network/viewport.js";
import { zoomed } from "../network/zoom.js";
import { PALETTE } from "../palette.js";
import { arrived, kept, project, rayThrough, sightOf } from "./camera.js";
import { cellsOf, colourCells } from "./cells.js";
import { createEngine } from "./engine.js";
import { sidesOf } from "./faces.js";
import { ALL_STOREYS, THICKNESS, areSame, insideTower, storeysOf, towerOf } from "./floors.js";
import { createLabels } from "./labels.js";
import { litLines, packed, placeOf } from "./lines.js";
import { createMotion } from "./motion.js";
import { unitUnder } from "./pick.js";
import { seenFrom } from "./presets.js";
import { levelSlabs, unitSlabs } from "./slabs.js";

/** @typedef {import("../../types.js").SceneBox} SceneBox */
/** @typedef {import("../../types.js").Unit} Unit */
/** @typedef {import("../tower.js").TowerProps} TowerProps */
/** @typedef {import("../../types.js").Camera} Camera */
/** @typedef {import("./camera.js").Insets} Insets */
/** @typedef {import("./camera.js").Size} Size */
/** @typedef {import("./floors.js").Point} Point */

/**
 * What is shown.
 * @typedef {object} Shown
 * @property {TowerProps} props
 * @property {import("./floors.js").Tower} tower
 * @property {import("./cells.js").Cells} cells
 * @property {import("./slabs.js").Flat | null} flat
 * @property {boolean} hasUnits  that can stand up: not until heights are asked for
 */

/**
 * @typedef {object} Stage  and what it is drawn with
 * @property {ReturnType<typeof createEngine>} engine
 * @property {ReturnType<typeof createLabels>} labels
 * @property {ReturnType<typeof createMotion>} motion
 * @property {(size: Size) => Insets} insetsOf
 * @property {Insets} insets  measured when the room may have changed, not in every frame: that makes the page lay itself out
 * @property {Shown | null} shown
 * @property {Size} size
 * @property {number} ratio  device pixels per CSS pixel
 * @property {Camera | null} home
 * @property {boolean} stale  what is lit must be made again
 * @property {import("./floors.js").Storeys} storeys  for which it was made
 * @property {string} sides  from which the standing blocks' faces were chosen
 * @property {boolean} lost
 */

/** A map's rim, as shares of 1: between its zero and a line. */
const RIM = /** @type {const} */ ({ light: [0.86, 0.86, 0.84], dark: [0.2, 0.21, 0.24] });
const START = /** @type {const} */ ({ azimuth: 0, elevation: 0.5, distance: 1000, target: [0, 0, 0] });
const NONE = /** @type {const} */ ({ left: 0, right: 0, top: 0, bottom: 0, foot: 0 });
const NEAREST = 90;
/** How much farther than home the camera may go. */
const FARTHEST = 2.2;

/**
 * @param {{canvas: HTMLCanvasElement, list: HTMLElement, text: import("../../text/text.js").Text, insetsOf: (size: Size) => Insets, antialias: boolean}} parts
 * @param {{onDrawn: (time: number, moves: boolean) => void, onLost: () => void, onRestored: () => void}} events
 */
export function createPicture({ canvas, list, text, insetsOf, antialias }, { onDrawn, onLost, onRestored }) {
  const engine = createEngine(canvas, {
    antialias,
    onLost() {
      stage.lost = true;
      list.classList.add("is-hidden");
      onLost();
    },
    onRestored() {
      stage.lost = false;
      onRestored();
      frame.request();
    },
  });
  /** @type {Stage} */
  const stage = { engine, labels: createLabels(list, { text }), motion: createMotion(START, { standing: 0, heights: 0 }), insetsOf, insets: NONE,
    shown: null, size: { width: 0, height: 0 }, ratio: 1, home: null, stale: false, storeys: ALL_STOREYS, sides: "", lost: false };
  /** @param {number} time */
  const tick = (time) => {
    frame.cancel();
    const moves = drawFrame(stage, list, time);
    if (moves === null) return;
    onDrawn(time, moves);
    if (moves) frame.request();
  };
  const frame = createFrame(tick);
  return {
    /** At once, so that the picture stands in the same frame as the rest of the page. @param {TowerProps} props */
    render(props) {
      if (take(stage, props)) tick(performance.now());
    },
    /** @param {Size} size @param {number} ratio */
    resize(size, ratio) {
      Object.assign(stage, { size, ratio });
      engine.resize(size, ratio);
      rehome(stage);
      tick(performance.now());
    },
    isThere: () => stage.shown !== null && !stage.lost,
    shoot: (/** @type {number} */ ratio, /** @type {() => void} */ use) => shoot(stage, ratio, use, tick),
    /** Where presets are made for. */
    site: () => stage.shown && { tower: stage.shown.tower, size: stage.size, insets: stage.insets },
    home: () => stage.home,
    isHome: () => stage.home !== null && arrived(stage.motion.goal(), stage.home),
    goal: stage.motion.goal,
    size: () => stage.size,
    /** Room for the labels has changed. */
    rehome: () => rehome(stage),
    /** @param {Camera | null | undefined} camera @param {"steer" | "fly" | "jump"} how */
    move(camera, how) {
      const limits = limitsOf(stage);
      if (!camera || !limits) return;
      stage.motion[how](kept(camera, limits));
      frame.request();
    },
    /** The unit seen at a place of the stage. @param {{x: number, y: number}} at @param {Camera} [camera] */
    unitAt: (at, camera) => unitAt(stage, at, camera),
    pointOf: (/** @type {Unit} */ unit) => pointOf(stage, unit),
    /** Where the top of a unit is seen. @param {Unit} unit @param {Camera} [camera] */
    seenAt: (unit, camera) => seenAt(stage, unit, camera),
    calls: engine.calls,
    destroy() {
      frame.cancel();
      engine.destroy();
    },
  };
}

/**
 * Takes over what has changed.
 * @param {Stage} stage @param {TowerProps} props
 * @returns {boolean} is there something to draw?
 */
function take(stage, props) {
  if (!props.scene) return false;
  const before = stage.shown?.props;
  const changed = (/** @type {(keyof TowerProps)[]} */ ...names) => names.some((name) => !before || props[name] !== before[name]);
  const isNew = changed("scene", "flat", "stage", "ratio", "zoom");
  if (isNew) rebuild(stage, props);
  if (stage.shown) stage.shown.props = props;
  if (isNew || changed("activations", "ranges", "tables")) recolour(stage);
  else if (!changed("highlight", "edges", "hovered", "view", "heights")) return false;
  stage.stale = true;
  stage.motion.turn("standing", props.view === "3d" ? 1 : 0);
  stage.motion.turn("heights", props.heights ? 1 : 0);
  return true;
}

/** @param {Stage} stage @param {TowerProps} props */
function rebuild(stage, props) {
  if (!props.scene) return;
  const tower = towerOf(props.scene);
  const flat = props.flat && { scene: props.flat, viewport: zoomed(fit(props.flat, flatRoom(props), props.ratio), props.zoom, flatRoom(props)) };
  const cells = cellsOf(tower);
  stage.shown = { props, tower, cells, flat, hasUnits: false };
  stage.engine.setCells(cells);
  stage.engine.setLevel(levelSlabs(tower, cells, flat));
  stage.labels.rename({ tower, layers: props.layers });
  rehome(stage);
}

/** The room of the flat view: a phone's scene is as high as it needs. @param {TowerProps} props */
function flatRoom({ flat, stage }) {
  return { width: stage.width, height: flat?.direction === "down" ? flat.height : stage.height };
}

/** The way home depends on the tower and on the stage; who was at home stays there. @param {Stage} stage */
function rehome(stage) {
  const { shown, size, motion, insetsOf, home } = stage;
  if (!shown || size.width === 0) return;
  const wasHome = !home || arrived(motion.goal(), home);
  stage.insets = insetsOf(size);
  stage.home = seenFrom("home", { tower: shown.tower, size, insets: stage.insets });
  if (wasHome) motion.jump(stage.home);
}

/** @param {Stage} stage */
function recolour(stage) {
  const { shown, engine, labels } = stage;
  if (!shown) return;
  const { cells, props } = shown;
  colourCells(cells, props);
  engine.setRim(RIM[props.theme]);
  engine.recolour();
  if (shown.hasUnits) engine.restand();
  stage.sides = "";
  labels.answer(props.blank || props.gradient ? null : props.activations?.get(props.layers.at(-1)?.name ?? "")?.data ?? null);
}

/**
 * @param {Stage} stage @param {HTMLElement} list @param {number} time
 * @returns {boolean | null} does it move on? null if nothing could be drawn
 */
function drawFrame(stage, list, time) {
  const { shown, size, motion, engine, labels, lost } = stage;
  if (!shown || size.width === 0 || lost) return null;
  const before = motion.heights();
  const moves = motion.step(time, shown.props.still);
  const heights = motion.heights();
  const sight = sightOf(motion.camera(), size);
  if (heights > 0) standUp(stage, shown, sight.eye);
  const standing = motion.standing();
  const storeys = standing === 1 ? storeysOf(shown.tower, motion.camera()) : ALL_STOREYS;
  if (stage.stale || before !== heights || !areSame(storeys, stage.storeys)) relight(stage, shown, storeys);
  engine.draw({ sight, distance: motion.camera().distance, standing, heights, thickness: THICKNESS * (1 - heights), storeys });
  list.classList.toggle("is-hidden", standing < 1);
  if (standing < 1) return moves;
  labels.place({ tower: shown.tower, layers: shown.props.layers, storeys, topOf: (unit) => topOf(stage, unit), room: size.height - stage.insets.foot }, sight);
  return moves;
}

/**
 * Makes the blocks that stand on the maps when they are first asked for, and chooses their faces again when the eye has come to another
 * side of a map.
 * @param {Stage} stage @param {Shown} shown @param {Point} eye
 */
function standUp(stage, shown, eye) {
  const { tower, cells, flat } = shown;
  const sides = sidesOf(tower, cells, eye);
  const key = sides.map(({ across, deep, isAbove }) => `${across}${deep}${isAbove}`).join(",");
  if (!shown.hasUnits) {
    stage.engine.setUnits(unitSlabs(tower, cells, flat), cells);
    stage.engine.restand();
    shown.hasUnits = true;
  } else if (key === stage.sides) return;
  stage.engine.face(cells, sides);
  stage.sides = key;
}

/** @param {Stage} stage @param {Shown} shown @param {import("./floors.js").Storeys} storeys */
function relight(stage, { tower, props }, storeys) {
  const { accent, ink } = PALETTE[props.theme];
  const ends = { low: -1, high: 1 };
  const colours = { accent, ink, positive: cssColour(1, ends, props.tables.diverging), negative: cssColour(-1, ends, props.tables.diverging) };
  const lit = { tower, highlight: props.highlight, edges: props.edges, hovered: props.hovered, colours, storeys, topOf: (/** @type {Unit} */ unit) => topOf(stage, unit) };
  stage.engine.setLines(packed(litLines(lit)));
  stage.stale = false;
  stage.storeys = storeys;
}

/** How high over the ground a unit's block ends. @param {Stage} stage @param {Unit} unit */
function topOf({ shown, motion }, unit) {
  const floor = shown?.tower.floorOf.get(unit.layer);
  const place = shown && placeInScene(shown.tower.scene, unit);
  if (!floor || !place) return 0;
  const share = Number(shown.cells.shares[Number(shown.cells.starts.get(place.box)) + place.row * place.box.columns + place.column]);
  return floor.level + Math.max(share, 0) * floor.rise * motion.heights();
}

/** @param {Stage} stage @param {{x: number, y: number}} at @param {Camera} [camera] */
function unitAt({ shown, size, motion }, at, camera = motion.camera()) {
  if (!shown || motion.standing() < 1) return null;
  const { starts, shares } = shown.cells;
  const share = (/** @type {SceneBox} */ box, /** @type {number} */ cell) => Number(shares[Number(starts.get(box)) + cell]);
  return unitUnder(shown.tower, rayThrough(sightOf(camera, size), at.x, at.y), { standing: motion.heights(), share, storeys: storeysOf(shown.tower, camera) });
}

/** The middle of a unit's top, in the world. @param {Stage} stage @param {Unit} unit @returns {Point | null} */
function pointOf(stage, unit) {
  const place = stage.shown && placeOf(stage.shown.tower, unit);
  return place && [place.x + place.width / 2, topOf(stage, unit), place.z + place.depth / 2];
}

/** @param {Stage} stage @param {Unit} unit @param {Camera} [camera] */
function seenAt(stage, unit, camera = stage.motion.camera()) {
  const point = pointOf(stage, unit);
  return point && project(sightOf(camera, stage.size), point);
}

/**
 * Other pixels for a moment, which nobody sees: what WebGL has drawn is there until the task ends.
 * @param {Stage} stage @param {number} ratio @param {() => void} use @param {(time: number) => void} draw
 */
function shoot({ engine, size, ratio: usual }, ratio, use, draw) {
  engine.resize(size, ratio);
  draw(performance.now());
  use();
  engine.resize(size, usual);
  draw(performance.now());
}

/** @param {Stage} stage */
function limitsOf({ shown, home }) {
  return shown && home && { inside: (/** @type {Point} */ point) => insideTower(shown.tower, point), nearest: NEAREST, farthest: home.distance * FARTHEST };
}
