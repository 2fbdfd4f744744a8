/** Units ↔ positions in a scene; the two directions are exact inverses. */

import { clamp } from "../lib/math.js";
import { cellOf } from "./layers.js";

/** @import { Rect, Scene, SceneBox, Unit, Window } from "../types.js" */

/** Return a point's unit. @param {Scene} scene @param {number} sceneX @param {number} sceneY @returns {Unit | null} */
export function unitAt(scene, sceneX, sceneY) {
  const box = boxAt(scene, sceneX, sceneY);
  if (!box) return null;
  const row = Math.floor((sceneY - box.y) / box.cell.height);
  const column = Math.floor((sceneX - box.x) / box.cell.width);
  return unitInBox(box, clamp(row, 0, box.rows - 1), clamp(column, 0, box.columns - 1));
}

/** @param {Scene} scene @param {number} sceneX @param {number} sceneY @returns {SceneBox | null} */
function boxAt(scene, sceneX, sceneY) {
  return scene.boxes.find((box) => sceneX >= box.x && sceneX < box.x + box.width
    && sceneY >= box.y && sceneY < box.y + box.height) ?? null;
}

/** Return a unit's cell; null if the layer is folded. @param {Scene} scene @param {Unit} unit @returns {Rect | null} */
export function rectOf(scene, unit) {
  const place = placeOf(scene, unit);
  return place && cellRect(place.box, place.row, place.column);
}

/**
 * Return the rectangles of a window: one per map, or one per line of cells for a part of a dense layer; none if the
 * layer is folded.
 * @param {Scene} scene @param {Window} window
 * @returns {Rect[]}
 */
export function rectsOf(scene, window) {
  const boxes = scene.boxesOf.get(window.layer) ?? [];
  return boxes.filter((box) => window.maps.includes(box.map))
    .flatMap((box) => (box.dense ? denseRects(box, window) : [mapRect(box, window)]));
}

/** Return a unit's box, and its row and column there; null if folded. @param {Scene} scene @param {Unit} unit */
export function placeOf(scene, unit) {
  const boxes = scene.boxesOf.get(unit.layer);
  if (!boxes) {
    throw new RangeError(`Unknown layer ${unit.layer}: the scene has ${[...scene.boxesOf.keys()].join(", ")}.`);
  }
  const [map, row, column] = cellOf(unit);
  const box = boxes.find((candidate) => candidate.map === map);
  if (!box) return null;
  return box.dense
    ? { box, row: Math.floor(column / box.columns), column: column % box.columns }
    : { box, row, column };
}

/** Return a unit; null beyond a short last row. @param {SceneBox} box @param {number} row @param {number} column */
export function unitInBox(box, row, column) {
  if (!box.dense) return { layer: box.layer, index: [box.map, row, column] };
  const unit = row * box.columns + column;
  return unit < box.count ? { layer: box.layer, index: [unit] } : null;
}

/** Return a cell, without its gap. @param {SceneBox} box @param {number} row @param {number} column @returns {Rect} */
export function cellRect(box, row, column) {
  return {
    x: box.x + column * box.cell.width + Math.floor(box.gap.x / 2),
    y: box.y + row * box.cell.height + Math.floor(box.gap.y / 2),
    width: box.cell.width - box.gap.x,
    height: box.cell.height - box.gap.y,
  };
}

/** @param {SceneBox} box @param {Window} window @returns {Rect} */
function mapRect(box, { top, left, height, width }) {
  const { width: cellWidth, height: cellHeight } = box.cell;
  return {
    x: box.x + left * cellWidth,
    y: box.y + top * cellHeight,
    width: width * cellWidth,
    height: height * cellHeight,
  };
}

/** @param {SceneBox} box @param {Window} window @returns {Rect[]} */
function denseRects(box, { left, width }) {
  const end = left + width;
  /** @type {Rect[]} */
  const rects = [];
  for (let row = Math.floor(left / box.columns); row * box.columns < end; row++) {
    const first = cellRect(box, row, Math.max(left - row * box.columns, 0));
    const last = cellRect(box, row, Math.min(end - row * box.columns, box.columns) - 1);
    rects.push({ ...first, width: last.x + last.width - first.x });
  }
  return left === 0 && width === box.count ? [{ x: box.x, y: box.y, width: box.width, height: box.height }] : rects;
}
