/** The tower on its canvas: what the props say, from where the camera stands, drawn when something changes or moves. */

import { Raycaster } from "../../../vendor/three.module.min.js";
import { cssColour } from "../../lib/colour.js";
import { createFrame } from "../../lib/frame.js";
import { clamp, mix } from "../../lib/math.js";
import { fit } from "../network/viewport.js";
import { zoomed } from "../network/zoom.js";
import { PALETTE } from "../palette.js";
import { atlasOf, colourAtlas } from "./atlas.js";
import { createBlocks } from "./blocks.js";
import { aim, between, createEye, focalOf, pointAt, seenFrom } from "./camera.js";
import { floorsSeen, towerOf } from "./floors.js";
import { createLabels } from "./labels.js";
import { litLines } from "./lines.js";
import { pointOf, topOf, unitAt } from "./pick.js";
import { createRenderer } from "./renderer.js";
import { createRibbons } from "./ribbons.js";
import { createTween } from "./tween.js";

/** @import { Text } from "../../text/text.js" */
/** @import { Camera, Scene, Unit } from "../../types.js" */
/** @import { Viewport } from "../network/viewport.js" */
/** @import { TowerProps } from "../tower.js" */
/** @import { Atlas } from "./atlas.js" */
/** @import { FaceName } from "./blocks.js" */
/** @import { Insets, Size, Spot } from "./camera.js" */
/** @import { Floor, Tower } from "./floors.js" */

/**
 * What is shown.
 * @typedef {object} Shown
 * @property {TowerProps} props
 * @property {Tower} tower
 * @property {Atlas} atlas
 * @property {{scene: Scene, viewport: Viewport} | null} flat  the flat picture, from where the blocks come
 */

/** @typedef {ReturnType<typeof createParts>} Parts  that it is drawn with */

/**
 * @typedef {object} State
 * @property {Shown | null} shown
 * @property {Required<Size>} size
 * @property {number} ratio  device pixels per CSS pixel
 * @property {Room} insets  measured when the room may have changed, not in every frame: that makes the page lay itself out
 * @property {Camera | null} home
 * @property {string} built  for what blocks and lines were made last
 * @property {boolean} stale  they must be made again
 * @property {boolean} lost
 */

/** @typedef {Insets & {gutter: number, foot: number}} Room  the names' column, and what covers the stage's bottom */
/** @typedef {{parts: Parts, state: State, insetsOf: (size: Size) => Room, list: HTMLElement}} Stage */

/** @typedef {ReturnType<typeof createPicture>} Picture */

/** A map's rim, packed as ImageData holds it: between its zero and a line. */
const RIM = { light: 0xffd6dbdb, dark: 0xff3d3633 };
/** @type {Room} */
const NONE = { left: 0, right: 0, top: 0, bottom: 0, gutter: 0, foot: 0 };
/** @type {Camera} */
const START = { azimuth: 0, elevation: 0.5, distance: 1000, target: [0, 0, 0] };
/** CSS pixels of the stage that the buttons of both views cover. */
const TOP = 32;
/** Milliseconds. */
const DURATION = { camera: 600, standing: 500, heights: 300 };
const ENDS = { low: -1, high: 1 };
/** How near the camera may come, and how much farther away than home it may go; never level with the ground, never exactly overhead. */
export const LIMITS = { nearest: 90, farthest: 1.3, lowest: 0.035, highest: 1.553 };

/**
 * @param {{canvas: HTMLCanvasElement, list: HTMLElement, text: Text, insetsOf: (size: Size) => Room, antialias: boolean}} where
 * @param {{onDrawn: (time: number, moves: boolean) => void, onLost: () => void, onRestored: () => void}} events
 */
export function createPicture({ canvas, list, text, insetsOf, antialias }, { onDrawn, onLost, onRestored }) {
  const parts = createParts(list, text);
  /** @type {State} */
  const state = { shown: null, size: { width: 0, height: 0, gutter: 0 }, ratio: 1, insets: NONE, home: null, built: "", stale: false, lost: false };
  const stage = { parts, state, insetsOf, list };
  const renderer = createRenderer(canvas, [parts.blocks.mesh, ...parts.ribbons.meshes], {
    antialias,
    onLost() {
      state.lost = true;
      list.classList.add("is-hidden");
      onLost();
    },
    onRestored() {
      state.lost = false;
      onRestored();
      frame.request();
    },
  });
  /** @param {number} time */
  const tick = (time) => {
    frame.cancel();
    if (!state.shown || state.size.width === 0 || state.lost) return;
    const moves = prepare(stage, state.shown, time);
    renderer.draw(parts.eye, parts.standing.value() < 1 ? 0 : state.size.gutter, state.size);
    onDrawn(time, moves);
    if (moves) frame.request();
  };
  const frame = createFrame(tick);
  return { ...drawing({ stage, renderer, frame, tick }), ...looking(stage, frame),
    destroy() {
      frame.cancel();
      for (const part of [parts.blocks, parts.ribbons, renderer]) part.destroy();
    },
  };
}

/** What draws it. @param {{stage: Stage, renderer: ReturnType<typeof createRenderer>, frame: ReturnType<typeof createFrame>, tick: (time: number) => void}} tools */
function drawing({ stage, renderer, frame, tick }) {
  const { state } = stage;
  const resize = () => renderer.resize(state.size, state.ratio);
  return {
    /** At once, so that the picture stands in the same frame as the rest of the page. @param {TowerProps} props */
    render(props) {
      if (take(stage, props)) tick(performance.now());
    },
    /** @param {Size} size @param {number} ratio */
    resize({ width, height }, ratio) {
      Object.assign(state, { size: { width, height, gutter: state.size.gutter }, ratio });
      resize();
      rehome(stage);
      tick(performance.now());
    },
    /** Other pixels for a moment, which nobody sees: what WebGL has drawn is there until the task ends. @param {number} ratio @param {() => void} use */
    shoot(ratio, use) {
      renderer.resize(state.size, ratio);
      tick(performance.now());
      use();
      resize();
      tick(performance.now());
    },
    /** The room has changed. */
    rehome() {
      rehome(stage);
      frame.request();
    },
    isThere: () => state.shown !== null && !state.lost,
  };
}

/** Where it is looked at from, and what is seen. @param {Stage} stage @param {ReturnType<typeof createFrame>} frame */
function looking(stage, frame) {
  const { state, parts } = stage;
  return {
    /** @param {Camera} camera @param {"fly" | "jump"} how */
    move(camera, how) {
      parts.camera[how](limited(state, camera));
      frame.request();
    },
    /** Where presets are made for. */
    site: () => state.shown && { tower: state.shown.tower, size: state.size, insets: state.insets },
    home: () => state.home,
    isHome: () => parts.camera.goal() === state.home,
    camera: parts.camera.value,
    goal: parts.camera.goal,
    size: () => state.size,
    eye: parts.eye,
    /** @param {Spot} spot @param {Camera} [camera] */
    unitAt: (spot, camera) => unitAt(stage, spot, camera),
    /** The middle of a unit's top, in the world. @param {Unit} unit */
    pointOf: (unit) => pointOf(stage, unit),
  };
}

/** @param {HTMLElement} list @param {Text} text */
function createParts(list, text) {
  return {
    eye: createEye(),
    raycaster: new Raycaster(),
    blocks: createBlocks(),
    ribbons: createRibbons(),
    labels: createLabels(list, { text }),
    camera: createTween(START, { between, duration: DURATION.camera }),
    standing: createTween(0, { between: mix, duration: DURATION.standing }),
    heights: createTween(0, { between: mix, duration: DURATION.heights }),
  };
}

/** What asks for other blocks, for other colours, and for other lines or another camera. @type {Readonly<Record<"scene" | "colours" | "lines", ReadonlyArray<keyof TowerProps>>>} */
const CHANGES = {
  scene: ["scene", "flat", "stage", "ratio", "zoom"],
  colours: ["activations", "ranges", "tables"],
  lines: ["highlight", "edges", "hovered", "view", "heights"],
};

/** Takes over what has changed. @param {Stage} stage @param {TowerProps} props @returns {boolean} is there something to draw? */
function take(stage, props) {
  const { state, parts } = stage;
  if (!props.scene) return false;
  const { shown } = state;
  const changed = (/** @type {keyof typeof CHANGES} */ what) => !shown || CHANGES[what].some((name) => props[name] !== shown.props[name]);
  const isNew = changed("scene");
  const isPainted = isNew || changed("colours");
  state.shown = isNew || !shown ? shownFrom(props) : { ...shown, props };
  state.stale ||= isPainted || changed("lines");
  if (isNew) show(stage, state.shown);
  if (isPainted) colour(stage, state.shown);
  parts.standing.fly(Number(props.view === "3d"));
  parts.heights.fly(Number(props.heights));
  return state.stale;
}

/** @param {Stage} stage @param {Shown} shown */
function show(stage, { tower, atlas, props }) {
  stage.parts.labels.rename({ tower, layers: props.layers });
  stage.parts.blocks.paint(atlas);
  rehome(stage);
}

/** @param {Stage} stage @param {Shown} shown */
function colour({ parts }, { atlas, props }) {
  colourAtlas(atlas, props, RIM[props.theme]);
  parts.blocks.repaint();
  const isAnswer = !props.blank && !props.gradient;
  parts.labels.answer((isAnswer && props.activations?.get(props.layers.at(-1)?.name ?? "")?.data) || null);
}

/** @param {TowerProps} props @returns {Shown} */
function shownFrom(props) {
  const { scene, flat, stage, ratio, zoom } = props;
  const tower = towerOf(/** @type {Scene} */ (scene));
  const room = { width: stage.width, height: flat?.direction === "down" ? flat.height : stage.height }; // a phone's scene is as high as it needs
  return { props, tower, atlas: atlasOf(tower), flat: flat && { scene: flat, viewport: zoomed(fit(flat, room, ratio), zoom, room) } };
}

/** The way home depends on the tower and on the stage; who was at home stays there. @param {Stage} stage */
function rehome({ parts, state, insetsOf }) {
  const { shown, size, home } = state;
  if (!shown || size.width === 0) return;
  const wasHome = !home || parts.camera.goal() === home;
  state.insets = insetsOf(size);
  state.size = { ...size, gutter: state.insets.gutter };
  state.home = seenFrom("home", { tower: shown.tower, size: state.size, insets: state.insets });
  if (wasHome) parts.camera.jump(state.home);
}

/** @param {State} state @param {Camera} camera @returns {Camera} */
function limited({ home }, camera) {
  if (camera === home) return camera;
  const elevation = clamp(camera.elevation, LIMITS.lowest, LIMITS.highest);
  return { ...camera, elevation, distance: clamp(camera.distance, LIMITS.nearest, LIMITS.farthest * (home?.distance ?? camera.distance)) };
}

/** Everything for one picture. @param {Stage} stage @param {Shown} shown @param {number} time @returns {boolean} does it move on? */
function prepare(stage, shown, time) {
  const { parts, state, list } = stage;
  const { props, tower } = shown;
  const moves = [parts.camera, parts.standing, parts.heights].map((tween) => tween.step(time, props.still)).includes(true);
  const camera = parts.camera.value();
  aim(parts.eye, camera, state.size);
  const standing = parts.standing.value();
  const floors = standing < 1 ? new Set(tower.floors) : floorsSeen(tower, camera);
  const facing = facingSides(parts.eye.position, tower);
  const isAbove = (/** @type {Floor} */ { level }) => parts.eye.position.y > level;
  const what = [standing, parts.heights.value(), ...facing, ...[...floors].map((floor) => `${floor.level}${isAbove(floor)}`)].join(" ");
  if (state.stale || standing < 1 || what !== state.built) build(stage, shown, { floors, facing });
  state.built = what;
  state.stale = false;
  parts.ribbons.face(parts.eye, focalOf(state.size));
  list.classList.toggle("is-hidden", standing < 1);
  if (standing < 1) return moves;
  const room = { left: state.size.gutter, top: TOP, height: state.size.height - state.insets.foot };
  parts.labels.place({ tower, layers: props.layers, shown: floors, topOf: (unit) => topOf(stage, unit), eye: parts.eye, size: state.size, room });
  return moves;
}

/** The sides of a block that can be seen from a place. @param {{x: number, z: number}} eye @param {Tower} tower @returns {ReadonlySet<FaceName>} */
export function facingSides({ x, z }, { half }) {
  /** @type {ReadonlyArray<readonly [FaceName, boolean]>} */
  const sides = [["right", x > -half.x], ["left", x < half.x], ["front", z > -half.z], ["back", z < half.z]];
  return new Set(sides.flatMap(([name, isSeen]) => (isSeen ? [name] : [])));
}

/** Blocks and lines. @param {Stage} stage @param {Shown} shown @param {{floors: ReadonlySet<Floor>, facing: ReadonlySet<FaceName>}} seen */
function build(stage, { props, tower, atlas, flat }, { floors, facing }) {
  const { parts, state } = stage;
  const standing = parts.standing.value();
  const camera = parts.camera.value();
  parts.blocks.build({
    tower,
    atlas,
    shown: floors,
    facing,
    eyeLevel: parts.eye.position.y,
    standing,
    heights: parts.heights.value() * standing,
    flatBox: (box) => flat?.scene.boxesOf.get(box.layer)?.find(({ map }) => map === box.map) ?? null,
    flatPoint(sceneX, sceneY) {
      const { scale = 1, x = 0, y = 0 } = flat?.viewport ?? {};
      return pointAt(parts.eye, camera, state.size, { x: sceneX * scale + x, y: sceneY * scale + y });
    },
  });
  const { diverging } = props.tables;
  const colours = { ...PALETTE[props.theme], positive: cssColour(1, ENDS, diverging), negative: cssColour(-1, ENDS, diverging) };
  parts.ribbons.fill(standing < 1 ? [] : litLines({ ...props, tower, colours, shown: floors, topOf: (unit) => topOf(stage, unit) }));
}
