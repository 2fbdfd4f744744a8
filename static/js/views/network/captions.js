/**
 * Which map is which: its number stands over it once the picture is looked at closely, and stays in view while any of
 * the map does. On a phone, where the row's name has the place over the maps, it stands in the map's corner.
 */

import { FONT, PALETTE } from "../palette.js";
import { deviceRect } from "./viewport.js";

/** @import { SceneBox } from "../../types.js" */
/** @import { Picture } from "./painter.js" */

/** A map is labelled from this width (CSS pixels) and this zoom factor on; below it, its whole row is in view. */
const ENOUGH = 100;
const CLOSELY = 1.8;
/** In CSS pixels: the letters, the line they stand in, and its margin on each side. */
const LETTERS = 11;
const LINE = 15;
const MARGIN = 3;
/** What can be seen of the data under the words. */
const COVER = 0.82;

/** @param {CanvasRenderingContext2D} brush @param {Picture} picture @param {SceneBox} box */
export function paintCaption(brush, { scene, viewport, theme, words, left, closer, letters }, box) {
  if (closer < CLOSELY || box.width * viewport.scale < ENOUGH || Number(scene.boxesOf.get(box.layer)?.length) < 2) {
    return;
  }
  const ratio = viewport.ratio * letters;
  const { x, y, width, height } = deviceRect(viewport, box);
  const line = LINE * ratio;
  const [from, to] = [Math.max(x, left * viewport.ratio), Math.max(scene.direction === "up" ? y - line : y, 0)];
  const name = words.map(box.map);
  brush.font = `${Math.round(LETTERS * ratio)}px ${FONT}`;
  const room = brush.measureText(name).width + 2 * MARGIN * ratio;
  if (from + room > x + width || to > y + height - line) return;
  brush.globalAlpha = COVER;
  brush.fillStyle = PALETTE[theme].page;
  brush.fillRect(from, to, room, line);
  brush.globalAlpha = 1;
  brush.fillStyle = PALETTE[theme].soft;
  brush.textAlign = "left";
  brush.textBaseline = "middle";
  brush.fillText(name, from + (to > y - line ? MARGIN * ratio : 0), to + line / 2);
}
