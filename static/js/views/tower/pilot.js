/** Where the camera flies to: presets, floor by floor, close to a unit, as far as a key takes it. */

import { formatUnit } from "../../model/layers.js";
import { ANGLES, aim, atFloor, createEye, focusedOn, pointAt, seenFrom, spotOf } from "./camera.js";
import { floorNamed, isOverhead } from "./floors.js";

/** @import { Camera, Layer, Unit } from "../../types.js" */
/** @import { Point } from "./floors.js" */
/** @import { Tool } from "./foot.js" */
/** @import { Picture } from "./picture.js" */

/** The floor over the drawing is what "from above" shows while nothing is lit. */
const FIRST_MAPS = 1;
/** For each press of a key: radians, CSS pixels, times. */
const KEY = { turn: 0.14, pan: 40, zoom: 1.2 };
/** CSS pixels from the stage's rim, within which a unit is not well seen. */
const MARGIN = 24;

/** @typedef {{layers: readonly Layer[], unit: Unit | null}} Lit  `unit`: the highlighted one */

/** @param {Picture} picture @param {() => Lit} lit */
export function createPilot(picture, lit) {
  /** The floor that "next layer" came to. */
  const walked = { floor: -1 };
  /** @param {Camera | null | undefined} camera */
  const fly = (camera) => camera && picture.move(camera, "fly");
  /** @param {Unit | null} unit */
  const focus = (unit) => {
    const site = picture.site();
    if (unit && site) fly(focusedOn(unit, lit().layers, site));
  };
  const nextFloor = () => {
    const site = picture.site();
    walked.floor = (walked.floor + 1) % Number(site?.tower.floors.length);
    const floor = site?.tower.floors[walked.floor];
    return floor && site && atFloor(floor, isOverhead(picture.goal()) ? "top" : "close", site);
  };
  const fromAbove = () => {
    const site = picture.site();
    const { unit } = lit();
    const floor = unit && site ? floorNamed(site.tower, unit.layer) : site?.tower.floors[FIRST_MAPS];
    return floor && site && atFloor(floor, "top", site);
  };
  /** @param {"front" | "side"} side */
  const from = (side) => () => {
    const site = picture.site();
    return site && seenFrom(side, site);
  };
  /** @type {Readonly<Record<string, () => Camera | null | undefined>>} */
  const presets = { home: picture.home, front: from("front"), side: from("side"), top: fromAbove, walk: nextFloor };
  return {
    focus,
    /** @param {Tool} tool */
    choose(tool) {
      if (tool !== "walk" && tool !== "focus") walked.floor = -1;
      if (tool === "focus") focus(lit().unit);
      else fly(presets[tool]?.());
    },
    /** A unit that the keyboard went to is kept in sight. @param {Unit} unit */
    reveal: (unit) => fly(revealing(picture, unit)),
    /** @param {KeyboardEvent} event @returns {boolean} has it flown? */
    press(event) {
      const camera = cameraAfter(picture, event);
      fly(camera);
      return camera !== null;
    },
  };
}

/** Where the camera goes when a key is pressed. @param {Picture} picture @param {KeyboardEvent} event @returns {Camera | null} */
function cameraAfter(picture, { key, shiftKey }) {
  const goal = picture.goal();
  const size = picture.size();
  const middle = { x: (size.width + size.gutter) / 2, y: size.height / 2 };
  const turn = (/** @type {number} */ x, /** @type {number} */ y) => ({ ...goal, azimuth: goal.azimuth + KEY.turn * x, elevation: goal.elevation + KEY.turn * y });
  const pan = (/** @type {number} */ x, /** @type {number} */ y) =>
    ({ ...goal, target: pointAt(picture.eye, goal, size, { x: middle.x - KEY.pan * x, y: middle.y - KEY.pan * y }) });
  const zoom = (/** @type {number} */ factor) => ({ ...goal, distance: goal.distance / factor });
  /** @type {Readonly<Record<string, () => Camera>>} */
  const moves = {
    "Shift+ArrowLeft": () => turn(-1, 0), "Shift+ArrowRight": () => turn(1, 0), "Shift+ArrowUp": () => turn(0, 1), "Shift+ArrowDown": () => turn(0, -1),
    a: () => pan(1, 0), d: () => pan(-1, 0), w: () => pan(0, 1), s: () => pan(0, -1),
    "+": () => zoom(KEY.zoom), "=": () => zoom(KEY.zoom), "-": () => zoom(1 / KEY.zoom),
  };
  return moves[shiftKey && key.startsWith("Arrow") ? `Shift+${key}` : key.toLowerCase()]?.() ?? null;
}

/** From where a unit can be seen; null: nothing has to move. @param {Picture} picture @param {Unit} unit @returns {Camera | null} */
function revealing(picture, unit) {
  const [goal, home, target] = [picture.goal(), picture.home(), picture.pointOf(unit)];
  if (!home || !target) return null;
  const tries = [goal, { ...goal, target }, { ...goal, ...ANGLES.home }, { ...goal, ...ANGLES.home, target }, home];
  const found = tries.find((camera) => isSeen(picture, unit, target, camera)) ?? home;
  return found === goal ? null : found;
}

/** @param {Picture} picture @param {Unit} unit @param {Point} point @param {Camera} camera */
function isSeen(picture, unit, point, camera) {
  const eye = createEye();
  const { width, height, gutter } = picture.size();
  aim(eye, camera, { width, height, gutter });
  const spot = spotOf(eye, { width, height }, point);
  if (!spot || spot.x < gutter + MARGIN || spot.x > width - MARGIN || spot.y < MARGIN || spot.y > height - MARGIN) return false;
  const found = picture.unitAt(spot, camera);
  return found !== null && formatUnit(found) === formatUnit(unit);
}
