/** Paints what the pointed unit is made of, over the maps: so a hover never repaints them. */

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
 * What is lit for a unit; from state/highlight.js.
 * @typedef {object} Highlight
 * @property {Unit} unit
 * @property {readonly Window[]} field  what it can see in every layer below
 * @property {readonly Window[]} users  who reads it in the layer above
 * @property {readonly Unit[]} trail  the unit, its winner, the pixel that came from, …
 * @property {readonly Window[]} patch  what the last of the trail reads
 */

/** @typedef {{layer: string, map: number, from: number}} Veil  hides a map from that place on, in reading order */
/** @typedef {{map: Tensor, opacity: number}} Over  a signed number for each pixel of the input */

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

/** How clearly a window is framed that is all of its layer: it says little. */
const WHOLE = 0.35;
/** So many beams can lie over each other and be seen through. */
const FEW = 6;

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
 * What is not computed yet, as empty paper: the rest of a row, and the rows below.
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
    const alpha = isWhole(picture, window) ? WHOLE : 0.7;
    for (const rect of places(picture, window)) outline(brush, picture, rect, { width: 1, alpha, colour: accent });
  }
  for (const rect of users.flatMap((window) => places(picture, window))) {
    outline(brush, picture, rect, { width: 1, alpha: 0.3, colour: ink });
  }
}

/** A dense unit's sources, coloured. @param {CanvasRenderingContext2D} brush @param {OverlayPicture} picture */
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
  for (const rect of ends) beam(brush, picture, last, rect, ends.length > FEW ? 0.05 : 0.12);
}

/**
 * Blue lines raise the unit's number, red ones lower it; the thicker, the more. The strongest lie on top.
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

/** Does it hold all units of its maps? @param {{scene: Scene}} picture @param {Window} window */
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
 * From one rectangle to another: the shape between their facing sides.
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
 * A frame around a rectangle, on a halo of the page's colour, so that it shows on any data.
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

/** The line that is left of a folded unit's layer. @param {OverlayPicture} picture @param {Unit} unit */
function foldedRow({ scene, viewport }, unit) {
  const row = scene.rows.find(({ folded, stages }) => folded && stages.includes(unit.layer));
  return row ? deviceRect(viewport, row) : null;
}

/** @param {OverlayPicture} picture @param {Window} window */
function places({ scene, viewport }, window) {
  return rectsOf(scene, window).map((rect) => deviceRect(viewport, rect));
}
