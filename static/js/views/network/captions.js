/**
 * Captions of the maps when zoomed in: a map's number is above it, and inside the viewport while any of the map is. On
 * a narrow viewport, where the layer's label is above the maps, the number is in the map's corner.
 */

import { FONT, PALETTE } from "../palette.js";
import { deviceRect } from "./viewport.js";

/** @import { SceneBox } from "../../types.js" */
/** @import { Picture } from "./painter.js" */

/** Minimum width of a map in CSS pixels, and minimum zoom factor, for a caption. */
const MIN_WIDTH = 100;
const MIN_ZOOM = 1.8;
/** In CSS pixels: font size, line height, and margin on each side. */
const LETTERS = 11;
const LINE = 15;
const MARGIN = 3;
/** Opacity of the background of a caption that covers data. */
const BACKGROUND_OPACITY = 0.82;

/** @param {CanvasRenderingContext2D} brush @param {Picture} picture @param {SceneBox} box */
export function paintCaption(brush, { scene, viewport, theme, words, left, closer, textScale }, box) {
  if (closer < MIN_ZOOM || box.width * viewport.scale < MIN_WIDTH || Number(scene.boxesOf.get(box.layer)?.length) < 2) {
    return;
  }
  const ratio = viewport.ratio * textScale;
  const { x, y, width, height } = deviceRect(viewport, box);
  const line = LINE * ratio;
  const [from, to] = [Math.max(x, left * viewport.ratio), Math.max(scene.direction === "up" ? y - line : y, 0)];
  const name = words.map(box.map);
  brush.font = `${Math.round(LETTERS * ratio)}px ${FONT}`;
  const room = brush.measureText(name).width + 2 * MARGIN * ratio;
  if (from + room > x + width || to > y + height - line) return;
  brush.globalAlpha = BACKGROUND_OPACITY;
  brush.fillStyle = PALETTE[theme].page;
  brush.fillRect(from, to, room, line);
  brush.globalAlpha = 1;
  brush.fillStyle = PALETTE[theme].soft;
  brush.textAlign = "left";
  brush.textBaseline = "middle";
  brush.fillText(name, from + (to > y - line ? MARGIN * ratio : 0), to + line / 2);
}
