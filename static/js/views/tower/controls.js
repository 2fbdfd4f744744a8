/**
 * What moves the camera: mouse, pen and fingers by three.js's OrbitControls, keys and buttons by flights; and what is
 * pointed at.
 */

import { OrbitControls } from "../../../vendor/three.module.min.js";
import { listen } from "../../lib/dom.js";
import { formatUnit } from "../../model/layers.js";
import { watchKeys } from "../network/keys.js";
import { ANGLES, atFloor, eyeAt, focusedOn, seenFrom, spotOf } from "./camera.js";
import { floorNamed, isOverhead } from "./floors.js";
import { TOOL_KEYS } from "./foot.js";
import { LIMITS } from "./picture.js";

/** @import { OnIntent } from "../../intents.js" */
/** @import { Camera, Unit } from "../../types.js" */
/** @import { TowerProps } from "../tower.js" */
/** @import { Site } from "./camera.js" */
/** @import { Tool } from "./foot.js" */
/** @import { Picture } from "./picture.js" */

/** A pointer that moved less between down and up has clicked. */
const SLOP = 5;
const SPEED = { rotate: 0.7, wheel: 3, pinch: 1 };
/** The floor over the drawing is what "from above" shows while nothing is lit. */
const FIRST_MAPS = 1;
/**
 * What keys do: by radians, CSS pixels, and the part of the distance that is left.
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
  ["=", (orbit) => orbit.dollyIn(0.83)],
  ["-", (orbit) => orbit.dollyOut(0.83)],
]);
/** CSS pixels from the stage's rim, within which a unit is not well seen. */
const MARGIN = 24;

/**
 * @param {HTMLElement} stage @param {Picture} picture
 * @param {{props: () => TowerProps | null, onTool: (tool: Tool) => void, onIntent: OnIntent}} options
 */
export function createControls(stage, picture, { props, onTool, onIntent }) {
  /** The floor that "next layer" came to. */
  const walked = { floor: -1 };
  /** @param {Camera | null | undefined} camera */
  const fly = (camera) => void (camera && picture.move(camera, "fly"));
  /** @param {Unit | null | undefined} unit */
  const focus = (unit) => fly(unit && picture.site && focusedOn(unit, props()?.layers ?? [], picture.site));
  /** @param {Site} site */
  const nextFloor = (site) => {
    const { floors } = site.tower;
    walked.floor = (walked.floor + 1) % floors.length;
    const floor = floors[walked.floor];
    return floor && atFloor(floor, isOverhead(picture.camera.goal()) ? "top" : "close", site);
  };
  /** @param {Site} site */
  const fromAbove = (site) => {
    const unit = props()?.highlight?.unit;
    const floor = unit ? floorNamed(site.tower, unit.layer) : site.tower.floors[FIRST_MAPS];
    return floor && atFloor(floor, "top", site);
  };
  /** @type {Readonly<Partial<Record<Tool, (site: Site) => Camera | null | undefined>>>} */
  const presets = {
    home: () => picture.home,
    front: (site) => seenFrom("front", site),
    side: (site) => seenFrom("side", site),
    top: fromAbove,
    walk: nextFloor,
  };
  const keyboard = () => {
    const { scene = null, highlight, start = null, pinned = null } = props() ?? {};
    return scene && { scene, current: highlight?.unit ?? null, start, pinned };
  };
  const orbit = createOrbit(stage, picture);
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const [tool, move] = [TOOL_KEYS.get(keyOf(event)), MOVES.get(keyOf(event))];
    if (tool) onTool(tool);
    if (move) orbit.dispatchEvent({ type: "start" }); // from where the camera is
    move?.(orbit);
    if (tool || move) event.preventDefault();
  };
  const stops = [
    () => orbit.dispose(),
    ...watchPointer(stage, picture, onIntent),
    listen(stage, "keydown", press),
    ...watchKeys(stage, keyboard, onIntent),
  ];
  return {
    focus,
    /** @param {Tool} tool */
    choose(tool) {
      if (tool !== "walk" && tool !== "focus") walked.floor = -1;
      if (tool === "focus") focus(props()?.highlight?.unit);
      else fly(picture.site && presets[tool]?.(picture.site));
    },
    /** A unit that the keyboard went to is kept in sight. @param {Unit | null} unit */
    reveal: (unit) => fly(unit && revealing(picture, unit)),
    destroy() {
      for (const stop of stops) stop();
    },
  };
}

/** @param {KeyboardEvent} event */
function keyOf({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return "";
  return shiftKey && key.startsWith("Arrow") ? `Shift+${key}` : key.toLowerCase();
}

/** @param {HTMLElement} stage @param {Picture} picture */
function createOrbit(stage, picture) {
  const orbit = new OrbitControls(picture.eye, stage);
  Object.assign(orbit, { zoomToCursor: true, rotateSpeed: SPEED.rotate, minDistance: LIMITS.nearest,
    minPolarAngle: Math.PI / 2 - LIMITS.highest, maxPolarAngle: Math.PI / 2 - LIMITS.lowest });
  orbit.addEventListener("start", () => {
    const { height, half } = picture.site?.tower ?? { height: 0, half: { x: 0 } };
    orbit.target.set(...picture.camera.value().target);
    orbit.cursor.set(0, height / 2, 0);
    Object.assign(orbit, {
      maxTargetRadius: Math.max(height / 2, half.x),
      maxDistance: LIMITS.farthest * (picture.home?.distance ?? Infinity),
    });
  });
  orbit.addEventListener("change", () =>
    picture.move(
      {
        azimuth: orbit.getAzimuthalAngle(),
        elevation: Math.PI / 2 - orbit.getPolarAngle(),
        distance: orbit.getDistance(),
        target: orbit.target.toArray(),
      },
      "jump",
    ),
  );
  stage.addEventListener(
    "pointerdown",
    ({ pointerType }) => (orbit.zoomSpeed = SPEED[pointerType === "touch" ? "pinch" : "wheel"]),
    { capture: true },
  );
  return orbit;
}

/**
 * What is pointed at, and pressed.
 * @param {HTMLElement} stage
 * @param {Picture} picture
 * @param {OnIntent} onIntent
 * @returns {Array<() => void>} what stops it
 */
function watchPointer(stage, picture, onIntent) {
  /** @param {PointerEvent | MouseEvent} event */
  const spotIn = (event) => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  let pressed = { x: 0, y: 0 };
  return [
    listen(stage, "pointerdown", (event) => void (pressed = spotIn(event))),
    listen(stage, "pointermove", (event) => {
      if (event.buttons === 0) onIntent({ type: "point", unit: picture.unitAt(spotIn(event)) });
    }),
    listen(stage, "pointerleave", () => onIntent({ type: "point", unit: null })),
    listen(stage, "click", (event) => {
      const spot = spotIn(event);
      if (Math.hypot(spot.x - pressed.x, spot.y - pressed.y) <= SLOP) {
        onIntent({ type: "pin", unit: picture.unitAt(spot) });
      }
    }),
  ];
}

/**
 * From where a unit is seen that is not in sight; null: it is.
 * @param {Picture} picture
 * @param {Unit} unit
 * @returns {Camera | null}
 */
function revealing(picture, unit) {
  const target = picture.blocks?.topOf(unit);
  if (!target) return null;
  const { size, camera } = picture;
  const spot = spotOf(eyeAt(camera.goal(), size), size, target);
  const isInside =
    spot &&
    spot.x > size.gutter + MARGIN &&
    spot.x < size.width - MARGIN &&
    spot.y > MARGIN &&
    spot.y < size.height - MARGIN;
  const found = isInside && picture.unitAt(spot, camera.goal());
  return found && formatUnit(found) === formatUnit(unit) ? null : { ...camera.goal(), ...ANGLES.home, target };
}
