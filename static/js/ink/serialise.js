/**
 * A drawing ↔ a compact text for links and storage, without loss.
 *
 * The format is base64url of: the version; the base picture (size, matrix, pixels as PackBits); each stroke as tool,
 * width and the differences between its samples, in eighths of a pad pixel, as variable-length integers.
 */

import { ByteReader, ByteWriter, fromBase64Url, packed, toBase64Url, unpacked } from "./bytes.js";

/** @import { Base, Drawing, Matrix, Stroke, Tool } from "../types.js" */

const VERSION = 1;
const GRID = 8;
const LARGEST_SIDE = 1024;
/** Limits of samples, and of samples × width, of all strokes: more would block a browser for seconds. */
const MOST_SAMPLES = 20_000;
const MOST_PAINT = 36 * MOST_SAMPLES;
/** @type {readonly Tool[]} */
const TOOLS = ["pen", "eraser"];

/** Encode a drawing. @param {Drawing} drawing @returns {string} letters, digits, "-" and "_" only */
export function serialiseDrawing({ base, strokes }) {
  const out = new ByteWriter();
  out.byte(VERSION);
  out.byte(base ? 1 : 0);
  if (base) writeBase(out, base);
  out.unsigned(strokes.length);
  for (const stroke of strokes) writeStroke(out, stroke);
  return toBase64Url(out.bytes());
}

/** Decode a drawing. @param {string} text  any text of a link @returns {Drawing | null} null if it is invalid */
export function parseDrawing(text) {
  try {
    return readDrawing(new ByteReader(fromBase64Url(text)));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** @param {ByteReader} input @returns {Drawing} */
function readDrawing(input) {
  const version = input.byte();
  if (version !== VERSION) throw new RangeError(`Unexpected version ${version} of a drawing.`);
  const base = input.byte() ? readBase(input) : null;
  /** @type {Stroke[]} */
  const strokes = [];
  const total = { samples: 0, paint: 0 };
  for (let left = input.count(); left > 0; left--) {
    const stroke = readStroke(input, MOST_SAMPLES - total.samples);
    total.samples += stroke.points.length / 2;
    total.paint += (stroke.points.length / 2) * stroke.width;
    if (total.paint > MOST_PAINT) {
      throw new RangeError(`Unexpected drawing of more than ${MOST_PAINT} samples × width.`);
    }
    strokes.push(stroke);
  }
  input.end();
  return { base, strokes };
}

/** @param {ByteWriter} out @param {Base} base */
function writeBase(out, { width, height, matrix, pixels }) {
  out.unsigned(width);
  out.unsigned(height);
  for (const number of matrix) out.float(number);
  const runs = packed(pixels);
  out.unsigned(runs.length);
  out.all(runs);
}

/** @param {ByteReader} input @returns {Base} */
function readBase(input) {
  const [width, height] = [input.unsigned(), input.unsigned()];
  if (!width || !height || Math.max(width, height) > LARGEST_SIDE) {
    throw new RangeError(`Unexpected picture of ${width}×${height}.`);
  }
  const matrix = /** @type {Matrix} */ (/** @type {unknown} */ (Array.from({ length: 6 }, () => input.float())));
  const [a, b, c, d] = matrix;
  if (!matrix.every(Number.isFinite) || a * d === b * c) throw new RangeError(`Unexpected matrix ${matrix}.`);
  return { width, height, pixels: unpacked(input.slice(input.count()), width * height), matrix };
}

/** @param {ByteWriter} out @param {Stroke} stroke */
function writeStroke(out, { tool, width, points }) {
  out.unsigned(TOOLS.indexOf(tool) + TOOLS.length * Math.round(width * GRID));
  out.unsigned(points.length / 2);
  points.forEach((point, i) => out.signed(Math.round((point - (points[i - 2] ?? 0)) * GRID)));
}

/** @param {ByteReader} input @param {number} most  samples @returns {Stroke} */
function readStroke(input, most) {
  const head = input.unsigned();
  const width = Math.floor(head / TOOLS.length) / GRID;
  const count = input.count();
  if (!(width >= 1 && width <= 280) || count === 0 || count > most) {
    throw new RangeError(`Unexpected stroke of width ${width} and ${count} samples.`);
  }
  /** @type {number[]} */
  const points = [];
  for (let i = 0; i < 2 * count; i++) points.push((points[i - 2] ?? 0) + input.signed() / GRID);
  if (!points.every((point) => Math.abs(point) <= 512)) throw new RangeError("Unexpected point far outside the pad.");
  return { tool: TOOLS[head % TOOLS.length] ?? "pen", width, points };
}
