/** Moving, rotating and scaling a drawing with the pointer. All coordinates are pad pixels. */

import { clamp } from "../lib/math.js";
import { shift, turn } from "./transform.js";

/** @import { Box, Matrix } from "../types.js" */

/** @typedef {readonly [x: number, y: number]} Point */

/** @typedef {{from: Point, centre: {x: number, y: number}, corner: boolean}} TransformGesture */

/** The maximum distance of the pointer from a corner. */
const REACH = 22;

/** Return the corners of the drawing's bounding box, clockwise. @param {Box} box @returns {Point[]} */
export function cornersOf({ top, left, height, width }) {
  return [[left, top], [left + width, top], [left + width, top + height], [left, top + height]];
}

/** Return the centre of a box. @param {Box} box */
export function centreOf({ top, left, height, width }) {
  return { x: left + width / 2, y: top + height / 2 };
}

/**
 * Start a gesture: corners rotate and scale, the rest moves.
 * @param {Box} box @param {Point} from @returns {TransformGesture}
 */
export function gestureOf(box, from) {
  return {
    from,
    centre: centreOf(box),
    corner: cornersOf(box).some(([x, y]) => Math.hypot(x - from[0], y - from[1]) <= REACH),
  };
}

/**
 * Return the transform of a gesture up to a point.
 * @param {TransformGesture} grasp @param {Point} to @returns {Matrix}
 */
export function hauled({ from: [fromX, fromY], centre, corner }, [toX, toY]) {
  if (!corner) return shift(toX - fromX, toY - fromY);
  const [before, after] = [
    [fromX - centre.x, fromY - centre.y],
    [toX - centre.x, toY - centre.y],
  ].map(([x = 0, y = 0]) => ({ angle: Math.atan2(y, x), reach: Math.hypot(x, y) }));
  if (!before || !after) throw new RangeError(`Unexpected point ${[toX, toY]}.`);
  return turn(after.angle - before.angle, clamp(after.reach / Math.max(before.reach, 1), 0.2, 5), centre);
}
