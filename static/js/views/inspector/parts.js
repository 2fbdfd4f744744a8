/** What every explanation is made of: numbers that carry all their digits, terms that can be pointed at, coloured cells, names of units. */

import { cssColour, isBright } from "../../lib/colour.js";
import { element } from "../../lib/dom.js";
import { cellOf, formatUnit, layerNamed } from "../../model/layers.js";
import { WRITE, exact } from "../format.js";
import { inkOn } from "../palette.js";
import { written } from "../percent.js";
import { paintPixels } from "../pixels.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("../../types.js").Layer} Layer */
/** @typedef {import("../../types.js").Range} Range */
/** @typedef {import("../../types.js").ScaleName} ScaleName */
/** @typedef {import("../../types.js").Unit} Unit */
/** @typedef {import("../../types.js").Window} Window */
/** @typedef {import("../../lib/dom.js").Child} Child */
/** @typedef {import("../../text/text.js").Text} Text */
/** @typedef {import("../format.js").Form} Form */

/** @typedef {{drawn: import("../../types.js").Picture, box: import("../../types.js").Box | null}} Origin  an input pixel's part of the drawing */

/**
 * What an explanation is told with.
 * @typedef {object} Telling
 * @property {Text} text
 * @property {readonly Layer[]} layers
 * @property {ReadonlyMap<string, readonly Range[]>} ranges
 * @property {ReadonlyMap<string, ScaleName>} scales
 * @property {import("../pixels.js").Tables} tables
 * @property {import("../../types.js").Answer | null} answer
 * @property {import("../../types.js").Digits} digits
 * @property {Origin | null} origin  of an input pixel
 */

/** @typedef {{range: Range, table: Uint32Array}} Colouring */
/** @typedef {"source" | "weight" | "product" | "subtotal" | "bias" | "sum" | "output" | "winner" | "exponential" | "largest"} Role */

/** @param {Pick<Telling, "digits" | "text">} telling @param {number} value @param {Role} role @param {Form} [form] */
export function number({ digits, text }, value, role, form = "short") {
  return element("span", { class: "number", "data-role": role, "data-value": exact(value) }, written(WRITE[digits][form](value), text));
}

/**
 * Something that stands for a unit: pointed at, it lights up in the picture; chosen, it is explained in turn.
 * @param {Telling} telling @param {Unit} unit @param {string} kind @param {...Child} children
 */
export function term({ text }, unit, kind, ...children) {
  const box = element("span", { class: `is-term ${kind}`, role: "button", tabindex: -1, "data-unit": formatUnit(unit) }, ...children);
  box.setAttribute("aria-label", text("term.name", { unit: shortName(text, unit), value: box.textContent }));
  return box;
}

/** A source's number, as a term. @param {Telling} telling @param {Unit} unit @param {number} value @param {Role} [role] */
export function source(telling, unit, value, role = "source") {
  return term(telling, unit, "term-number", number(telling, value, role));
}

/** @param {Pick<Telling, "ranges" | "scales" | "tables">} telling @param {string} layer @param {number} map @returns {Colouring} */
export function colouringOf({ ranges, scales, tables }, layer, map) {
  return { range: ranges.get(layer)?.[map] ?? { low: 0, high: 1 }, table: tables[scales.get(layer) ?? "sequential"] };
}

/** Gives a box the colour of a number, and ink that reads well upon it. @param {HTMLElement} box @param {number} value @param {Colouring} colouring */
export function coloured(box, value, { range, table }) {
  box.style.backgroundColor = cssColour(value, range, table);
  box.style.color = inkOn(isBright(value, range, table));
  return box;
}

/**
 * Values of a window as a small picture: one pixel for each, every one a term.
 * @param {readonly number[]} values @param {Window} window  of one map
 * @param {{size: string, label: string, colouring: Colouring}} look
 */
export function picture(values, window, { size, label, colouring }) {
  const canvas = element("canvas", { role: "img", "aria-label": label });
  paintPixels(canvas, values, window.width, colouring);
  return element("span", { class: `patch ${size}`, "data-layer": window.layer, "data-map": window.maps[0], "data-top": window.top, "data-left": window.left,
    "data-rows": window.height, "data-columns": window.width }, canvas, element("span", { class: "patch-mark", hidden: true }));
}

/** Colours symmetric about zero. @param {Pick<Telling, "tables">} telling @param {readonly number[]} values @returns {Colouring} */
export function symmetric({ tables }, values) {
  const high = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return { range: { low: -high, high }, table: tables.diverging };
}

/** "relu1 (3, 8, 16)" @param {Text} text @param {Unit} unit */
export function shortName(text, { layer, index }) {
  return text("unit.short", { layer, index: index.join(", ") });
}

/** Where a value comes from: "the same pixel of conv1", "unit 17 of fc1". @param {Text} text @param {Unit} unit */
export function sourceName(text, { layer, index }) {
  return index.length > 1 ? text("source.map", { layer }) : text("source.unit", { layer, unit: Number(index[0]) });
}

/** "relu1 · map 3 · row 8, column 16" @param {Pick<Telling, "text" | "layers">} telling @param {Unit} unit */
export function longName({ text, layers }, unit) {
  const layer = layerNamed(layers, unit.layer);
  const [map, row, column] = cellOf(unit);
  if (layer.shape.length === 3) return text(Number(layer.shape[0]) > 1 ? "unit.map" : "unit.only", { layer: layer.name, map, row, column });
  return text(Number(layer.shape[0]) === 10 ? "unit.class" : "unit.dense", { layer: layer.name, unit: column });
}

/** A line of a sum: what, and how much. @param {Child} label @param {HTMLElement} value @param {string} [kind] */
export function sumRow(label, value, kind = "") {
  return element("div", { class: `sum-row ${kind}` }, element("span", {}, label), value);
}

/** "=", or "≈" where the terms do not add up to the total as they are written, rounded. @param {Pick<Telling, "digits">} telling @param {readonly number[]} terms @param {number} total */
export function equals({ digits }, terms, total) {
  const thousandths = (/** @type {number} */ value) => Math.round(1000 * Number(value.toFixed(3)));
  const adds = digits === "all" || terms.reduce((sum, value) => sum + thousandths(value), 0) === thousandths(total);
  return adds ? "=" : "≈";
}

/** The two sides of a fraction. @param {Child} above @param {Child} below */
export function fraction(above, below) {
  return element("span", { class: "fraction" }, element("span", {}, above), element("span", {}, below));
}

/** A sign between two pictures or numbers. @param {string} text */
export function sign(text) {
  return element("span", { class: "sign", "aria-hidden": "true" }, text);
}

/** @param {...Child} children */
export function paragraph(...children) {
  return element("p", {}, ...children);
}

/** @param {...Child} children */
export function caption(...children) {
  return element("p", { class: "caption" }, ...children);
}
