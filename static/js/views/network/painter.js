/** Paints the scene's boxes: maps from the atlas, dense units as cells, the few answers as tiles with words in them. */

import { cssColour, isBright } from "../../lib/colour.js";
import { range } from "../../lib/math.js";
import { cellRect } from "../../model/places.js";
import { percent, short } from "../format.js";
import { FONT, PALETTE } from "../palette.js";
import { deviceRect } from "./viewport.js";

/** @typedef {import("../../types.js").Rect} Rect */
/** @typedef {import("../../types.js").Scene} Scene */
/** @typedef {import("../../types.js").SceneBox} SceneBox */
/** @typedef {import("../../types.js").Tensor} Tensor */
/** @typedef {import("../../types.js").Theme} Theme */
/** @typedef {import("./atlas.js").Atlas} Atlas */
/** @typedef {import("./atlas.js").Colouring} Colouring */
/** @typedef {import("./viewport.js").Viewport} Viewport */

/**
 * @typedef {object} Picture
 * @property {Scene} scene
 * @property {Atlas} atlas
 * @property {Viewport} viewport
 * @property {ReadonlyMap<string, Tensor> | null} layers  null before the first answer
 * @property {(box: SceneBox) => Colouring} colouringOf
 * @property {Theme} theme
 */

/** Wide cells: the ten outputs. */
const TILES = 20;
const TILE_RADIUS = 6;
/** Tiles at least so high (CSS pixels) hold the digit and its share; lower ones the number alone. */
const TALL = 30;

/** @param {CanvasRenderingContext2D} brush @param {Picture} picture */
export function paintScene(brush, picture) {
  const { scene, atlas, layers } = picture;
  brush.clearRect(0, 0, brush.canvas.width, brush.canvas.height);
  brush.imageSmoothingEnabled = false;
  if (layers) atlas.update(layers, picture.colouringOf);
  for (const box of scene.boxes) {
    if (box.dense && box.count <= TILES) paintTiles(brush, picture, box);
    else paintMap(brush, picture, box);
  }
}

/** @param {CanvasRenderingContext2D} brush @param {Picture} picture @param {SceneBox} box */
function paintMap(brush, { atlas, viewport, layers, theme }, box) {
  const target = deviceRect(viewport, box);
  const region = /** @type {Rect} */ (atlas.regions.get(box));
  if (layers) {
    brush.drawImage(atlas.canvas, region.x, region.y, region.width, region.height, target.x, target.y, target.width, target.height);
  } else {
    brush.fillStyle = PALETTE[theme].zero;
    brush.fillRect(target.x, target.y, target.width, target.height);
  }
  if (box.gap.x > 0) clearGaps(brush, viewport, box, target);
}

/**
 * What lies between the cells of a dense layer, and after the last of a short row.
 * @param {CanvasRenderingContext2D} brush @param {Viewport} viewport @param {SceneBox} box @param {Rect} target
 */
function clearGaps(brush, viewport, box, target) {
  const line = Math.max(1, Math.round(box.gap.x * viewport.scale * viewport.ratio));
  for (let column = 0; column < box.columns; column++) {
    const cell = deviceRect(viewport, { x: box.x + column * box.cell.width, y: box.y, width: box.cell.width, height: box.cell.height });
    brush.clearRect(cell.x + cell.width - line, target.y, line, target.height);
  }
  for (let row = 0; row < box.rows; row++) {
    const cell = deviceRect(viewport, { x: box.x, y: box.y + row * box.cell.height, width: box.cell.width, height: box.cell.height });
    brush.clearRect(target.x, cell.y + cell.height - line, target.width, line);
  }
  const rest = box.count % box.columns;
  if (rest === 0) return;
  const end = deviceRect(viewport, cellRect(box, box.rows - 1, rest));
  brush.clearRect(end.x, end.y, target.x + target.width - end.x, end.height);
}

/** @param {CanvasRenderingContext2D} brush @param {Picture} picture @param {SceneBox} box */
function paintTiles(brush, picture, box) {
  const { viewport, layers, theme } = picture;
  const values = layers?.get(box.layer)?.data;
  const best = values ? values.indexOf(Math.max(...values)) : -1;
  for (const unit of range(box.count)) {
    const cell = deviceRect(viewport, cellRect(box, Math.floor(unit / box.columns), unit % box.columns));
    const value = values?.[unit];
    const { range: ends, table } = picture.colouringOf(box);
    brush.fillStyle = value === undefined ? PALETTE[theme].zero : cssColour(value, ends, table);
    brush.beginPath();
    brush.roundRect(cell.x, cell.y, cell.width, cell.height, Math.min(TILE_RADIUS * viewport.ratio, cell.height / 4));
    brush.fill();
    const light = isBright(value ?? 0, ends, table);
    writeTile(brush, viewport.ratio, cell, { unit, value, best: unit === best, ink: PALETTE[light ? "light" : "dark"] });
  }
}

/**
 * @param {CanvasRenderingContext2D} brush @param {number} ratio @param {Rect} cell
 * @param {{unit: number, value: number | undefined, best: boolean, ink: Readonly<Record<"ink" | "soft", string>>}} tile
 */
function writeTile(brush, ratio, cell, { unit, value, best, ink }) {
  const [middle, height] = [cell.x + cell.width / 2, cell.height / ratio];
  brush.textAlign = "center";
  brush.textBaseline = "alphabetic";
  const write = (/** @type {string} */ words, /** @type {number} */ size, /** @type {number} */ share, /** @type {number} */ weight) => {
    brush.font = `${weight} ${Math.round(size * ratio)}px ${FONT}`;
    brush.fillText(words, middle, Math.round(cell.y + share * cell.height + 0.36 * size * ratio));
  };
  brush.fillStyle = ink.ink;
  if (height < TALL) {
    if (value !== undefined && height >= 12) write(short(value), Math.min(10, 0.72 * height), 0.5, best ? 700 : 400);
    return;
  }
  write(String(unit), Math.min(0.5 * height, 0.42 * (cell.width / ratio)), 0.38, best ? 700 : 400);
  if (value !== undefined) write(percent(value), 10, 0.8, best ? 700 : 400);
}
