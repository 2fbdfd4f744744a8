/** The part of the drawing that an input pixel was computed from, derived from the response. */

import { cellOf } from "./layers.js";

/** @import { Answer, Box, Tensor, Trace, Unit } from "../types.js" */

/** The side of the digit in the input, without the padding. */
const DIGIT = 28;

/**
 * Return the part of the picture that an input pixel was computed from. With centring the crop was scaled to the
 * bounding box of the input's non-zero pixels; without it the picture was scaled to the square of the digit.
 * @param {Trace} trace @param {Unit} unit  of the input
 * @param {{width: number, height: number}} size  of the picture that was sent
 * @returns {Box | null} in pixels of the picture, not rounded, clipped to it; null for the padding
 */
export function originOf({ response, layers }, unit, size) {
  const [, row, column] = cellOf(unit);
  const input = layers.get(unit.layer);
  if (!input) return null;
  const { top, left, height, width } = placeOf(response, input, size);
  return clipped({ top: top + row * height, left: left + column * width, height, width }, size);
}

/**
 * Return the box of the whole input in the picture that was sent.
 * @param {Trace} trace @param {{width: number, height: number}} size  of the picture
 * @returns {Box} in pixels of the picture, not rounded; it may extend beyond the picture
 */
export function inputBox({ response, layers }, size) {
  const input = /** @type {Tensor} */ (layers.get("input"));
  const { top, left, height, width } = placeOf(response, input, size);
  const side = Number(input.shape[1]);
  return { top, left, height: side * height, width: side * width };
}

/**
 * Return the box of the input's first pixel in the picture.
 * @param {Answer} answer @param {Tensor} input @param {{width: number, height: number}} size
 * @returns {Box}
 */
function placeOf({ crop }, input, size) {
  const side = Number(input.shape[1]);
  const ink = crop && drawingBox(input.data, side);
  const from = ink ?? squareOf(side, size);
  const to = ink && crop ? crop : { top: 0, left: 0, height: size.height, width: size.width };
  const [height, width] = [to.height / from.height, to.width / from.width];
  return { top: to.top - from.top * height, left: to.left - from.left * width, height, width };
}

/** Return the box of a picture in the input. @param {number} side @param {{width: number, height: number}} size */
function squareOf(side, { width, height }) {
  if (width === side && height === side) return { top: 0, left: 0, height: side, width: side };
  const scale = DIGIT / Math.max(width, height);
  const [rows, columns] = [Math.round(height * scale), Math.round(width * scale)];
  return { top: Math.floor((side - rows) / 2), left: Math.floor((side - columns) / 2), height: rows, width: columns };
}

/** Return the box of the non-zero pixels. @param {Float32Array} values @param {number} side @returns {Box | null} */
function drawingBox(values, side) {
  const inked = [...values.keys()].filter((i) => Number(values[i]) > 0);
  if (inked.length === 0) return null;
  const rows = inked.map((i) => Math.floor(i / side));
  const columns = inked.map((i) => i % side);
  const [top, left] = [Math.min(...rows), Math.min(...columns)];
  return { top, left, height: Math.max(...rows) - top + 1, width: Math.max(...columns) - left + 1 };
}

/** @param {Box} box @param {{width: number, height: number}} size @returns {Box | null} */
function clipped({ top, left, height, width }, size) {
  const [first, start] = [Math.max(top, 0), Math.max(left, 0)];
  const [last, end] = [Math.min(top + height, size.height), Math.min(left + width, size.width)];
  return last > first && end > start ? { top: first, left: start, height: last - first, width: end - start } : null;
}
