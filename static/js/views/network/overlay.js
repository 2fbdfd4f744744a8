/** Paints the highlight of a hovered or pinned unit on an overlay canvas, so that a hover never repaints the maps. */

import { cssColour } from "../../lib/colour.js";
import { rectOf, rectsOf } from "../../model/places.js";
import { PALETTE } from "../palette.js";
import { paintSigned } from "../pixels.js";
import { SHARES, linesOf } from "./lines.js";
import { deviceRect } from "./viewport.js";

/** @import { Edge, Shade } from "../../model/edges.js" */
/** @import { Rect, Scene, Tensor, Theme, Unit, Window } from "../../types.js" */
/** @import { Tables } from "../pixels.js" */
/** @import { Viewport } from "./viewport.js" */

/**
 * What is highlighted for a unit, computed by state/highlight.js.
 * @typedef {object} Highlight
 * @property {Unit} unit
 * @property {readonly Window[]} field  its receptive field in every earlier layer
 * @property {readonly Window[]} users  the windows of the next layer that read the unit
 * @property {readonly Unit[]} trail  the unit, the input that determined it (e.g. the maximum of its window), …
 * @property {readonly Window[]} patch  the inputs of the trail's last unit
 */

/** @typedef {{layer: string, map: number, from: number}} Veil  hides a map's cells from index `from` on */
/** @typedef {{map: Tensor, opacity: number}} Over  the attribution of each input pixel, signed */

/**
 * @typedef {object} OverlayPicture
 * @property {Scene} scene
 * @property {Viewport} viewport
 * @property {Theme} theme
 * @property {Tables} tables
 * @property {Highlight | null} highlight
 * @property {readonly Edge[]} edges
 * @property {readonly Shade[]} shades
 * @property {Unit | null} hovered
 * @property {Veil | null} veil
 * @property {Over | null} over
 */

/** Opacity of the frame around a window that covers its whole layer. */
const WHOLE_OPACITY = 0.35;
/** Number of beams up to which their opacity is not reduced. */
const FEW_BEAMS = 6;

/** @param {CanvasRenderingContext2D} brush @param {OverlayPicture} picture */
export function paintOverlay(brush, picture) {
  brush.clearRect(0, 0, brush.canvas.width, brush.canvas.height);
  const { highlight, hovered, veil, over } = picture;
  if (over) paintInput(brush, picture, over);
  if (veil) paintVeil(brush, picture, veil);
  if (highlight) {
    paintShades(brush, picture);
    paintField(brush, picture, highlight);
    paintBeams(brush, picture, highlight);
    paintEdges(brush, picture);
    paintTrail(brush, picture, highlight);
  }
  const rect = hovered && place(picture, hovered);
  if (rect) outline(brush, picture, rect, { width: 1.5, alpha: 1, colour: PALETTE[picture.theme].ink });
}

/** @param {CanvasRenderingContext2D} brush @param {OverlayPicture} picture @param {Over} over */
function paintInput(brush, { scene, viewport, tables }, { map, opacity }) {
  const canvas = new OffscreenCanvas(1, 1);
  paintSigned(canvas, map, tables.diverging);
  brush.imageSmoothingEnabled = false;
  brush.globalAlpha = opacity;
  for (const { x, y, width, height } of (scene.boxesOf.get("input") ?? []).map((box) => deviceRect(viewport, box))) {
    brush.drawImage(canvas, x, y, width, height);
  }
  brush.globalAlpha = 1;
}

/**
 * Cover the cells that are not computed yet with the background: the rest of a row, and the rows below.
 * @param {CanvasRenderingContext2D} brush @param {OverlayPicture} picture @param {Veil} veil
 */
function paintVeil(brush, picture, { layer, map, from }) {
  const box = picture.scene.boxesOf.get(layer)?.find((candidate) => candidate.map === map);
  if (!box) return;
  const [row, column] = [Math.floor(from / box.columns), from % box.columns];
  const rest = { layer, maps: [map], top: row, left: column, height: 1, width: box.columns - column };
  const below = { layer, maps: [map], top: row + 1, left: 0, height: box.rows - row - 1, width: box.columns };
  brush.fillStyle = PALETTE[picture.theme].page;
  for (const { x, y, width, height } of [rest, below]
    .filter((window) => window.top < box.rows && window.height > 0)
    .flatMap((window) => places(picture, window))) {
    brush.fillRect(x, y, width, height);
  }
}

/** @param {CanvasRenderingContext2D} brush @param {OverlayPicture} picture @param {Highlight} highlight */
function paintField(brush, picture, { field, users }) {
  const { accent, ink } = PALETTE[picture.theme];
  for (const window of field) {
    const alpha = isWhole(picture, window) ? WHOLE_OPACITY : 0.7;
    for (const rect of places(picture, window)) outline(brush, picture, rect, { width: 1, alpha, colour: accent });
  }
  for (const rect of users.flatMap((window) => places(picture, window))) {
    outline(brush, picture, rect, { width: 1, alpha: 0.3, colour: ink });
  }
}

/** Colour inputs by contribution. @param {CanvasRenderingContext2D} brush @param {OverlayPicture} picture */
function paintShades(brush, picture) {
  for (const { unit, strength } of picture.shades) {
    const rect = place(picture, unit);
    if (!rect) continue;
    brush.fillStyle = cssColour(strength, SHARES, picture.tables.diverging);
    brush.fillRect(rect.x, rect.y, rect.width, rect.height);
  }
}

/** @param {CanvasRenderingContext2D} brush @param {OverlayPicture} picture @param {Highlight} highlight */
function paintBeams(brush, picture, { trail, patch }) {
  const last = place(picture, /** @type {Unit} */ (trail.at(-1)));
  const ends = patch.flatMap((window) => places(picture, window));
  for (const rect of ends) beam(brush, picture, last, rect, ends.length > FEW_BEAMS ? 0.05 : 0.12);
}

/**
 * Paint the edges: blue ones raise the unit's value, red ones lower it, thicker ones by more.
 * @param {CanvasRenderingContext2D} brush @param {OverlayPicture} picture
 */
function paintEdges(brush, picture) {
  for (const { x1, y1, x2, y2, colour, width, opacity } of linesOf(picture, (unit) => place(picture, unit))) {
    brush.strokeStyle = colour;
    brush.lineWidth = width * picture.viewport.ratio;
    brush.globalAlpha = opacity;
    brush.beginPath();
    brush.moveTo(x1, y1);
    brush.lineTo(x2, y2);
    brush.stroke();
  }
  brush.globalAlpha = 1;
}

/** Return whether a window covers its whole maps. @param {{scene: Scene}} picture @param {Window} window */
export function isWhole({ scene }, { layer, height, width }) {
  const [box] = scene.boxesOf.get(layer) ?? [];
  return box !== undefined && height * width === box.count;
}

/** @param {CanvasRenderingContext2D} brush @param {OverlayPicture} picture @param {Highlight} highlight */
function paintTrail(brush, picture, { trail, patch }) {
  const { accent } = PALETTE[picture.theme];
  for (const rect of patch.flatMap((window) => places(picture, window))) {
    outline(brush, picture, rect, { width: 1.5, alpha: 1, colour: accent });
  }
  for (const unit of trail) {
    const rect = place(picture, unit) ?? (unit === trail[0] ? foldedRow(picture, unit) : null);
    if (rect) outline(brush, picture, rect, { width: 2, alpha: 1, colour: accent });
  }
}

/**
 * Fill the quadrilateral between the facing sides of two rectangles.
 * @param {CanvasRenderingContext2D} brush @param {OverlayPicture} picture @param {Rect | null} from
 * @param {Rect | null} to @param {number} alpha
 */
function beam(brush, picture, from, to, alpha) {
  if (!from || !to) return;
  const [upper, lower] = from.y < to.y ? [from, to] : [to, from];
  brush.globalAlpha = alpha;
  brush.fillStyle = PALETTE[picture.theme].accent;
  brush.beginPath();
  brush.moveTo(upper.x, upper.y + upper.height);
  brush.lineTo(upper.x + upper.width, upper.y + upper.height);
  brush.lineTo(lower.x + lower.width, lower.y);
  brush.lineTo(lower.x, lower.y);
  brush.fill();
  brush.globalAlpha = 1;
}

/**
 * Stroke a rectangle over a halo in the page's colour, so that it is visible on any data.
 * @param {CanvasRenderingContext2D} brush @param {OverlayPicture} picture @param {Rect} rect
 * @param {{width: number, alpha: number, colour: string}} line  width in CSS pixels
 */
function outline(brush, { viewport, theme }, rect, { width, alpha, colour }) {
  const thick = Math.max(1, Math.round(width * viewport.ratio));
  const frame = (/** @type {number} */ lineWidth, /** @type {number} */ away) => {
    brush.lineWidth = lineWidth;
    brush.strokeRect(rect.x - away, rect.y - away, rect.width + 2 * away, rect.height + 2 * away);
  };
  if (alpha === 1) {
    brush.globalAlpha = 0.85;
    brush.strokeStyle = PALETTE[theme].page;
    frame(thick + 2 * Math.round(viewport.ratio), thick / 2);
  }
  brush.globalAlpha = alpha;
  brush.strokeStyle = colour;
  frame(thick, thick / 2);
  brush.globalAlpha = 1;
}

/** @param {OverlayPicture} picture @param {Unit} unit */
function place({ scene, viewport }, unit) {
  const rect = rectOf(scene, unit);
  return rect && deviceRect(viewport, rect);
}

/** Return the line that represents the folded row of a unit. @param {OverlayPicture} picture @param {Unit} unit */
function foldedRow({ scene, viewport }, unit) {
  const row = scene.rows.find(({ folded, stages }) => folded && stages.includes(unit.layer));
  return row ? deviceRect(viewport, row) : null;
}

/** @param {OverlayPicture} picture @param {Window} window */
function places({ scene, viewport }, window) {
  return rectsOf(scene, window).map((rect) => deviceRect(viewport, rect));
}
