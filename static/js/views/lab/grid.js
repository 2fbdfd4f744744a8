/** A map of the lab: its numbers as colours, and written where there is room; padding is hatched. */

import { colourise, rangeOf, scaleTable } from "../../lib/colour.js";
import { PALETTE, FONT, inkOn } from "../palette.js";
import { context, paintPixels } from "../pixels.js";

/** @import { Theme } from "../../types.js" */

/**
 * @typedef {object} GridLook
 * @property {number} side
 * @property {number} padding  rows and columns of zeros around it
 * @property {number} width  in CSS pixels
 * @property {number} ratio  device pixels per CSS pixel
 * @property {Theme} theme
 * @property {string} locale
 * @property {number} [until]  further numbers are left out
 * @property {string} [tint]  the colour of a channel
 */

/** Minimum cell size for numbers, in CSS pixels. */
const ROOM = 22;
/** Minimum cell size for gaps between cells, in CSS pixels. */
const APART = 8;
/** Smaller pictures show colours only, without padding and gaps, in CSS pixels. */
const SMALL = 60;
/** Device pixels between two lines of the hatching. */
const BETWEEN = 6;
const MINUS = "\u2212";

/** @type {Map<string, Uint32Array>} */
const tables = new Map();

/** @param {string} name @param {() => Uint32Array} make */
function tableOf(name, make) {
  const table = tables.get(name) ?? make();
  tables.set(name, table);
  return table;
}

/** From black to the channel's colour. @param {string} tint */
function tinted(tint) {
  const shift = { red: 0, green: 8, blue: 16 }[tint] ?? 0;
  return Uint32Array.from({ length: 256 }, (_, byte) => ((0xff000000 | (byte << shift)) >>> 0));
}

/**
 * @param {HTMLCanvasElement} canvas @param {Float32Array} values @param {string} text  the look as JSON, so that equal looks are one
 */
export function paintGrid(canvas, values, text) {
  /** @type {GridLook} */
  const look = JSON.parse(text);
  const colouring = colouringOf(values, look);
  if (look.width < SMALL) return paintPixels(canvas, values, look.side, colouring);
  const pixels = Math.round(look.width * look.ratio);
  if (canvas.width !== pixels || canvas.height !== pixels) Object.assign(canvas, { width: pixels, height: pixels });
  const colours = new Uint32Array(values.length);
  colourise(values, colouring.range, colouring.table, colours);
  paintCells(context(canvas), values, { look, pixels, bytes: new Uint8Array(colours.buffer) });
}

/** The range and the colours of a map. @param {Float32Array} values @param {Pick<GridLook, "theme" | "tint">} look */
export function colouringOf(values, { theme, tint }) {
  if (tint) return { range: { low: 0, high: 1 }, table: tableOf(tint, () => tinted(tint)) };
  const scale = values.some((value) => value < 0) ? "diverging" : "sequential";
  return { range: rangeOf(values, scale === "diverging"), table: tableOf(`${theme} ${scale}`, () => scaleTable(scale, theme)) };
}

/**
 * @param {CanvasRenderingContext2D} brush @param {Float32Array} values
 * @param {{look: GridLook, pixels: number, bytes: Uint8Array}} picture  its width in device pixels, and the cells' colours
 */
function paintCells(brush, values, { look, pixels, bytes }) {
  const { side, padding, ratio, theme, until = values.length } = look;
  const { page } = PALETTE[theme];
  const count = side + 2 * padding;
  const edge = (/** @type {number} */ i) => Math.round(((padding + i) * pixels) / count);
  brush.fillStyle = page;
  brush.fillRect(0, 0, pixels, pixels);
  if (padding) hatch(brush, pixels, theme);
  brush.fillStyle = page;
  brush.fillRect(edge(0), edge(0), edge(side) - edge(0), edge(side) - edge(0));
  const gap = pixels / count > APART * ratio ? ratio : 0;
  const written = writerOf(values, look, pixels / count);
  for (let i = 0; i < Math.min(until, values.length); i++) {
    const [row, column] = [Math.floor(i / side), i % side];
    const [x, y, right, bottom] = [edge(column), edge(row), edge(column + 1) - gap, edge(row + 1) - gap];
    const rgb = bytes.subarray(4 * i, 4 * i + 3);
    brush.fillStyle = `rgb(${rgb.join()})`;
    brush.fillRect(x, y, right - x, bottom - y);
    written(brush, Number(values[i]), { x: (x + right) / 2, y: (y + bottom) / 2, ink: inkOn(brightness(rgb) > 0.179) });
  }
}

/** Zeros around the map. @param {CanvasRenderingContext2D} brush @param {number} pixels @param {Theme} theme */
function hatch(brush, pixels, theme) {
  brush.strokeStyle = PALETTE[theme].soft;
  brush.globalAlpha = 0.45;
  brush.lineWidth = 1;
  brush.beginPath();
  for (let at = -pixels; at < pixels; at += BETWEEN) {
    brush.moveTo(at, pixels);
    brush.lineTo(at + pixels, 0);
  }
  brush.stroke();
  brush.globalAlpha = 1;
}

/** @typedef {{x: number, y: number, ink: string}} At */

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {string} locale @param {number} digits */
function formatOf(locale, digits) {
  const key = `${locale} ${digits}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits, useGrouping: false, signDisplay: "negative" });
  formats.set(key, format);
  return format;
}

/**
 * Returns a function that writes a number into a cell, with as many decimals as fit every cell; whole numbers have none.
 * @param {Float32Array} values @param {GridLook} look @param {number} cell  in device pixels
 */
function writerOf(values, { ratio, locale }, cell) {
  if (cell < ROOM * ratio) return () => {};
  const size = Math.min(cell * 0.33, 15 * ratio);
  const letters = Math.floor((cell * 0.92) / (size * 0.56));
  const longest = (/** @type {Intl.NumberFormat} */ format) => values.reduce((most, value) => Math.max(most, format.format(value).length), 0);
  const [whole, ...finer] = (values.every(Number.isInteger) ? [0] : [0, 1, 2, 3]).map((digits) => formatOf(locale, digits));
  const format = finer.findLast((one) => longest(one) <= letters) ?? whole;
  return (/** @type {CanvasRenderingContext2D} */ brush, /** @type {number} */ value, /** @type {At} */ { x, y, ink }) => {
    const text = format?.format(value).replaceAll("-", MINUS) ?? "";
    if (text.length > letters) return;
    brush.font = `${size}px ${FONT}`;
    brush.textAlign = "center";
    brush.textBaseline = "middle";
    brush.fillStyle = ink;
    brush.fillText(text, x, y);
  };
}

/** WCAG's relative luminance. @param {Uint8Array} rgb */
function brightness(rgb) {
  const [r = 0, g = 0, b = 0] = Array.from(rgb, (byte) => (byte / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
