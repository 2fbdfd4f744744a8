/** Keyboard navigation through the network: unit × key → unit. */

import { clamp } from "../lib/math.js";
import { placeOf, unitInBox } from "./places.js";

/** @import { Scene, SceneBox, Unit } from "../types.js" */

/** @typedef {{box: SceneBox, row: number, column: number}} Place */

/** @type {Readonly<Record<string, (scene: Scene, place: Place) => Unit | null>>} */
const MOVES = {
  ArrowLeft: (_, place) => within(place, 0, -1),
  ArrowRight: (_, place) => within(place, 0, 1),
  ArrowUp: (_, place) => within(place, -1, 0),
  ArrowDown: (_, place) => within(place, 1, 0),
  Home: (_, { box, row }) => unitInBox(box, row, 0),
  End: (_, { box, row }) => unitInBox(box, row, lastColumn(box, row)),
  "Control+Home": (_, { box }) => unitInBox(box, 0, 0),
  "Control+End": (_, { box }) => unitInBox(box, box.rows - 1, lastColumn(box, box.rows - 1)),
  "[": (scene, place) => acrossMaps(scene, place, -1),
  "]": (scene, place) => acrossMaps(scene, place, 1),
  PageUp: (scene, place) => acrossLayers(scene, place, scene.direction === "up" ? 1 : -1),
  PageDown: (scene, place) => acrossLayers(scene, place, scene.direction === "up" ? -1 : 1),
};

/** The keys of navigation. */
export const KEYS = Object.freeze(Object.keys(MOVES));

/**
 * Return the unit to which a key moves; the same unit at an edge; null for other keys and for units of folded layers.
 * PageUp and PageDown mean up and down on the screen, and skip folded layers.
 * @param {Scene} scene @param {Unit} unit @param {string} key
 * @returns {Unit | null}
 */
export function move(scene, unit, key) {
  const place = placeOf(scene, unit);
  const step = Object.hasOwn(MOVES, key) ? MOVES[key] : undefined;
  if (!place || !step) return null;
  return step(scene, place) ?? unit;
}

/** Return the key's name in `MOVES`. @param {{key: string, ctrlKey: boolean, metaKey: boolean}} event */
export function keyOf(event) {
  return (event.ctrlKey || event.metaKey) && (event.key === "Home" || event.key === "End")
    ? `Control+${event.key}`
    : event.key;
}

/** @param {Place} place @param {number} rows @param {number} columns */
function within({ box, row, column }, rows, columns) {
  const nextRow = clamp(row + rows, 0, box.rows - 1);
  return unitInBox(box, nextRow, clamp(column + columns, 0, lastColumn(box, nextRow)));
}

/** @param {SceneBox} box @param {number} row */
function lastColumn(box, row) {
  return Math.min(box.columns, box.count - row * box.columns) - 1;
}

/** @param {Scene} scene @param {Place} place @param {number} step */
function acrossMaps(scene, { box, row, column }, step) {
  const boxes = /** @type {readonly SceneBox[]} */ (scene.boxesOf.get(box.layer));
  const next = boxes[clamp(boxes.indexOf(box) + step, 0, boxes.length - 1)];
  return next ? unitInBox(next, row, column) : null;
}

/** Move to the same relative position in another row. @param {Scene} scene @param {Place} place @param {1 | -1} step */
function acrossLayers(scene, { box, row, column }, step) {
  const open = scene.rows.filter((candidate) => !candidate.folded);
  const target = open[open.findIndex((candidate) => candidate.layer === box.layer) + step];
  if (!target) return null;
  const here = /** @type {readonly SceneBox[]} */ (scene.boxesOf.get(box.layer));
  const there = /** @type {readonly SceneBox[]} */ (scene.boxesOf.get(target.layer));
  const next = /** @type {SceneBox} */ (there[scaled(here.indexOf(box), here.length, there.length)]);
  const nextRow = scaled(row, box.rows, next.rows);
  return unitInBox(next, nextRow, Math.min(scaled(column, box.columns, next.columns), lastColumn(next, nextRow)));
}

/** Scale an index from one length to another. @param {number} place @param {number} from @param {number} to */
function scaled(place, from, to) {
  return Math.floor((place * to) / from);
}
