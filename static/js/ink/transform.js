/** Moving, rotating and scaling a drawing. */

import { applied, combined } from "./base.js";
import { beginStroke, extendStroke } from "./stroke.js";

/** @import { Drawing, Matrix, Stroke } from "../types.js" */

/** Transform a drawing and its stroke widths. @param {Drawing} drawing @param {Matrix} matrix @returns {Drawing} */
export function transformed(drawing, matrix) {
  return {
    base: drawing.base && { ...drawing.base, matrix: rounded(combined(matrix, drawing.base.matrix)) },
    strokes: drawing.strokes.map((stroke) => transformedStroke(stroke, matrix)),
  };
}

/** Return a translation. @param {number} padX @param {number} padY @returns {Matrix} */
export function shift(padX, padY) {
  return [1, 0, 0, 1, padX, padY];
}

/**
 * Return a rotation, clockwise on the screen, and scaling around a point.
 * @param {number} radians @param {number} scale @param {{x: number, y: number}} padCentre
 * @returns {Matrix}
 */
export function turn(radians, scale, { x, y }) {
  if (!(scale > 0)) throw new RangeError(`Unexpected scale ${scale}.`);
  const [cos, sin] = [scale * Math.cos(radians), scale * Math.sin(radians)];
  return [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y];
}

/** @param {Stroke} stroke @param {Matrix} matrix @returns {Stroke} */
function transformedStroke({ tool, width, points }, matrix) {
  const moved = points.flatMap((x, i) => (i % 2 ? [] : applied(matrix, x, Number(points[i + 1]))));
  const [a, b, c, d] = matrix;
  const wider = Math.min(Math.max(width * Math.sqrt(Math.abs(a * d - b * c)), 1), 280);
  return extendStroke(beginStroke(tool, wider, Number(moved[0]), Number(moved[1])), moved.slice(2));
}

/** Round to float32, in which matrices are stored. @param {Matrix} matrix @returns {Matrix} */
function rounded(matrix) {
  return /** @type {Matrix} */ (/** @type {unknown} */ (matrix.map(Math.fround)));
}
