/** A pixel of the input: its number, and the part of the drawing that it came from. */

import { element } from "../../lib/dom.js";
import { cellOf, layerNamed } from "../../model/layers.js";
import { paintPixels } from "../pixels.js";
import { caption, coloured, colouringOf, number, paragraph } from "./parts.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("./parts.js").Telling} Telling */

/** The digit's own side, without the frame of zeros. */
const DIGIT = 28;

/** @param {Telling} telling @param {Explanation} explanation @returns {Node[]} */
export function explainInput(telling, { unit, output }) {
  const { text, layers } = telling;
  const [, rows = 0, columns = 0] = layerNamed(layers, unit.layer).shape;
  const [, row, column] = cellOf(unit);
  const isFrame = Math.min(row, column, rows - 1 - row, columns - 1 - column) < (rows - DIGIT) / 2;
  const swatch = coloured(element("span", { class: "cell swatch" }, number(telling, output, "source")), output, colouringOf(telling, unit.layer, 0));
  return [
    paragraph(text("input.what")),
    element("div", { class: "origin" }, drawing(telling), element("div", { class: "origin-words" }, swatch, caption(text("input.scale")), ...where(telling))),
    ...(isFrame ? [caption(text("input.padding"))] : []),
  ];
}

/** The drawing, with the pixel's part of it framed. @param {Telling} telling */
function drawing({ text, origin, tables }) {
  if (!origin) return null;
  const { drawn: { width, height, pixels }, box } = origin;
  const canvas = element("canvas", { role: "img", "aria-label": text("input.drawing") });
  paintPixels(canvas, pixels, width, { range: { low: 0, high: 255 }, table: tables.sequential });
  const frame = element("span", { class: "origin-frame", hidden: box === null });
  if (box) {
    Object.assign(frame.style, { left: `${(100 * box.left) / width}%`, top: `${(100 * box.top) / height}%`,
      width: `${(100 * box.width) / width}%`, height: `${(100 * box.height) / height}%` });
  }
  return element("span", { class: "origin-picture" }, canvas, frame);
}

/** @param {Telling} telling @returns {Node[]} */
function where({ text, origin }) {
  if (!origin) return [];
  const { drawn, box } = origin;
  if (!box) return [caption(text("input.outside"))];
  return [caption(text("input.from", { top: Math.floor(box.top), bottom: Math.ceil(box.top + box.height) - 1,
    left: Math.floor(box.left), right: Math.ceil(box.left + box.width) - 1, size: `${drawn.width} × ${drawn.height}` }))];
}
