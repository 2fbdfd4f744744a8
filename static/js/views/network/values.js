/** Paints the numbers into the cells of maps when the cells are large enough. */

import { isBright } from "../../lib/colour.js";
import { cellRect } from "../../model/places.js";
import { FONT, textColourOn } from "../palette.js";
import { deviceRect } from "./viewport.js";

/** @import { Rect, SceneBox } from "../../types.js" */
/** @import { Picture } from "./painter.js" */

/** Font sizes in CSS pixels at 1rem = 16; cell widths, in font sizes, for two and for three decimals. */
const LETTERS = 11;
const LARGEST = 14;
const LEAST_CELL = 3.3;
const WIDE_CELL = 3.9;

/** @param {CanvasRenderingContext2D} brush @param {Picture} picture @param {SceneBox} box */
export function paintValues(brush, picture, box) {
  const { viewport, layers, textScale } = picture;
  const values = layers?.get(box.layer)?.data;
  const width = box.cell.width * viewport.scale;
  if (!values || width < LEAST_CELL * LETTERS * textScale) return;
  const { range, table } = picture.colouringOf(box);
  const start = box.dense ? 0 : box.map * box.rows * box.columns;
  brush.font = `${Math.round(Math.min(LARGEST * textScale, width / LEAST_CELL) * viewport.ratio)}px ${FONT}`;
  const digits = width < WIDE_CELL * LETTERS * textScale ? 2 : 3;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  for (let place = 0; place < box.count; place++) {
    const cell = deviceRect(viewport, cellRect(box, Math.floor(place / box.columns), place % box.columns));
    if (!isVisible(cell, brush.canvas)) continue;
    const value = Number(values[start + place]);
    brush.fillStyle = textColourOn(isBright(value, range, table));
    brush.fillText(picture.words.short(value, digits), cell.x + cell.width / 2, cell.y + cell.height / 2);
  }
}

/** Return whether the cell is on the canvas. @param {Rect} cell @param {HTMLCanvasElement} canvas */
function isVisible({ x, y, width, height }, canvas) {
  return x < canvas.width && y < canvas.height && x + width > 0 && y + height > 0;
}
