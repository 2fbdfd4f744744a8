/** Units ↔ places in the picture: how high a unit stands, and which one is seen at a place of the stage. */

import { Plane, Vector2, Vector3 } from "../../../vendor/three.module.min.js";
import { placeOf as placeInScene, unitAt as unitInScene } from "../../model/places.js";
import { aim } from "./camera.js";
import { floorNamed, floorsSeen, nearestFloor, placeOf } from "./floors.js";

/** @import { Raycaster } from "../../../vendor/three.module.min.js" */
/** @import { Camera, Unit } from "../../types.js" */
/** @import { Spot } from "./camera.js" */
/** @import { Floor, Point, Tower } from "./floors.js" */
/** @import { Stage } from "./picture.js" */

/** World units from a block's face into it. */
const INSIDE = 0.01;

/** How high over the ground a unit's block ends. @param {Stage} stage @param {Unit} unit */
export function topOf({ parts, state: { shown } }, unit) {
  const place = shown && placeInScene(shown.tower.scene, unit);
  if (!place) return 0;
  const { level, rise } = floorNamed(shown.tower, unit.layer);
  const share = Number(shown.atlas.shares.get(place.box)?.[place.row * place.box.columns + place.column]);
  return level + Math.max(share, 0) * rise * parts.heights.value();
}

/** @param {Stage} stage @param {Unit} unit @returns {Point | null} */
export function pointOf(stage, unit) {
  const place = stage.state.shown && placeOf(stage.state.shown.tower, unit);
  return place && [place.x + place.width / 2, topOf(stage, unit), place.z + place.depth / 2];
}

/** @param {Stage} stage @param {Spot} spot @param {Camera} [camera] @returns {Unit | null} */
export function unitAt({ parts, state }, { x, y }, camera = parts.camera.value()) {
  const { shown, size } = state;
  if (!shown || parts.standing.value() < 1 || x < size.gutter) return null;
  const { raycaster, blocks, eye } = parts;
  aim(eye, camera, size);
  raycaster.setFromCamera(new Vector2((2 * x) / size.width - 1, 1 - (2 * y) / size.height), eye);
  aim(eye, parts.camera.value(), size);
  const { tower } = shown;
  const [hit] = raycaster.intersectObject(blocks.mesh);
  if (hit?.face) return unitOn(tower, nearestFloor(tower, hit.point.y), hit.point.addScaledVector(hit.face.normal, -INSIDE));
  return unitBetween(tower, floorsSeen(tower, camera), raycaster);
}

/** What lies between blocks belongs to a unit, too. @param {Tower} tower @param {ReadonlySet<Floor>} floors @param {Raycaster} raycaster */
function unitBetween(tower, floors, { ray }) {
  const found = [...floors].map((floor) => {
    const spot = ray.intersectPlane(new Plane(new Vector3(0, 1, 0), -floor.level), new Vector3());
    return spot && unitOn(tower, floor, spot);
  });
  return found.findLast((unit) => unit !== null) ?? null;
}

/** @param {Tower} tower @param {Floor} floor @param {{x: number, z: number}} spot  in the world */
function unitOn({ scene }, { row, middle }, { x, z }) {
  const unit = unitInScene(scene, x + scene.width / 2, z + middle);
  return unit && row.stages.includes(unit.layer) ? unit : null;
}
