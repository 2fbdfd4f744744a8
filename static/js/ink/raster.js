/**
 * A drawing as 280×280 grey pixels: 0 is the background, 255 a stroke. The bytes are the same on every machine, and
 * whether a stroke is painted incrementally or at once.
 *
 * A stroke is the union of segments with round ends. A pixel's coverage depends on the distance of its centre from the
 * nearest segment, with one pixel of anti-aliasing. Segments are combined with the maximum (for the eraser, with the
 * minimum of what remains), so that neither repetition nor order of segments within a stroke changes the result.
 */

import { paintBase } from "./base.js";
import { PAD, lastPiece, sampleCount, finalPiece } from "./stroke.js";

/** @import { Box, Drawing, Raster, Stroke } from "../types.js" */

/** Return an empty raster. @param {number} [size] @returns {Raster} */
export function createRaster(size = PAD) {
  return { size, pixels: new Uint8Array(size * size), stable: new Uint8Array(size * size), settled: 0 };
}

/** Paint a whole drawing in place. @param {Raster} raster @param {Drawing} drawing @returns {Raster} */
export function redraw(raster, drawing) {
  raster.stable.fill(0);
  if (drawing.base) paintBase(raster.stable, raster.size, drawing.base);
  drawing.strokes.forEach((stroke, i) => {
    if (i > 0) finishLast(raster, /** @type {Stroke} */ (drawing.strokes[i - 1]));
    raster.settled = 1;
    settle(raster, stroke);
  });
  show(raster, drawing.strokes.at(-1));
  return raster;
}

/**
 * Start a stroke on top of the drawing; `before` is the previous stroke, if any.
 * @param {Raster} raster @param {Stroke} stroke @param {Stroke} [before]
 */
export function begin(raster, stroke, before) {
  if (before) finishLast(raster, before);
  raster.settled = 1;
  extend(raster, stroke);
}

/** Paint the new samples of the last stroke. @param {Raster} raster @param {Stroke} stroke */
export function extend(raster, stroke) {
  settle(raster, stroke);
  show(raster, stroke);
}

/** Return the bounding box of the drawing; null if it is empty. @param {Raster} raster @returns {Box | null} */
export function drawingBox({ pixels, size }) {
  let [top, left, bottom, right] = [size, size, -1, -1];
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] === 0) continue;
    const [row, column] = [Math.floor(i / size), i % size];
    top = Math.min(top, row);
    bottom = row;
    left = Math.min(left, column);
    right = Math.max(right, column);
  }
  return bottom < 0 ? null : { top, left, height: bottom - top + 1, width: right - left + 1 };
}

/** Colour the raster into packed pixels. @param {Raster} raster @param {Uint32Array} table @param {Uint32Array} out */
export function paintRaster({ pixels }, table, out) {
  const byByte = Uint32Array.from({ length: 256 }, (_, byte) =>
    Number(table[Math.round((byte / 255) * (table.length - 1))]),
  );
  for (let i = 0; i < pixels.length; i++) out[i] = /** @type {number} */ (byByte[/** @type {number} */ (pixels[i])]);
}

/** Paint what further samples cannot change into `stable`. @param {Raster} raster @param {Stroke} stroke */
function settle(raster, stroke) {
  for (; raster.settled < sampleCount(stroke); raster.settled++) {
    paintPiece(raster.stable, raster.size, stroke, finalPiece(stroke.points, raster.settled));
  }
}

/** Paint the end of a finished stroke into `stable`. @param {Raster} raster @param {Stroke} stroke */
function finishLast(raster, stroke) {
  paintPiece(raster.stable, raster.size, stroke, lastPiece(stroke.points));
}

/** Update `pixels`, with the end of the last stroke. @param {Raster} raster @param {Stroke | undefined} stroke */
function show(raster, stroke) {
  raster.pixels.set(raster.stable);
  if (stroke) paintPiece(raster.pixels, raster.size, stroke, lastPiece(stroke.points));
}

/** @param {Uint8Array} pixels @param {number} size @param {Stroke} stroke @param {readonly number[]} corners */
function paintPiece(pixels, size, { tool, width }, corners) {
  const scale = size / PAD;
  const scaled = corners.map((corner) => corner * scale);
  for (let i = 0; i + 3 < scaled.length; i += 2) {
    paintSegment(pixels, size, scaled.slice(i, i + 4), (width / 2) * scale, tool === "pen");
  }
}

/**
 * Paint one segment. This is the inner loop of drawing: a square root is needed at the edge only.
 * @param {Uint8Array} pixels @param {number} size @param {readonly number[]} segment @param {number} radius
 * @param {boolean} pen
 */
function paintSegment(pixels, size, segment, radius, pen) {
  const [x0, y0, x1, y1] = /** @type {[number, number, number, number]} */ (segment);
  const dx = x1 - x0;
  const dy = y1 - y0;
  const inverse = dx || dy ? 1 / (dx * dx + dy * dy) : 0;
  const outer = radius + 0.5;
  const inner = Math.max(radius - 0.5, 0);
  const [left, right] = spanOf(x0, x1, outer, size);
  const [top, bottom] = spanOf(y0, y1, outer, size);
  for (let row = top; row <= bottom; row++) {
    const py = row + 0.5 - y0;
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - x0;
      const along = Math.min(Math.max((px * dx + py * dy) * inverse, 0), 1);
      const ex = px - along * dx;
      const ey = py - along * dy;
      const square = ex * ex + ey * ey;
      if (square >= outer * outer) continue;
      const coverage = square <= inner * inner ? 255 : Math.round(255 * Math.min(outer - Math.sqrt(square), 1));
      const place = row * size + column;
      const before = /** @type {number} */ (pixels[place]);
      pixels[place] = pen ? Math.max(before, coverage) : Math.min(before, 255 - coverage);
    }
  }
}

/**
 * Return the first and the last pixel along one axis that a segment can cover.
 * @param {number} a @param {number} b @param {number} reach @param {number} size
 */
function spanOf(a, b, reach, size) {
  const first = Math.floor(Math.min(a, b) - reach);
  const last = Math.ceil(Math.max(a, b) + reach);
  return /** @type {const} */ ([Math.max(first, 0), Math.min(last, size - 1)]);
}
