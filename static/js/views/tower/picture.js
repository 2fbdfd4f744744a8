/** The tower on its canvas: what the props say, from where the camera stands, drawn when something changes or moves. */

import {
  LinearSRGBColorSpace,
  Raycaster,
  Scene,
  Vector2,
  WebGLRenderer,
  setConsoleFunction,
} from "../../../vendor/three.module.min.js";
import { listen } from "../../lib/dom.js";
import { createFrame } from "../../lib/frame.js";
import { clamp, mix } from "../../lib/math.js";
import { fit } from "../network/viewport.js";
import { zoomed } from "../network/zoom.js";
import { Blocks } from "./blocks.js";
import { between, eyeAt, focalOf, pointAt, seenFrom } from "./camera.js";
import { floorNamed, floorsSeen, towerOf } from "./floors.js";
import { createLabels } from "./labels.js";
import { litLines } from "./lines.js";
import { createRibbons } from "./ribbons.js";
import { createTween } from "./tween.js";

/** @import { PerspectiveCamera } from "../../../vendor/three.module.min.js" */
/** @import { Text } from "../../text/text.js" */
/** @import { Camera, Unit } from "../../types.js" */
/** @import { TowerProps } from "../tower.js" */
/** @import { Insets, Site, Size, Spot } from "./camera.js" */
/** @import { Floor, Point, Tower } from "./floors.js" */
/** @import { Room as NamesRoom } from "./naming.js" */

/**
 * @typedef {Insets & {gutter: number, head: number, foot: number}} Room  the names' column, and what covers the stage's
 *   top and bottom
 */

/**
 * What is seen of the tower.
 * @typedef {object} SeenFields
 * @property {Tower} tower
 * @property {ReadonlySet<Floor>} floors  nothing else is shown
 * @property {(unit: Unit) => Point | null} topOf  the middle of a unit's block, on top; null if it is not shown
 * @property {PerspectiveCamera} eye
 * @property {Size} size  of the stage
 * @property {NamesRoom} room
 *
 * @typedef {TowerProps & SeenFields} Seen
 */

/**
 * @typedef {object} Options
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLElement} list  of names and digits
 * @property {Text} text
 * @property {boolean} antialias
 * @property {(size: Size) => Room} roomOf  measures, which makes the page lay itself out: not in every frame
 * @property {(moves: boolean) => void} onDrawn
 * @property {() => void} onLost @property {() => void} onRestored
 */

/** @type {Camera} */
const START = { azimuth: 0, elevation: 0.5, distance: 1000, target: [0, 0, 0] };
/** Milliseconds. */
const DURATION = { camera: 600, standing: 500, heights: 300 };
/**
 * What asks for other blocks, for other colours, and for another picture.
 * @type {Readonly<Record<"blocks" | "colours" | "picture", ReadonlyArray<keyof TowerProps>>>}
 */
const CHANGES = {
  blocks: ["scene", "flat"],
  colours: ["activations", "ranges", "tables"],
  picture: ["highlight", "edges", "hovered", "view", "heights", "stage", "ratio", "zoom"],
};
/**
 * How near the camera may come, and how much farther away than home it may go; never level with the ground, never
 * exactly overhead.
 */
export const LIMITS = { nearest: 90, farthest: 1.3, lowest: 0.035, highest: 1.553 };

export class Picture {
  size = { width: 0, height: 0, gutter: 0 };
  /** @type {Room} */
  room = { left: 0, right: 0, top: 0, bottom: 0, gutter: 0, head: 0, foot: 0 };
  /** @type {Camera | null} */
  home = null;
  camera = createTween(START, { between, duration: DURATION.camera });
  eye = eyeAt(START, this.size);
  /** @type {Blocks | null} */
  blocks = null;
  isLost = false;
  #standing = createTween(0, { between: mix, duration: DURATION.standing });
  #heights = createTween(0, { between: mix, duration: DURATION.heights });
  #ribbons = createRibbons();
  #scene = new Scene();
  #frame = createFrame((time) => this.#draw(time));
  /** @type {TowerProps | null} */
  #props = null;
  /** For what the lines were made; empty: they have to be made again. */
  #lit = "";
  /** For what names have got their places. @type {unknown[]} */
  #named = [];
  #ratio = 1;

  /** @param {Options} options */
  constructor(options) {
    const { canvas, list, text, antialias } = options;
    setConsoleFunction(() => {}); // a lost context is told in the page, in words
    this.options = options;
    this.labels = createLabels(list, { text });
    this.renderer = new WebGLRenderer({
      canvas,
      antialias,
      alpha: true,
      stencil: false,
      powerPreference: "high-performance",
    });
    // Colours pass through untouched: they are the bytes of the flat view.
    Object.assign(this.renderer, { outputColorSpace: LinearSRGBColorSpace, sortObjects: false });
    this.renderer.setClearColor(0x000000, 0);
    this.stops = [
      listen(canvas, /** @type {any} */ ("webglcontextlost"), () => this.#lose(true)),
      listen(canvas, /** @type {any} */ ("webglcontextrestored"), () => this.#lose(false)),
    ];
  }

  /** At once, so that the picture stands in the same frame as the rest of the page. @param {TowerProps} props */
  render(props) {
    if (!props.scene) return;
    const before = this.#props;
    this.#props = props;
    const changed = (/** @type {ReadonlyArray<keyof TowerProps>} */ names) =>
      names.some((name) => props[name] !== before?.[name]);
    if (!this.blocks || changed(CHANGES.blocks)) this.#build(props.scene, props);
    if (changed(CHANGES.blocks) || changed(CHANGES.colours)) this.#paint(props);
    this.#standing.fly(Number(props.view === "3d"));
    this.#heights.fly(Number(props.heights));
    if (!Object.values(CHANGES).some(changed)) return;
    this.#lit = "";
    this.#draw(performance.now());
  }

  /** @param {{width: number, height: number}} size @param {number} ratio  device pixels per CSS pixel */
  resize({ width, height }, ratio) {
    Object.assign(this.size, { width, height });
    this.#ratio = ratio;
    this.rehome();
    this.#redraw(ratio);
  }

  /**
   * Other pixels for a moment, which nobody sees: what WebGL has drawn is there until the task ends.
   * @param {number} ratio
   * @param {() => void} use
   */
  shoot(ratio, use) {
    this.#redraw(ratio);
    use();
    this.#redraw(this.#ratio);
  }

  /** The way home depends on the tower and on the room; who was at home stays there. */
  rehome() {
    const { site, isHome } = this;
    if (!site || this.size.width === 0) return;
    this.room = this.options.roomOf(this.size);
    this.size.gutter = this.room.gutter;
    this.home = seenFrom("home", { ...site, insets: this.room });
    if (isHome) this.camera.jump(this.home);
    this.#frame.request();
  }

  /** @param {Camera} camera @param {"fly" | "jump"} how */
  move(camera, how) {
    const { home } = this;
    const elevation = clamp(camera.elevation, LIMITS.lowest, LIMITS.highest);
    const distance = clamp(camera.distance, LIMITS.nearest, LIMITS.farthest * (home?.distance ?? camera.distance));
    this.camera[how](camera === home ? camera : { ...camera, elevation, distance });
    this.#frame.request();
  }

  get isHome() {
    return !this.home || this.camera.goal() === this.home;
  }

  /** Where presets are made for. @returns {Site | null} */
  get site() {
    return this.blocks && { tower: this.blocks.tower, size: this.size, insets: this.room };
  }

  /** @param {Spot} spot @param {Camera} [camera] @returns {Unit | null} */
  unitAt({ x, y }, camera = this.camera.value()) {
    if (!this.blocks || this.#standing.value() < 1 || x < this.size.gutter) return null;
    const raycaster = new Raycaster();
    raycaster.setFromCamera(
      new Vector2((2 * x) / this.size.width - 1, 1 - (2 * y) / this.size.height),
      eyeAt(camera, this.size),
    );
    return this.blocks.unitOn(floorsSeen(this.blocks.tower, camera), raycaster);
  }

  destroy = () => {
    for (const stop of this.stops) stop();
    this.#frame.cancel();
    for (const part of [this.blocks, this.#ribbons]) part?.destroy();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  };

  /** @param {NonNullable<TowerProps["scene"]>} scene @param {TowerProps} props */
  #build(scene, { flat, layers }) {
    const tower = towerOf(scene);
    this.blocks?.destroy();
    this.blocks = new Blocks(tower, flat);
    this.#scene.clear();
    this.#scene.add(this.blocks.mesh, ...this.#ribbons.meshes);
    this.labels.rename({ tower, layers });
    this.rehome();
  }

  /** @param {TowerProps} props */
  #paint(props) {
    const { blank, gradient, activations, layers } = props;
    this.blocks?.paint(props);
    this.labels.answer((!blank && !gradient && activations?.get(layers.at(-1)?.name ?? "")?.data) || null);
  }

  /** @param {boolean} isLost */
  #lose(isLost) {
    this.isLost = isLost;
    this.options.list.classList.toggle("is-hidden", isLost);
    this.options[isLost ? "onLost" : "onRestored"]();
    this.#frame.request();
  }

  /** @param {number} ratio */
  #redraw(ratio) {
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(this.size.width, this.size.height, false);
    this.#draw(performance.now());
  }

  /** @param {number} time */
  #draw(time) {
    const { blocks, size, room, eye } = this;
    const props = this.#props;
    this.#frame.cancel();
    if (!props || !blocks || size.width === 0 || this.isLost) return;
    const moves = [this.camera, this.#standing, this.#heights]
      .map((tween) => tween.step(time, props.still))
      .includes(true);
    const [camera, standing] = [this.camera.value(), this.#standing.value()];
    eyeAt(camera, size, eye);
    const { tower } = blocks;
    const floors = standing < 1 ? new Set(tower.floors) : floorsSeen(tower, camera);
    const heights = this.#heights.value() * standing;
    blocks.show({ eye: eye.position, floors, standing, heights, flatPoint: this.#flatPoints(props) });
    /** @type {Seen} */
    const seen = {
      ...props,
      tower,
      floors,
      eye,
      size,
      topOf: (unit) => (floors.has(floorNamed(tower, unit.layer)) ? blocks.topOf(unit) : null),
      room: { left: size.gutter, top: room.head, height: size.height - room.foot },
    };
    const lit = [standing === 1, heights, ...[...floors].map(({ level }) => level)].join();
    if (lit !== this.#lit) this.#ribbons.fill(standing === 1 ? litLines(seen) : []);
    this.#lit = lit;
    this.#ribbons.focal.value = focalOf(size);
    this.options.list.classList.toggle("is-hidden", standing < 1);
    const named = [tower, camera, room, standing];
    if (standing === 1) this.labels.place(seen, named.some((part, i) => part !== this.#named[i]));
    this.#named = named;
    this.renderer.setScissorTest(standing === 1); // names have their column to themselves
    this.renderer.setScissor(size.gutter, 0, size.width - size.gutter, size.height);
    this.renderer.render(this.#scene, eye);
    this.options.onDrawn(moves);
    if (moves) this.#frame.request();
  }

  /** Where places of the flat picture, from where the blocks come, are in the world. @param {TowerProps} props */
  #flatPoints({ flat, stage, ratio, zoom }) {
    // A phone's scene is as high as it needs.
    const room = { width: stage.width, height: flat?.direction === "down" ? flat.height : stage.height };
    const { scale, x, y } = flat ? zoomed(fit(flat, room, ratio), zoom, room) : { scale: 1, x: 0, y: 0 };
    return (/** @type {number} */ sceneX, /** @type {number} */ sceneY) =>
      pointAt(this.eye, this.camera.value(), this.size, { x: sceneX * scale + x, y: sceneY * scale + y });
  }
}
