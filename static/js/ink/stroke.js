/**
 * Pointer samples → strokes → a smooth curve.
 *
 * A stroke contains the samples, rounded to eighths of a pad pixel, so that stored and shared drawings have the same
 * pixels. The curve consists of quadratic Béziers between the midpoints of neighbouring samples, with the samples as
 * control points; a new sample changes nothing before the last midpoint.
 */

import { clamp } from "../lib/math.js";

/** @import { Drawing, Stroke, Tool } from "../types.js" */

/** The pad's side, in pad pixels. */
export const PAD = 280;

const GRID = 8;

/** How far samples may lie outside the pad, in pad pixels. */
const MARGIN = 64;

/** The maximum distance of the polyline from the curve, in pad pixels. */
const TOLERANCE = 0.1;

/** @type {Drawing} */
export const EMPTY = Object.freeze({ base: null, strokes: Object.freeze([]) });

/**
 * Return a stroke with its first sample.
 * @param {Tool} tool @param {number} width @param {number} padX @param {number} padY
 * @returns {Stroke}
 */
export function beginStroke(tool, width, padX, padY) {
  if (tool !== "pen" && tool !== "eraser") throw new RangeError(`Unexpected tool ${tool}.`);
  if (!(width >= 1 && width <= PAD)) throw new RangeError(`Unexpected stroke width ${width}.`);
  return { tool, width: onGrid(width), points: [padCoordinate(padX), padCoordinate(padY)] };
}

/**
 * Return the stroke with more samples, without those that repeat the previous one.
 * @param {Stroke} stroke @param {readonly number[]} padPoints  x, y, x, y, …
 * @returns {Stroke}
 */
export function extendStroke(stroke, padPoints) {
  const points = [...stroke.points];
  for (let i = 0; i + 1 < padPoints.length; i += 2) {
    const [x, y] = [padCoordinate(Number(padPoints[i])), padCoordinate(Number(padPoints[i + 1]))];
    if (x !== points.at(-2) || y !== points.at(-1)) points.push(x, y);
  }
  return points.length === stroke.points.length ? stroke : { ...stroke, points };
}

/**
 * Return all positions of a pointer event, including coalesced ones, in pad pixels.
 * @param {PointerEvent} event
 * @param {{left: number, top: number, width: number, height: number}} cssRect  the pad's position in the window
 * @returns {number[]} x, y, x, y, …
 */
export function padSamples(event, cssRect) {
  const coalesced = event.getCoalescedEvents?.() ?? [];
  const events = coalesced.length ? coalesced : [event];
  return events.flatMap(({ clientX, clientY }) => [
    ((clientX - cssRect.left) / cssRect.width) * PAD,
    ((clientY - cssRect.top) / cssRect.height) * PAD,
  ]);
}

/** Return the drawing with another stroke. @param {Drawing} drawing @param {Stroke} stroke @returns {Drawing} */
export function withStroke({ base, strokes }, stroke) {
  return { base, strokes: [...strokes, stroke] };
}

/** Return the drawing with another last stroke. @param {Drawing} drawing @param {Stroke} stroke @returns {Drawing} */
export function withLastStroke(drawing, stroke) {
  return { ...drawing, strokes: [...drawing.strokes.slice(0, -1), stroke] };
}

/** Whether nothing is drawn. @param {Drawing} drawing */
export function isEmpty(drawing) {
  return drawing.base === null && drawing.strokes.every((stroke) => stroke.tool === "eraser");
}

/** Return the number of samples. @param {Stroke} stroke */
export function sampleCount(stroke) {
  return stroke.points.length / 2;
}

/**
 * Return the part of the curve that is final once sample `i` is known: between the midpoints before and after sample
 * `i − 1`.
 * @param {readonly number[]} points @param {number} i
 * @returns {number[]} corners of a polyline: x, y, x, y, …
 */
export function finalPiece(points, i) {
  const [x1, y1] = sampleAt(points, i - 1);
  const [x2, y2] = sampleAt(points, i);
  const end = /** @type {const} */ ([(x1 + x2) / 2, (y1 + y2) / 2]);
  if (i < 2) return [x1, y1, ...end];
  const [x0, y0] = sampleAt(points, i - 2);
  return curve((x0 + x1) / 2, (y0 + y1) / 2, x1, y1, end);
}

/** Return the line from the last midpoint to the last sample, not final yet. @param {readonly number[]} points */
export function lastPiece(points) {
  const last = points.length / 2 - 1;
  const [x, y] = sampleAt(points, last);
  if (last === 0) return [x, y, x, y];
  const [x0, y0] = sampleAt(points, last - 1);
  return [(x0 + x) / 2, (y0 + y) / 2, x, y];
}

/**
 * Return a quadratic Bézier as a polyline of n pieces, whose error is |bend| / 4n².
 * @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {readonly [number, number]} end
 */
function curve(x0, y0, x1, y1, [x2, y2]) {
  const bend = Math.sqrt((x0 - 2 * x1 + x2) ** 2 + (y0 - 2 * y1 + y2) ** 2);
  const pieces = Math.max(1, Math.ceil(Math.sqrt(bend / (4 * TOLERANCE))));
  const corners = [x0, y0];
  for (let i = 1; i <= pieces; i++) {
    const t = i / pieces;
    const s = 1 - t;
    corners.push(s * s * x0 + 2 * s * t * x1 + t * t * x2, s * s * y0 + 2 * s * t * y1 + t * t * y2);
  }
  return corners;
}

/** @param {readonly number[]} points @param {number} i @returns {[x: number, y: number]} */
function sampleAt(points, i) {
  return [/** @type {number} */ (points[2 * i]), /** @type {number} */ (points[2 * i + 1])];
}

/** Return a coordinate limited to the pad and its margin, rounded. @param {number} pad */
function padCoordinate(pad) {
  if (!Number.isFinite(pad)) throw new RangeError(`Unexpected pad coordinate ${pad}.`);
  return onGrid(clamp(pad, -MARGIN, PAD + MARGIN));
}

/** @param {number} value */
function onGrid(value) {
  return Math.round(value * GRID) / GRID;
}
