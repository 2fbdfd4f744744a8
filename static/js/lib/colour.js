/**
 * Numbers → colours. Zero has the theme's neutral colour. A diverging scale runs from red over zero to blue, a
 * sequential one from zero to blue. Red and blue are distinct with every common colour-vision deficiency. Colours are
 * interpolated in OKLab (Ottosson 2020), a perceptually uniform space, so that lightness changes evenly on both sides.
 */

import { clamp, mix } from "./math.js";

/** @import { Range, ScaleName, Theme } from "../types.js" */

/** @typedef {readonly [number, number, number]} Triple */

/** Stops, evenly spaced. @type {Readonly<Record<Theme, Readonly<Record<ScaleName, readonly string[]>>>>} */
const STOPS = {
  light: { diverging: ["#b03a2e", "#f4f4f1", "#2150a0"], sequential: ["#f4f4f1", "#213a78"] },
  dark: { diverging: ["#ff8c78", "#202227", "#74aaff"], sequential: ["#202227", "#96c3ff"] },
};

/** The size of a colour table. It is odd, so that zero has the entry in the middle. */
const ENTRIES = 1023;

/** The tables made so far; each takes a millisecond. @type {Map<string, Uint32Array>} */
const tables = new Map();

/** Return a table of packed pixels. @param {ScaleName} name @param {Theme} theme @param {number} [entries] */
export function scaleTable(name, theme, entries = ENTRIES) {
  const key = [name, theme, entries].join();
  const table = tables.get(key) ?? newTable(name, theme, entries);
  tables.set(key, table);
  return table;
}

/** @param {ScaleName} name @param {Theme} theme @param {number} entries */
function newTable(name, theme, entries) {
  const stops = STOPS[theme]?.[name];
  if (!stops) throw new RangeError(`Unexpected scale ${name} in theme ${theme}.`);
  const labs = stops.map((stop) => labOf(bytesOf(stop)));
  const bytes = new Uint8ClampedArray(entries * 4);
  for (let i = 0; i < entries; i++) {
    bytes.set(rgbOf(along(labs, i / (entries - 1))), i * 4);
    bytes[i * 4 + 3] = 255;
  }
  return new Uint32Array(bytes.buffer);
}

/**
 * Write the colours of `values` into packed pixels, from index `start`.
 * @param {ArrayLike<number>} values @param {Range} range @param {Uint32Array} table
 * @param {Uint32Array} pixels @param {number} [start]
 */
export function colourise(values, range, table, pixels, start = 0) {
  const last = table.length - 1;
  const factor = last / (range.high - range.low);
  const offset = 0.5 - range.low * factor;
  for (let i = 0; i < values.length; i++) {
    const place = /** @type {number} */ (values[i]) * factor + offset;
    pixels[start + i] = /** @type {number} */ (table[place <= 0 ? 0 : place >= last ? last : place | 0]);
  }
}

/** Return "#rrggbb". @param {number} value @param {Range} range @param {Uint32Array} table @returns {string} */
export function cssColour(value, range, table) {
  return `#${Array.from(colourBytes(value, range, table), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * Whether black text has a higher contrast than white on a value's colour, by WCAG's relative luminance. One of the two
 * always has at least 4.5 : 1.
 * @param {number} value @param {Range} range @param {Uint32Array} table
 */
export function isBright(value, range, table) {
  const [r = 0, g = 0, b = 0] = colourBytes(value, range, table);
  return 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255) > 0.179;
}

/**
 * Return the range of all `values`: symmetric around zero if signed, otherwise from zero. If all are zero its end is 1,
 * so that zero has the neutral colour.
 * @param {ArrayLike<number>} values @param {boolean} signed
 * @returns {Range}
 */
export function rangeOf(values, signed) {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(/** @type {number} */ (values[i])));
  const high = most || 1;
  return { low: signed ? -high : 0, high };
}

/** @param {number} value @param {Range} range @param {Uint32Array} table */
function colourBytes(value, range, table) {
  const last = table.length - 1;
  const place = clamp(Math.floor(((value - range.low) / (range.high - range.low)) * last + 0.5), 0, last);
  return new Uint8Array(table.buffer, table.byteOffset + 4 * place, 3);
}

/** Interpolate between evenly spaced stops. @param {readonly Triple[]} stops @param {number} share @returns {Triple} */
function along(stops, share) {
  const segment = Math.min(Math.floor(share * (stops.length - 1)), stops.length - 2);
  const [from, to] = /** @type {[Triple, Triple]} */ (stops.slice(segment, segment + 2));
  const part = share * (stops.length - 1) - segment;
  return [mix(from[0], to[0], part), mix(from[1], to[1], part), mix(from[2], to[2], part)];
}

/** @param {string} hex @returns {Triple} */
function bytesOf(hex) {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** Convert sRGB bytes to OKLab. @param {Triple} rgb @returns {Triple} */
function labOf(rgb) {
  const [r, g, b] = /** @type {[number, number, number]} */ (rgb.map((byte) => linear(byte / 255)));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Convert OKLab to sRGB bytes. @param {Triple} lab @returns {number[]} */
function rgbOf([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((channel) => 255 * gamma(channel));
}

/** @param {number} channel */
function linear(channel) {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** @param {number} channel */
function gamma(channel) {
  return channel <= 0.0031308 ? 12.92 * channel : 1.055 * channel ** (1 / 2.4) - 0.055;
}
