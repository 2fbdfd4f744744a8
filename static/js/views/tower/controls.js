/**
 * Camera controls: pointers through three.js's OrbitControls, keys and buttons through animated presets. Also reports
 * the hovered and the clicked unit.
 */

import { OrbitControls } from "../../../vendor/three.module.min.js";
import { listen } from "../../lib/dom.js";
import { sameUnit } from "../../model/layers.js";
import { watchKeys } from "../network/keys.js";
import { ANGLES, viewFloor, applyCamera, viewUnit, viewTower, projectPoint } from "./camera.js";
import { floorNamed, isOverhead } from "./floors.js";
import { TOOL_KEYS } from "./foot.js";

/** @import { OnIntent } from "../../intents.js" */
/** @import { Camera, Unit } from "../../types.js" */
/** @import { TowerProps } from "../tower.js" */
/** @import { Site } from "./camera.js" */
/** @import { Tool } from "./foot.js" */
/** @import { Picture } from "./picture.js" */

/** Movement in CSS pixels up to which a press is a click. */
const CLICK_SLOP = 5;
/** CSS pixels from the stage's edge within which a unit counts as out of view. */
const MARGIN = 24;
/** Speeds of OrbitControls: rotation, wheel zoom, pinch zoom. */
const SPEED = { rotate: 0.7, wheel: 3, pinch: 1 };
/** Minimum distance, maximum distance relative to home, minimum and maximum elevation (never level nor vertical). */
const LIMITS = { nearest: 90, farthest: 1.3, lowest: 0.035, highest: 1.553 };
/** Index of the floor that the "top" preset shows while nothing is highlighted: the one above the input. */
const DEFAULT_TOP_FLOOR = 1;
/**
 * Camera moves by key: rotation in radians, pan in CSS pixels, zoom as a factor of the distance.
 * @type {ReadonlyMap<string, (orbit: OrbitControls) => void>}
 */
const MOVES = new Map([
  ["Shift+ArrowLeft", (orbit) => orbit.rotateLeft(0.14)],
  ["Shift+ArrowRight", (orbit) => orbit.rotateLeft(-0.14)],
  ["Shift+ArrowUp", (orbit) => orbit.rotateUp(0.14)],
  ["Shift+ArrowDown", (orbit) => orbit.rotateUp(-0.14)],
  ["a", (orbit) => orbit.pan(40, 0)],
  ["d", (orbit) => orbit.pan(-40, 0)],
  ["w", (orbit) => orbit.pan(0, 40)],
  ["s", (orbit) => orbit.pan(0, -40)],
  ["+", (orbit) => orbit.dollyIn(0.83)],
  ["-", (orbit) => orbit.dollyOut(0.83)],
]);

/**
 * @param {HTMLElement} stage @param {Picture} picture
 * @param {{props: () => TowerProps | null, onTool: (tool: Tool) => void, onIntent: OnIntent}} options
 */
export function createControls(stage, picture, { props, onTool, onIntent }) {
  /** Index of the floor that the "next layer" tool shows. */
  let walkIndex = -1;
  const fly = (/** @type {Camera | null | undefined} */ camera) => camera && picture.move(camera, "fly");
  const focus = (/** @type {Unit | null | undefined} */ unit) =>
    fly(unit && picture.site && viewUnit(unit, props()?.layers ?? [], picture.site));
  /** @type {Readonly<Partial<Record<Tool, (site: Site) => Camera | null | undefined>>>} */
  const presets = {
    front: (site) => viewTower("front", site),
    side: (site) => viewTower("side", site),
    top(site) {
      const unit = props()?.highlight?.unit;
      const floor = unit ? floorNamed(site.tower, unit.layer) : site.tower.floors[DEFAULT_TOP_FLOOR];
      return floor && viewFloor(floor, "top", site);
    },
    walk(site) {
      const floor = site.tower.floors[walkIndex];
      return floor && viewFloor(floor, isOverhead(picture.camera.goal()) ? "top" : "close", site);
    },
  };
  const keyboard = () => {
    const { scene = null, highlight, start = null, pinned = null } = props() ?? {};
    return scene && { scene, current: highlight?.unit ?? null, start, pinned };
  };
  const orbit = createOrbit(stage, picture);
  const press = (/** @type {KeyboardEvent} */ event) => {
    const [tool, move] = [TOOL_KEYS.get(keyOf(event)), MOVES.get(keyOf(event))];
    if (tool) onTool(tool);
    if (move) orbit.dispatchEvent({ type: "start" }); // take over the current camera
    move?.(orbit);
    if (tool || move) event.preventDefault();
  };
  const keys = [listen(stage, "keydown", press), ...watchKeys(stage, keyboard, onIntent)];
  const stops = [() => orbit.dispose(), ...watchPointer(stage, picture, onIntent), ...keys];
  return {
    focus,
    /** @param {Tool} tool */
    choose(tool) {
      if (tool === "focus") return focus(props()?.highlight?.unit);
      if (tool === "home") picture.move(null, "fly");
      walkIndex = tool === "walk" ? (walkIndex + 1) % (picture.site?.tower.floors.length ?? 1) : -1;
      fly(picture.site && presets[tool]?.(picture.site));
    },
    /** Bring a unit into view. @param {Unit | null} unit */
    reveal: (unit) => fly(unit && revealing(picture, unit)),
    destroy() {
      for (const stop of stops) stop();
    },
  };
}

/** @param {KeyboardEvent} event */
function keyOf({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return "";
  if (key === "=") return "+"; // "+" without Shift
  return shiftKey && key.startsWith("Arrow") ? `Shift+${key}` : key.toLowerCase();
}

/** @param {HTMLElement} stage @param {Picture} picture */
function createOrbit(stage, picture) {
  const orbit = new OrbitControls(picture.eye, stage);
  const { nearest, farthest, lowest, highest } = LIMITS;
  const limits = { minDistance: nearest, minPolarAngle: Math.PI / 2 - highest, maxPolarAngle: Math.PI / 2 - lowest };
  Object.assign(orbit, { ...limits, zoomToCursor: true, rotateSpeed: SPEED.rotate, cursorStyle: "grab" });
  orbit.addEventListener("start", () => {
    const { height, half } = picture.site?.tower ?? { height: 0, half: { x: 0 } };
    orbit.target.set(...picture.camera.value().target);
    orbit.cursor.set(0, height / 2, 0);
    orbit.maxTargetRadius = Math.max(height / 2, half.x);
    orbit.maxDistance = farthest * (picture.home?.distance ?? Infinity);
  });
  orbit.addEventListener("change", () => {
    const [azimuth, elevation] = [orbit.getAzimuthalAngle(), Math.PI / 2 - orbit.getPolarAngle()];
    picture.move({ azimuth, elevation, distance: orbit.getDistance(), target: orbit.target.toArray() }, "jump");
  });
  const press = (/** @type {PointerEvent} */ { pointerType }) =>
    void (orbit.zoomSpeed = SPEED[pointerType === "touch" ? "pinch" : "wheel"]);
  stage.addEventListener("pointerdown", press, { capture: true });
  return orbit;
}

/**
 * Report the hovered and the clicked unit.
 * @param {HTMLElement} stage @param {Picture} picture @param {OnIntent} onIntent
 * @returns {Array<() => void>} remove the listeners
 */
function watchPointer(stage, picture, onIntent) {
  const unitUnder = (/** @type {MouseEvent} */ { offsetX: x, offsetY: y }) => picture.unitAt({ x, y });
  let pressed = { x: 0, y: 0 };
  return [
    listen(stage, "pointerdown", ({ offsetX: x, offsetY: y }) => void (pressed = { x, y })),
    listen(stage, "pointermove", (event) => {
      if (event.buttons === 0) onIntent({ type: "hoverUnit", unit: unitUnder(event) });
    }),
    listen(stage, "pointerleave", () => onIntent({ type: "hoverUnit", unit: null })),
    listen(stage, "click", (event) => {
      const moved = Math.hypot(event.offsetX - pressed.x, event.offsetY - pressed.y);
      if (moved <= CLICK_SLOP) onIntent({ type: "pinUnit", unit: unitUnder(event) });
    }),
  ];
}

/** Return the camera that shows a unit; null if it is in view. @param {Picture} picture @param {Unit} unit */
function revealing(picture, unit) {
  const [{ stage }, camera, target] = [picture, picture.camera.goal(), picture.blocks?.topOf(unit)];
  const spot = target && projectPoint(applyCamera(camera, stage), stage, target);
  const rims = spot ? [spot.x - stage.gutter, stage.width - spot.x, spot.y, stage.height - spot.y] : [];
  const isSeen = spot && rims.every((rim) => rim > MARGIN) && sameUnit(picture.unitAt(spot, camera), unit);
  return target && !isSeen ? { ...camera, ...ANGLES.home, target } : null;
}
