/** Renders the tower on its canvas, on request: when props change and while the camera or the blocks are animated. */

import {
  LinearSRGBColorSpace, Matrix3, Raycaster, Scene, Vector2, WebGLRenderer, setConsoleFunction,
} from "../../../vendor/three.module.min.js";
import { listen } from "../../lib/dom.js";
import { createFrame } from "../../lib/frame.js";
import { mix } from "../../lib/math.js";
import { fit } from "../network/viewport.js";
import { zoomed } from "../network/zoom.js";
import { Blocks } from "./blocks.js";
import { between, applyCamera, focalOf, pointAt, viewTower } from "./camera.js";
import { floorNamed, floorsSeen, towerOf } from "./floors.js";
import { createLabels } from "./labels.js";
import { createLines, highlightLines } from "./lines.js";
import { createTween } from "./tween.js";

/** @import { OnIntent } from "../../intents.js" */
/** @import { Text } from "../../text/text.js" */
/** @import { Camera, Unit } from "../../types.js" */
/** @import { TowerProps } from "../tower.js" */
/** @import { Site, Spot, Stage } from "./camera.js" */
/** @import { Floor } from "./floors.js" */

/** What lines and labels read of a frame. @typedef {ReturnType<Picture["seen"]>} Seen */

/**
 * `list`: the element of the labels; `roomOf` forces a layout, so it is not called in every frame; `onLanded`: every
 * block has reached its position in the flat view; `onLost`: the WebGL context was lost or restored.
 * @typedef {{canvas: HTMLCanvasElement, list: HTMLElement, text: Text, antialias: boolean, onIntent: OnIntent,
 *   roomOf: (width: number) => Omit<Stage, "width" | "height">, onLanded: () => void,
 *   onLost: (isLost: boolean) => void}} Options
 */

/** @type {Camera} */
const START = { azimuth: 0, elevation: 0.5, distance: 1000, target: [0, 0, 0] };
/** Maximum device pixel ratio; more costs time and shows no difference. */
const MOST_RATIO = 2;
/** Durations of the animations in milliseconds. */
const DURATION = { camera: 600, standing: 500, heights: 300 };

export class Picture {
  /** @type {Stage} */
  stage = { width: 0, height: 0, gutter: 0, head: 0, foot: 0, left: 0, right: 0, top: 0, bottom: 0 };
  /** @type {Camera | null} */
  home = null;
  camera = createTween(START, { between, duration: DURATION.camera });
  eye = applyCamera(START, this.stage);
  /** @type {Blocks | null} */
  blocks = null;
  isLost = false;
  #standing = createTween(0, { between: mix, duration: DURATION.standing });
  #heights = createTween(0, { between: mix, duration: DURATION.heights });
  #lines = createLines();
  #scene = new Scene();
  #frame = createFrame((time) => this.#draw(time));
  /** @type {TowerProps | null} */
  #props = null;
  /** How the camera moves to the next state. @type {"fly" | "jump"} */
  #transition = "jump";
  /** Key of the state that the lines were built for; empty: rebuild them. */
  #linesKey = "";
  /** The values that the labels were placed for. @type {unknown[]} */
  #labelsKey = [];

  /** @param {Options} options */
  constructor(options) {
    const { canvas, list, text, antialias } = options;
    setConsoleFunction(() => {}); // the page itself reports a lost context
    this.options = options;
    this.labels = createLabels(list, { text });
    const speed = /** @type {const} */ ({ stencil: false, powerPreference: "high-performance" });
    this.renderer = new WebGLRenderer({ canvas, antialias, alpha: true, ...speed });
    // No colour conversion: the bytes must equal those of the flat view.
    Object.assign(this.renderer, { outputColorSpace: LinearSRGBColorSpace, sortObjects: false });
    this.renderer.setClearColor(0x000000, 0);
    this.stops = [
      listen(canvas, /** @type {any} */ ("webglcontextlost"), () => this.#setLost(true)),
      listen(canvas, /** @type {any} */ ("webglcontextrestored"), () => this.#setLost(false)),
    ];
  }

  /** Render synchronously, in the same frame as the rest of the page. @param {TowerProps} props */
  render(props) {
    if (!props.scene) return;
    const before = this.#props;
    this.#props = props;
    const changed = (/** @type {(keyof TowerProps)[]} */ ...names) =>
      names.some((name) => props[name] !== before?.[name]);
    const [isNew, isResized] = [changed("scene", "flat"), changed("stage", "ratio", "textScale")];
    if (isResized) this.#resize(props);
    if (isNew) this.#build(props.scene, props);
    else if (isResized) this.rehome();
    if (isNew || changed("activations", "ranges", "tables", "over")) this.#paint(props);
    this.#standing.fly(Number(props.view === "3d"));
    this.#heights.fly(Number(props.heights));
    if (isNew || changed("highlight", "edges", "hovered", "activations", "tables")) this.#linesKey = "";
    if (changed("camera")) this.#moveToState(props.camera);
    this.#draw(performance.now());
  }

  /**
   * Render at another pixel ratio for a capture. WebGL keeps the drawing buffer until the task ends, so `use` must read
   * it synchronously; the page never shows it.
   * @param {number} ratio @param {() => void} use
   */
  shoot(ratio, use) {
    const props = /** @type {TowerProps} */ (this.#props);
    this.#resize({ ...props, ratio });
    this.#draw(performance.now());
    use();
    this.#resize(props);
    this.#draw(performance.now());
  }

  /** Compute the home position, which depends on tower and insets; a camera at home stays at home. */
  rehome() {
    const { blocks, stage } = this;
    if (!blocks || stage.width === 0) return;
    this.stage = { ...stage, ...this.options.roomOf(stage.width) };
    this.home = viewTower("home", { tower: blocks.tower, stage: this.stage });
    if (!this.#props?.camera) this.camera.jump(this.home);
    this.#frame.request();
  }

  /** Request another camera; null is the home position. @param {Camera | null} camera @param {"fly" | "jump"} how */
  move(camera, how) {
    this.#transition = how;
    // Do not send intents while rendering.
    queueMicrotask(() => this.options.onIntent({ type: "set", name: "camera", value: camera }));
  }

  /** The tower and the stage that presets are computed for. @returns {Site | null} */
  get site() {
    return this.blocks && { tower: this.blocks.tower, stage: this.stage };
  }

  /** Return the unit at a spot. @param {Spot} spot @param {Camera} [camera] @returns {Unit | null} */
  unitAt({ x, y }, camera = this.camera.value()) {
    const { blocks, stage } = this;
    if (!blocks || this.#standing.value() < 1 || x < stage.gutter) return null;
    const raycaster = new Raycaster();
    const spot = new Vector2((2 * x) / stage.width - 1, 1 - (2 * y) / stage.height);
    raycaster.setFromCamera(spot, applyCamera(camera, stage));
    return blocks.unitOn(floorsSeen(blocks.tower, camera), raycaster);
  }

  destroy = () => {
    for (const stop of this.stops) stop();
    this.#frame.cancel();
    for (const part of [this.blocks, this.#lines]) part?.destroy();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  };

  /** @param {NonNullable<TowerProps["scene"]>} scene @param {TowerProps} props */
  #build(scene, { flat, layers }) {
    const tower = towerOf(scene);
    this.blocks?.destroy();
    this.blocks = new Blocks(tower, flat);
    this.#scene.clear();
    this.#scene.add(this.blocks.mesh, ...this.#lines.meshes);
    this.labels.rename({ tower, layers });
    this.rehome();
  }

  /** @param {TowerProps} props */
  #paint(props) {
    const { blank, gradient, activations, layers } = props;
    this.blocks?.paint(props);
    this.labels.answer((!blank && !gradient && activations?.get(layers.at(-1)?.name ?? "")?.data) || null);
  }

  /** Handle a lost or restored context. @param {boolean} isLost */
  #setLost(isLost) {
    this.isLost = isLost;
    this.options.list.classList.toggle("is-hidden", isLost);
    this.options.onLost(isLost);
    this.#frame.request();
  }

  /** @param {TowerProps} props */
  #resize({ stage: { width, height }, ratio }) {
    this.stage = { ...this.stage, width, height };
    this.renderer.setPixelRatio(Math.min(ratio, MOST_RATIO));
    this.renderer.setSize(width, height, false);
  }

  /** Move to the state's camera. @param {Camera | null} camera  of the state */
  #moveToState(camera) {
    const goal = camera ?? this.home;
    if (goal) this.camera[this.#transition](goal);
    this.#transition = "fly";
  }

  /** Render a frame. @param {number} time */
  #draw(time) {
    const { blocks, stage, eye } = this;
    const props = this.#props;
    this.#frame.cancel();
    if (!props || !blocks || stage.width === 0 || this.isLost) return;
    const tweens = [this.camera, this.#standing, this.#heights];
    const moves = tweens.map((tween) => tween.step(time, props.reducedMotion)).includes(true);
    const [camera, standing] = [this.camera.value(), this.#standing.value()];
    const isTower = standing === 1;
    const floors = isTower ? floorsSeen(blocks.tower, camera) : new Set(blocks.tower.floors);
    const heights = this.#heights.value() * standing;
    applyCamera(camera, stage, eye);
    blocks.show({ eye: eye.position, floors, standing, heights, flat: this.#flatMatrix(props) });
    this.#lines.focal.value = focalOf(stage);
    this.#annotate(this.seen(props, blocks, floors), heights, isTower);
    this.renderer.setScissorTest(isTower); // keep the labels' column free
    this.renderer.setScissor(stage.gutter, 0, stage.width - stage.gutter, stage.height);
    this.renderer.render(this.#scene, eye);
    if (moves) this.#frame.request();
    else if (props.view === "2d") this.options.onLanded();
  }

  /** Update lines and labels. @param {Seen} seen @param {number} heights @param {boolean} isTower */
  #annotate(seen, heights, isTower) {
    const lit = [isTower, heights, ...[...seen.floors].map(({ level }) => level)].join();
    if (lit !== this.#linesKey) this.#lines.fill(isTower ? highlightLines(seen) : []);
    this.#linesKey = lit;
    const named = [seen.tower, this.camera.value(), seen.stage, isTower];
    if (isTower) this.labels.place(seen, named.some((part, i) => part !== this.#labelsKey[i]));
    this.#labelsKey = named;
    this.options.list.classList.toggle("is-hidden", !isTower);
  }

  /** @param {TowerProps} props @param {Blocks} blocks @param {ReadonlySet<Floor>} floors  those shown */
  seen(props, blocks, floors) {
    const { tower } = blocks;
    /** Return the centre of a block's top; null if not shown. @param {Unit} unit */
    const topOf = (unit) => (floors.has(floorNamed(tower, unit.layer)) ? blocks.topOf(unit) : null);
    return { ...props, tower, floors, topOf, eye: this.eye, stage: this.stage };
  }

  /** Return the transform from the flat scene to world space. @param {TowerProps} props */
  #flatMatrix({ flat, stage, ratio, zoom }) {
    // The narrow layout determines its own height.
    const room = { width: stage.width, height: flat?.direction === "down" ? flat.height : stage.height };
    const { scale, x, y } = flat ? zoomed(fit(flat, room, ratio), zoom, room) : { scale: 1, x: 0, y: 0 };
    const worldAt = (/** @type {number} */ sceneX, /** @type {number} */ sceneY) =>
      pointAt(this.eye, this.camera.value(), this.stage, { x: sceneX * scale + x, y: sceneY * scale + y });
    const [origin, right, down] = [worldAt(0, 0), worldAt(1, 0), worldAt(0, 1)];
    return new Matrix3().fromArray([...right.sub(origin), ...down.sub(origin), ...origin]);
  }
}
