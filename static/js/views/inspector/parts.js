/** Parts of explanations: formatted numbers, hoverable terms, small pictures, equations, names of units. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { cssColour, isBright } from "../../lib/colour.js";
import { cellOf, formatUnit, layerNamed, sameUnit } from "../../model/layers.js";
import { exact, numbersIn } from "../numbers.js";
import { textColourOn } from "../palette.js";
import { painting, partOf, styled } from "../panel.js";
import { paintPixels } from "../pixels.js";

/** @import { TemplateResult } from "lit-html" */
/** @import { Answer, Box, Digits, Explanation, Layer, Picture, Range } from "../../types.js" */
/** @import { ScaleName, Unit, Window } from "../../types.js" */
/** @import { Text } from "../../text/text.js" */
/** @import { Form } from "../numbers.js" */
/** @import { Tables } from "../pixels.js" */

/** @typedef {{drawn: Picture, box: Box | null}} Origin  the part of the drawing that an input pixel came from */

/**
 * The props that explanations are rendered from.
 * @typedef {object} Explained
 * @property {Text} text
 * @property {readonly Layer[]} layers
 * @property {ReadonlyMap<string, readonly Range[]>} ranges
 * @property {ReadonlyMap<string, ScaleName>} scales
 * @property {Tables} tables
 * @property {Answer | null} answer
 * @property {Digits} digits
 * @property {Origin | null} origin  of an input pixel
 * @property {Unit | null} marked  the unit hovered in a term or in the network
 * @property {number | null} openMap  of a convolution over several maps: the input map whose products are listed
 * @property {(map: number) => void} onOpenMap
 * @property {(layer: string) => void} onKernels  opens the kernels dialog for a layer
 * @property {(setting: string) => void} onLab  opens the lab with a setting in URL form
 */

/** @typedef {{what: string, body: unknown, sum?: unknown}} Parts  a sentence; terms; the fixed result line */
/** @typedef {(props: Explained, explanation: Explanation) => Parts} Explain */
/** @typedef {{range: Range, table: Uint32Array}} Colouring */
/** @typedef {{backgroundColor: string, color: string}} Colour */
/**
 * @typedef {"source" | "weight" | "product" | "subtotal" | "bias" | "sum" | "output" | "winner" | "exponential" |
 *   "largest"} Role
 */

/**
 * Return the lab setting, in URL form, of a convolution's kernel on its input map; null if the kernel is not square.
 * @param {readonly Layer[]} layers
 * @param {string} name  of the convolution
 * @param {{from: number, weights: readonly number[], bias: number}} kernel
 */
export function labSetting(layers, name, { from, weights, bias }) {
  const { inputs, kernel, stride, padding } = layerNamed(layers, name);
  const [rows, columns] = kernel ?? [];
  const below = layerNamed(layers, String(inputs[0]));
  const input = below.inputs.length ? `${below.name}/${from}` : "drawing";
  return rows === columns
    ? `${input}~k${rows}s${stride}p${padding}~none~none~${weights.map(exact).join()}/1/${exact(bias)}`
    : null;
}

/** Format a number. @param {Pick<Explained, "digits" | "text">} props @param {number} value @param {Form} [form] */
export function written({ digits, text }, value, form = "short") {
  return numbersIn(text)[digits][form](value);
}

/**
 * @param {Pick<Explained, "digits" | "text">} props @param {number} value @param {Role} role
 * @param {{form?: Form, colour?: Colour}} [look]
 */
export function number(props, value, role, { form = "short", colour } = {}) {
  return html`<span class="number" data-role=${role} data-value=${exact(value)}
    ${styled(colour ?? {})}>${written(props, value, form)}</span>`;
}

/**
 * Render a term, which stands for a unit: hovering it highlights the unit in the network, a click explains the unit.
 * @param {Explained} props @param {Unit} unit
 * @param {{kind: string, says: string, colour?: Colour | undefined}} look  `says`: the text of `content`
 * @param {unknown} content
 */
export function term({ text, marked }, unit, { kind, says, colour }, content) {
  const label = text("term.name", { unit: shortName(text, unit), value: says });
  return html`<span class="is-term ${kind} ${sameUnit(marked, unit) ? "is-marked" : ""}" role="button" tabindex="-1"
    data-unit=${formatUnit(unit)} aria-label=${label} ${styled(colour ?? {})}>${content}</span>`;
}

/** Render an input's value as a term. @param {Explained} props @param {Unit} unit @param {number} value */
export function source(props, unit, value) {
  return term(props, unit, { kind: "term-number", says: written(props, value) }, number(props, value, "source"));
}

/** @param {Pick<Explained, "ranges" | "scales" | "tables">} props @param {string} layer @param {number} map */
export function colouringOf({ ranges, scales, tables }, layer, map) {
  return { range: ranges.get(layer)?.[map] ?? { low: 0, high: 1 }, table: tables[scales.get(layer) ?? "sequential"] };
}

/** Return the colours of a number. @param {number} value @param {Colouring} colouring @returns {Colour} */
export function colourOf(value, { range, table }) {
  return { backgroundColor: cssColour(value, range, table), color: textColourOn(isBright(value, range, table)) };
}

/**
 * Render the values of a window as a small picture; each of its pixels is a term.
 * @param {Explained} props @param {readonly number[]} values @param {Window} window  of one map
 * @param {{size: string, label: string, colouring: Colouring}} look
 */
export function picture({ marked }, values, window, { size, label, colouring }) {
  return html`<span class="patch rigid ${size}" data-layer=${window.layer} data-map=${window.maps[0]}
    data-top=${window.top}
    data-left=${window.left} data-rows=${window.height} data-columns=${window.width}>
    <canvas role="img" aria-label=${label} ${painting(paintPixels, values, window.width, colouring)}></canvas>
    ${markOver(window, marked)}</span>`;
}

/** Render a frame around the marked unit, if it is in the window. @param {Window} window @param {Unit | null} unit */
function markOver({ layer, maps, top, left, height, width }, unit) {
  if (unit?.layer !== layer) return nothing;
  const [map, row, column] = cellOf(unit);
  const [y, x] = [row - top, column - left];
  if (map !== maps[0] || y < 0 || y >= height || x < 0 || x >= width) return nothing;
  const cell = { left: x, top: y, width: 1, height: 1 };
  return html`<span class="patch-mark mark" ${styled(partOf(cell, { width, height }))}></span>`;
}

/**
 * Return a range symmetric about zero.
 * @param {Pick<Explained, "tables">} props @param {readonly number[]} values @returns {Colouring}
 */
export function symmetric({ tables }, values) {
  const high = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return { range: { low: -high, high }, table: tables.diverging };
}

/** Return the short name: "relu1 (3, 8, 16)" @param {Text} text @param {Unit} unit */
export function shortName(text, { layer, index }) {
  return text("unit.short", { layer, index: index.join(", ") });
}

/** Return an input's name: "the same pixel of conv1", "unit 17 of fc1". @param {Text} text @param {Unit} unit */
export function sourceName(text, { layer, index }) {
  return index.length > 1 ? text("source.map", { layer }) : text("source.unit", { layer, unit: Number(index[0]) });
}

/** "relu1 · map 3 · row 8, column 16" @param {Pick<Explained, "text" | "layers">} props @param {Unit} unit */
export function longName({ text, layers }, unit) {
  const { name, shape: [count = 0, ...sides] } = layerNamed(layers, unit.layer);
  const [map, row, column] = cellOf(unit);
  if (sides.length) return text(count > 1 ? "unit.map" : "unit.only", { layer: name, map, row, column });
  return text(count === 10 ? "unit.class" : "unit.dense", { layer: name, unit: column });
}

/**
 * Render an addition with a name under each number: sum + bias = result. The sign is "≈" where the rounded numbers do
 * not add up.
 * @param {Explained} props @param {{name: string, value: number, role: Role}[]} addends @param {number} output
 */
export function equation(props, addends, output) {
  return html`<div class="sum spread baseline wrap">
    ${addends.map(({ name, value, role }, i) =>
      named(name, number(props, value, role, { form: i ? "signed" : "short" })))}
    <span class="soft is-equals">${equals(props, addends.map(({ value }) => value), output)}</span>
    ${named(props.text("sum.result"), number(props, output, "output"), "is-total")}
  </div>`;
}

/** Render a number with its name below. @param {string} name @param {TemplateResult} value @param {string} [kind] */
export function named(name, value, kind = "") {
  return html`<span class="stack ${kind}">${value}<span class="caption">${name}</span></span>`;
}

/** @param {Pick<Explained, "digits">} props @param {readonly number[]} addends @param {number} total */
export function equals({ digits }, addends, total) {
  const thousandths = (/** @type {number} */ value) => Math.round(1000 * Number(value.toFixed(3)));
  const adds = digits === "all" || addends.reduce((sum, value) => sum + thousandths(value), 0) === thousandths(total);
  return adds ? "=" : "≈";
}

/** Render an operator between two pictures or numbers. @param {string} character */
export function sign(character) {
  return html`<span class="sign soft" aria-hidden="true">${character}</span>`;
}

/** @param {unknown} content */
export function caption(content) {
  return html`<p class="caption">${content}</p>`;
}
