/** Mouse, pen and fingers on the stage: three.js's OrbitControls move the camera; and which unit is pointed at or pressed. */

import { OrbitControls } from "../../../vendor/three.module.min.js";
import { listen } from "../../lib/dom.js";
import { LIMITS } from "./picture.js";

/** @import { OnIntent } from "../../intents.js" */
/** @import { Spot } from "./camera.js" */
/** @import { Picture } from "./picture.js" */

/** A pointer that moved less between down and up has clicked. */
const SLOP = 5;
const SPEED = { rotate: 0.7, wheel: 3, pinch: 1 };

/** @param {HTMLElement} stage @param {Picture} picture @param {OnIntent} onIntent @returns {Array<() => void>} what stops it */
export function watchPointer(stage, picture, onIntent) {
  const orbit = new OrbitControls(picture.eye, stage);
  Object.assign(orbit, { zoomToCursor: true, rotateSpeed: SPEED.rotate, minDistance: LIMITS.nearest,
    minPolarAngle: Math.PI / 2 - LIMITS.highest, maxPolarAngle: Math.PI / 2 - LIMITS.lowest });
  /** @type {{from: Spot}} */
  const press = { from: { x: 0, y: 0 } };
  orbit.addEventListener("start", () => {
    const { target } = picture.camera();
    const { height, half } = picture.site()?.tower ?? { height: 0, half: { x: 0 } };
    orbit.target.set(...target);
    orbit.cursor.set(0, height / 2, 0);
    Object.assign(orbit, { maxTargetRadius: Math.max(height / 2, half.x), maxDistance: LIMITS.farthest * (picture.home()?.distance ?? Infinity) });
  });
  orbit.addEventListener("change", () => picture.move({ azimuth: orbit.getAzimuthalAngle(), elevation: Math.PI / 2 - orbit.getPolarAngle(),
    distance: orbit.getDistance(), target: orbit.target.toArray() }, "jump"));
  /** @param {PointerEvent | MouseEvent} event */
  const spotIn = (event) => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  return [
    () => orbit.dispose(),
    listen(stage, "pointerdown", (event) => {
      press.from = spotIn(event);
      orbit.zoomSpeed = event.pointerType === "touch" ? SPEED.pinch : SPEED.wheel;
    }, { capture: true }),
    listen(stage, "pointermove", (event) => {
      if (event.buttons === 0) onIntent({ type: "point", unit: picture.unitAt(spotIn(event)) });
    }),
    listen(stage, "pointerleave", () => onIntent({ type: "point", unit: null })),
    listen(stage, "click", (event) => {
      const spot = spotIn(event);
      if (Math.hypot(spot.x - press.from.x, spot.y - press.from.y) <= SLOP) onIntent({ type: "pin", unit: picture.unitAt(spot) });
    }),
  ];
}
