/** Paints a map of the lab: numbers as colours, as text where the cells are large enough; padding is hatched. */

import { cssColour, isBright, rangeOf, scaleTable } from "../../lib/colour.js";
import { numbersIn } from "../numbers.js";
import { PALETTE, FONT, textColourOn } from "../palette.js";
import { context, paintPixels } from "../pixels.js";

/** @import { Range, Theme } from "../../types.js" */
/** @import { LabText } from "../../text/lab.js" */

/**
 * @typedef {object} GridLook
 * @property {number} side
 * @property {number} padding  rows and columns of zeros on each side
 * @property {number} width  in CSS pixels
 * @property {number} ratio  device pixels per CSS pixel
 * @property {Theme} theme
 * @property {number} [until]  index from which numbers are left out
 * @property {string} [tint]  the colour of a channel
 * @property {boolean} [signed]  use the diverging scale even if no number is negative
 */
/** @typedef {{range: Range, table: Uint32Array}} Colouring */

/** Minimum cell size for numbers, in CSS pixels. */
const LEAST_WITH_NUMBERS = 22;
/** Minimum cell size for gaps between cells, in CSS pixels. */
const LEAST_WITH_GAPS = 8;
/** Smaller pictures show colours only, without padding and gaps, in CSS pixels. */
const LEAST_DETAILED = 60;
/** Device pixels between two lines of the hatching. */
const HATCH_DISTANCE = 6;

/** Return a lookup table from black to the channel's colour. @param {string} tint */
function tinted(tint) {
  const shift = { red: 0, green: 8, blue: 16 }[tint] ?? 0;
  return Uint32Array.from({ length: 256 }, (_, byte) => ((0xff000000 | (byte << shift)) >>> 0));
}

/** @param {ArrayLike<number>} values @param {{theme: Theme, tint?: string, signed?: boolean}} look */
export function colouringOf(values, { theme, tint, signed = Array.from(values).some((value) => value < 0) }) {
  if (tint) return { range: { low: 0, high: 1 }, table: tinted(tint) };
  return { range: rangeOf(values, signed), table: scaleTable(signed ? "diverging" : "sequential", theme) };
}

/**
 * @param {HTMLCanvasElement} canvas @param {Float32Array} values
 * @param {string} text  the look as JSON, so that equal looks compare equal
 * @param {LabText} words
 */
export function paintGrid(canvas, values, text, words) {
  /** @type {GridLook} */
  const look = JSON.parse(text);
  const colouring = colouringOf(values, look);
  if (look.width < LEAST_DETAILED) return paintPixels(canvas, values, look.side, colouring);
  const pixels = Math.round(look.width * look.ratio);
  if (canvas.width !== pixels || canvas.height !== pixels) Object.assign(canvas, { width: pixels, height: pixels });
  paintCells(context(canvas), values, { look, pixels, colouring, words });
}

/**
 * @param {CanvasRenderingContext2D} brush @param {Float32Array} values
 * @param {{look: GridLook, pixels: number, colouring: Colouring, words: LabText}} picture  `pixels`: width of the
 *   canvas in device pixels
 */
function paintCells(brush, values, { look, pixels, colouring: { range, table }, words }) {
  const { side, padding, ratio, theme, until = values.length } = look;
  const cell = pixels / (side + 2 * padding);
  const edge = (/** @type {number} */ i) => Math.round((padding + i) * cell);
  brush.fillStyle = PALETTE[theme].page;
  brush.fillRect(0, 0, pixels, pixels);
  if (padding) {
    hatch(brush, pixels, theme);
    brush.fillRect(edge(0), edge(0), edge(side) - edge(0), edge(side) - edge(0));
  }
  const gap = cell > LEAST_WITH_GAPS * ratio ? ratio : 0;
  const written = cell < LEAST_WITH_NUMBERS * ratio ? null : numberWriter(brush, values, { cell, ratio, words });
  for (const [i, value] of values.subarray(0, until).entries()) {
    const [row, column] = [Math.floor(i / side), i % side];
    const [x, y, right, bottom] = [edge(column), edge(row), edge(column + 1) - gap, edge(row + 1) - gap];
    brush.fillStyle = cssColour(value, range, table);
    brush.fillRect(x, y, right - x, bottom - y);
    if (!written) continue;
    brush.fillStyle = textColourOn(isBright(value, range, table));
    brush.fillText(written(value), (x + right) / 2, (y + bottom) / 2);
  }
}

/** Hatch the padding. @param {CanvasRenderingContext2D} brush @param {number} pixels @param {Theme} theme */
function hatch(brush, pixels, theme) {
  brush.strokeStyle = PALETTE[theme].soft;
  brush.globalAlpha = 0.45;
  brush.lineWidth = 1;
  brush.beginPath();
  for (let at = -pixels; at < pixels; at += HATCH_DISTANCE) {
    brush.moveTo(at, pixels);
    brush.lineTo(at + pixels, 0);
  }
  brush.stroke();
  brush.globalAlpha = 1;
}

/**
 * Set the font for numbers in cells and return their formatter, with as many decimals as fit for all of them.
 * @param {CanvasRenderingContext2D} brush @param {Float32Array} values
 * @param {{cell: number, ratio: number, words: LabText}} room  `cell`: in device pixels
 * @returns {(value: number) => string}
 */
function numberWriter(brush, values, { cell, ratio, words }) {
  const { short } = numbersIn(words);
  const size = Math.min(cell * 0.33, 15 * ratio);
  const letters = Math.floor((cell * 0.92) / (size * 0.56));
  const longest = (/** @type {number} */ digits) =>
    values.reduce((most, value) => Math.max(most, short(value, digits).length), 0);
  const digits = values.every(Number.isInteger) ? 0 : [3, 2, 1].find((count) => longest(count) <= letters) ?? 0;
  brush.font = `${size}px ${FONT}`;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  return (value) => {
    const text = short(value, digits);
    return text.length > letters ? "" : text;
  };
}
