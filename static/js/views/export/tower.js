/** Export of the 3D view as PNG: its current frame, the labels over it, and the flat picture's captions below. */

import { FONT, PALETTE } from "../palette.js";
import { wordsBelow } from "./picture.js";

/** @import { Text } from "../../text/text.js" */
/** @import { Shot } from "../tower/capture.js" */
/** @import { PictureProps } from "./picture.js" */

/** In CSS pixels: margin and font size of the captions, their line height, and the halo of the labels. */
const MARGIN = 16;
const LETTERS = 11;
const LINE = 16;
const HALO = 4;
const BETWEEN = " · ";

/** @param {Shot} shot @param {PictureProps} props @param {Text} text @returns {Promise<Blob>} */
export async function towerPngOf({ size, ratio, paint }, props, text) {
  const { page, ink } = PALETTE[props.theme];
  const canvas = new OffscreenCanvas(1, 1);
  const brush = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const font = `${LETTERS}px ${FONT}`;
  brush.font = font;
  const lines = linesOf(wordsBelow(props, text), (line) => brush.measureText(line).width <= size.width - 2 * MARGIN);
  const height = size.height + LINE * lines.length + 2 * MARGIN;
  Object.assign(canvas, { width: Math.round(size.width * ratio), height: Math.round(height * ratio) });
  brush.scale(ratio, ratio);
  Object.assign(brush, { fillStyle: page, strokeStyle: page, lineWidth: HALO, lineJoin: "round" });
  brush.fillRect(0, 0, size.width, height);
  paint(brush);
  Object.assign(brush, { font, fillStyle: ink });
  lines.forEach((line, i) => brush.fillText(line, MARGIN, size.height + MARGIN + LINE * (i + 0.5)));
  return canvas.convertToBlob({ type: "image/png" });
}

/** Join as many parts per line as fit. @param {readonly string[]} parts @param {(line: string) => boolean} fits */
function linesOf(parts, fits) {
  /** @type {string[]} */
  const lines = [];
  for (const part of parts) {
    const longer = [...lines.slice(-1), part].join(BETWEEN);
    if (lines.length && fits(longer)) lines.splice(-1, 1, longer);
    else lines.push(part);
  }
  return lines;
}
