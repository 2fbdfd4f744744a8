/** What every explanation is made of: numbers that carry all their digits, coloured cells, names of units. */

import { cssColour, isBright } from "../../lib/colour.js";
import { element } from "../../lib/dom.js";
import { cellOf, layerNamed } from "../../model/layers.js";
import { exact, short } from "../format.js";
import { PALETTE } from "../palette.js";
import { paintPixels } from "../pixels.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("../../types.js").Layer} Layer */
/** @typedef {import("../../types.js").Range} Range */
/** @typedef {import("../../types.js").ScaleName} ScaleName */
/** @typedef {import("../../types.js").Unit} Unit */
/** @typedef {import("../../text/text.js").Text} Text */

/**
 * What an explanation is told with.
 * @typedef {object} Telling
 * @property {Text} text
 * @property {readonly Layer[]} layers
 * @property {ReadonlyMap<string, readonly Range[]>} ranges
 * @property {ReadonlyMap<string, ScaleName>} scales
 * @property {import("../pixels.js").Tables} tables
 * @property {import("../../types.js").Answer | null} answer
 */

/** @typedef {"source" | "weight" | "product" | "subtotal" | "bias" | "sum" | "output" | "winner" | "exponential"} Role */

/** @param {number} value @param {Role} role @param {(value: number) => string} [format] */
export function number(value, role, format = (all) => short(all)) {
  return element("span", { class: "number", "data-role": role, "data-value": exact(value) }, format(value));
}

/** @param {Telling} telling @param {string} layer @param {number} map */
export function colouringOf({ ranges, scales, tables }, layer, map) {
  return { range: ranges.get(layer)?.[map] ?? { low: 0, high: 1 }, table: tables[scales.get(layer) ?? "sequential"] };
}

/**
 * A number in a cell of its own colour.
 * @param {Telling} telling @param {Unit} unit @param {number} value @param {Role} role
 */
export function cell(telling, unit, value, role) {
  const { range, table } = colouringOf(telling, unit.layer, cellOf(unit)[0]);
  const box = number(value, role);
  box.classList.add("cell");
  box.style.backgroundColor = cssColour(value, range, table);
  box.style.color = PALETTE[isBright(value, range, table) ? "light" : "dark"].ink;
  return box;
}

/**
 * Values as a small picture, symmetric about zero unless a colouring is given.
 * @param {Telling} telling @param {readonly number[]} values @param {number} columns
 * @param {{size: string, label: string, colouring?: {range: Range, table: Uint32Array}}} look
 */
export function picture(telling, values, columns, { size, label, colouring }) {
  const canvas = element("canvas", { class: `patch ${size}`, role: "img", "aria-label": label });
  paintPixels(canvas, values, columns, colouring ?? symmetric(telling, values));
  return canvas;
}

/** @param {Telling} telling @param {readonly number[]} values */
export function symmetric({ tables }, values) {
  const high = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return { range: { low: -high, high }, table: tables.diverging };
}

/** "relu1 (3, 8, 16)" @param {Text} text @param {Unit} unit */
export function shortName(text, { layer, index }) {
  return text("unit.short", { layer, index: index.join(", ") });
}

/** "relu1 · map 3 · row 8, column 16" @param {Telling} telling @param {Unit} unit */
export function longName({ text, layers }, unit) {
  const layer = layerNamed(layers, unit.layer);
  const [map, row, column] = cellOf(unit);
  if (layer.shape.length === 3) return text(Number(layer.shape[0]) > 1 ? "unit.map" : "unit.only", { layer: layer.name, map, row, column });
  return text(Number(layer.shape[0]) === 10 ? "unit.class" : "unit.dense", { layer: layer.name, unit: column });
}

/** A line of a sum: what, and how much. @param {import("../../lib/dom.js").Child} label @param {HTMLElement} value @param {string} [kind] */
export function sumRow(label, value, kind = "") {
  return element("div", { class: `sum-row ${kind}` }, element("span", {}, label), value);
}

/** @param {...import("../../lib/dom.js").Child} children */
export function paragraph(...children) {
  return element("p", {}, ...children);
}

/** @param {...import("../../lib/dom.js").Child} children */
export function caption(...children) {
  return element("p", { class: "caption" }, ...children);
}
