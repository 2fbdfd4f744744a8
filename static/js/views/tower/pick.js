/** Units ↔ places in the world: where a unit's block ends, and which block a ray meets first. */

import { Box3, Vector3 } from "../../../vendor/three.module.min.js";
import { range } from "../../lib/math.js";
import { cellRect, placeOf as placeInScene, unitInBox } from "../../model/places.js";
import { THICKNESS, floorNamed, placeOf, placed } from "./floors.js";

/** @import { Raycaster } from "../../../vendor/three.module.min.js" */
/** @import { Rect, SceneBox, Unit } from "../../types.js" */
/** @import { Blocks } from "./blocks.js" */
/** @import { Floor, Point } from "./floors.js" */

/** The middle of a unit's block, on top; null if its floor is folded. @param {Blocks} blocks @param {Unit} unit @returns {Point | null} */
export function topOf(blocks, unit) {
  const [place, inScene] = [placeOf(blocks.tower, unit), placeInScene(blocks.tower.scene, unit)];
  if (!place || !inScene) return null;
  const share = blocks.shareOf(inScene.box, inScene.row * inScene.box.columns + inScene.column);
  const height = Math.max(share, 0) * floorNamed(blocks.tower, unit.layer).rise * blocks.uniforms.heights.value;
  return [place.x + place.width / 2, place.level + height, place.z + place.depth / 2];
}

/** The unit whose block a ray meets first; what lies between blocks belongs to a unit, too. @param {Blocks} blocks @param {ReadonlySet<Floor>} floors @param {Raycaster} raycaster */
export function unitOn(blocks, floors, raycaster) {
  return nearestUnit(blocks, floors, raycaster, cellRect) ?? nearestUnit(blocks, floors, raycaster, (box, row, column) => {
    const { width, height } = box.cell;
    return { x: box.x + column * width, y: box.y + row * height, width, height };
  });
}

/**
 * @param {Blocks} blocks @param {ReadonlySet<Floor>} floors @param {Raycaster} raycaster
 * @param {(box: SceneBox, row: number, column: number) => Rect} rectOf  what a unit stands on @returns {Unit | null}
 */
function nearestUnit(blocks, floors, { ray }, rectOf) {
  const [solid, spot] = [new Box3(), new Vector3()];
  const { tower, uniforms: { heights: { value: heights } } } = blocks;
  /** @type {{unit: Unit | null, distance: number}} */
  const nearest = { unit: null, distance: Infinity };
  for (const floor of floors) {
    /** How far away a ray enters what stands on a rectangle. @param {Rect} rect @param {number} low @param {number} high */
    const distanceTo = (rect, low, high) => {
      const { x, z, width, depth } = placed(tower, floor, rect);
      solid.min.set(x, floor.level + Math.min(low, THICKNESS * (heights - 1)), z);
      solid.max.set(x + width, floor.level + Math.max(high, 0), z + depth);
      return ray.intersectBox(solid, spot)?.distanceTo(ray.origin) ?? Infinity;
    };
    const rise = floor.rise * heights;
    for (const box of floor.boxes.filter((candidate) => distanceTo(candidate, -rise, rise) < nearest.distance)) {
      for (const cell of range(box.count)) {
        const [row, column] = [Math.floor(cell / box.columns), cell % box.columns];
        const top = rise * blocks.shareOf(box, cell);
        const distance = distanceTo(rectOf(box, row, column), top, top);
        if (distance < nearest.distance) Object.assign(nearest, { unit: unitInBox(box, row, column), distance });
      }
    }
  }
  return nearest.unit;
}
