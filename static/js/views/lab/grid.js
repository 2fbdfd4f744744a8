/** A map of the lab: its numbers as colours, and written where there is room; padding is hatched. */

import { colourise, rangeOf, scaleTable } from "../../lib/colour.js";
import { PALETTE, FONT, inkOn } from "../palette.js";
import { context } from "../pixels.js";

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

/** Numbers are written in cells that are larger, in CSS pixels. */
const ROOM = 22;
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
  const { side, padding, width, ratio, theme, until = values.length, tint } = look;
  const pixels = Math.max(Math.round(width * ratio), 1);
  if (canvas.width !== pixels || canvas.height !== pixels) Object.assign(canvas, { width: pixels, height: pixels });
  const brush = context(canvas);
  const count = side + 2 * padding;
  const edge = (/** @type {number} */ i) => Math.round((i * pixels) / count);
  const range = tint ? { low: 0, high: 1 } : rangeOf(values, values.some((value) => value < 0));
  const table = tint ? tableOf(tint, () => tinted(tint)) : tableOf(`${theme} ${range.low < 0}`, () => scaleTable(range.low < 0 ? "diverging" : "sequential", theme));
  const colours = new Uint32Array(values.length);
  colourise(values, range, table, colours);
  const bytes = new Uint8Array(colours.buffer);
  hatch(brush, pixels, theme);
  const [from, to] = [edge(padding), edge(padding + side)];
  brush.fillStyle = PALETTE[theme].page;
  brush.fillRect(from, from, to - from, to - from);
  const gap = pixels / count > 8 * ratio ? ratio : 0;
  const written = writerOf(look, pixels / count);
  for (let i = 0; i < values.length; i++) {
    const [x, y] = [edge(padding + (i % side)), edge(padding + Math.floor(i / side))];
    const [right, bottom] = [edge(padding + (i % side) + 1), edge(padding + Math.floor(i / side) + 1)];
    const rgb = bytes.subarray(4 * i, 4 * i + 3);
    brush.fillStyle = i < until ? `rgb(${rgb.join()})` : PALETTE[theme].page;
    brush.fillRect(x, y, right - x - gap, bottom - y - gap);
    if (i < until) written(brush, Number(values[i]), { x: (x + right - gap) / 2, y: (y + bottom - gap) / 2, ink: inkOn(brightness(rgb) > 0.179) });
  }
}

/** Zeros around the map. @param {CanvasRenderingContext2D} brush @param {number} pixels @param {Theme} theme */
function hatch(brush, pixels, theme) {
  brush.fillStyle = PALETTE[theme].page;
  brush.fillRect(0, 0, pixels, pixels);
  brush.strokeStyle = PALETTE[theme].soft;
  brush.globalAlpha = 0.45;
  brush.lineWidth = 1;
  brush.beginPath();
  for (let at = -pixels; at < pixels; at += 6) {
    brush.moveTo(at, pixels);
    brush.lineTo(at + pixels, 0);
  }
  for (let at = 0; at < pixels; at += 6) {
    brush.moveTo(at, pixels);
    brush.lineTo(at + pixels, 0);
  }
  brush.stroke();
  brush.globalAlpha = 1;
}

/** @typedef {{x: number, y: number, ink: string}} At */

/** What writes a number in the middle of a cell, if it has room. @param {GridLook} look @param {number} cell  in device pixels */
function writerOf({ ratio, locale }, cell) {
  if (cell < ROOM * ratio) return () => {};
  const size = Math.min(cell * 0.36, 15 * ratio);
  const letters = Math.floor((cell * 0.9) / (size * 0.56));
  const formats = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: 0, useGrouping: false }));
  return (/** @type {CanvasRenderingContext2D} */ brush, /** @type {number} */ value, /** @type {At} */ { x, y, ink }) => {
    const texts = formats.map((format) => format.format(value).replaceAll("-", MINUS)).filter((text) => text.length <= letters);
    const text = texts.at(-1);
    if (!text) return;
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
