/** Paints the scene's boxes: feature maps from the atlas, dense units as cells, the ten outputs as tiles with text. */

import { cssColour, isBright } from "../../lib/colour.js";
import { range } from "../../lib/math.js";
import { cellRect } from "../../model/places.js";
import { FONT, PALETTE, textColourOn } from "../palette.js";
import { paintCaption } from "./captions.js";
import { paintValues } from "./values.js";
import { deviceRect } from "./viewport.js";

/** @import { Rect, Scene, SceneBox, Tensor, Theme } from "../../types.js" */
/** @import { WriteNumber } from "../numbers.js" */
/** @import { Atlas, Colouring } from "./atlas.js" */
/** @import { Viewport } from "./viewport.js" */

/**
 * @typedef {object} Picture
 * @property {Scene} scene
 * @property {Atlas} atlas
 * @property {Viewport} viewport
 * @property {ReadonlyMap<string, Tensor> | null} layers  activations; null before the first response
 * @property {(box: SceneBox) => Colouring} colouringOf
 * @property {Theme} theme
 * @property {number} textScale  text scale: 1 where 1rem is 16 CSS pixels
 * @property {boolean} blank  whether the pad is empty, so that no output is marked as the prediction
 * @property {{percent: WriteNumber, short: (value: number, digits?: number) => string, map:
 *   (map: number) => string}} words
 * @property {number} closer  zoom factor
 * @property {number} left  width of the gutter with the labels, in CSS pixels
 */

/** Maximum number of units that are painted as tiles: the ten outputs. */
const MOST_TILES = 20;
const TILE_RADIUS = 6;
/** Font size in CSS pixels at 1rem = 16. */
const LETTERS = 11;
/** Height in CSS pixels from which a tile holds the digit and its probability, and from which it holds a number. */
const TALL_TILE = 30;
const LOW_TILE = 12;
/** Approximate width of a character at 11 px, in CSS pixels. */
const CHARACTER = 6.5;

/** @param {CanvasRenderingContext2D} brush @param {Picture} picture */
export function paintScene(brush, picture) {
  const { scene, atlas, layers } = picture;
  brush.clearRect(0, 0, brush.canvas.width, brush.canvas.height);
  brush.imageSmoothingEnabled = false;
  if (layers) atlas.update(layers, picture.colouringOf);
  for (const box of scene.boxes) {
    if (box.dense && box.count <= MOST_TILES) paintTiles(brush, picture, box);
    else {
      paintMap(brush, picture, box);
      paintValues(brush, picture, box);
    }
  }
  for (const box of scene.boxes) if (!box.dense) paintCaption(brush, picture, box);
  for (const row of scene.rows) if (row.folded) paintFolded(brush, picture, row);
}

/** @param {CanvasRenderingContext2D} brush @param {Picture} picture @param {SceneBox} box */
function paintMap(brush, picture, box) {
  const region = /** @type {Rect} */ (picture.atlas.regions.get(box));
  if (box.gap.x === 0) return paintRegion(brush, picture, region, box);
  for (const unit of range(box.count)) {
    const [row, column] = [Math.floor(unit / box.columns), unit % box.columns];
    const pixel = { x: region.x + column, y: region.y + row, width: 1, height: 1 };
    paintRegion(brush, picture, pixel, cellRect(box, row, column));
  }
}

/** Paint a folded row as a line. @param {CanvasRenderingContext2D} brush @param {Picture} picture @param {Rect} row */
function paintFolded(brush, { viewport, theme }, row) {
  const { x, y, width, height } = deviceRect(viewport, row);
  brush.fillStyle = PALETTE[theme].soft;
  brush.globalAlpha = 0.35;
  brush.fillRect(x, y + Math.floor(height / 2), width, Math.max(1, Math.round(viewport.ratio)));
  brush.globalAlpha = 1;
}

/**
 * Paint a region of the atlas, scaled up to whole device pixels.
 * @param {CanvasRenderingContext2D} brush @param {Picture} picture @param {Rect} region @param {Rect} sceneRect
 */
function paintRegion(brush, { atlas, viewport, layers, theme }, region, sceneRect) {
  const { x, y, width, height } = deviceRect(viewport, sceneRect);
  if (layers) {
    brush.drawImage(atlas.canvas, region.x, region.y, region.width, region.height, x, y, width, height);
  } else {
    brush.fillStyle = PALETTE[theme].zero;
    brush.fillRect(x, y, width, height);
  }
}

/** @param {CanvasRenderingContext2D} brush @param {Picture} picture @param {SceneBox} box */
function paintTiles(brush, picture, box) {
  const { viewport } = picture;
  const known = valuesOf(picture, box);
  const values = known ?? new Float32Array(box.count);
  const best = known && !picture.blank ? values.indexOf(Math.max(...values)) : -1;
  const coloursOf = tileColours(picture, box);
  const cells = range(box.count).map((unit) =>
    deviceRect(viewport, cellRect(box, Math.floor(unit / box.columns), unit % box.columns)),
  );
  const words = known ? tileTexts(cells, values, picture) : [];
  for (const [unit, cell] of cells.entries()) {
    const { fill, ink } = coloursOf(Number(values[unit]));
    brush.fillStyle = fill;
    brush.beginPath();
    brush.roundRect(cell.x, cell.y, cell.width, cell.height, Math.min(TILE_RADIUS * viewport.ratio, cell.height / 4));
    brush.fill();
    brush.fillStyle = ink;
    writeTile(brush, picture, cell, { unit, words: words[unit] ?? "", weight: unit === best ? 700 : 400 });
  }
}

/** Return a box's activations; null for the outputs of a blank pad. @param {Picture} picture @param {SceneBox} box */
function valuesOf({ scene, layers, blank }, { layer }) {
  return blank && scene.rows.at(-1)?.layer === layer ? null : layers?.get(layer)?.data ?? null;
}

/** @param {Picture} picture @param {SceneBox} box */
function tileColours(picture, box) {
  const { range: ends, table } = picture.colouringOf(box);
  return (/** @type {number} */ value) =>
    ({ fill: cssColour(value, ends, table), ink: textColourOn(isBright(value, ends, table)) });
}

/**
 * Return the text of each tile, all with as many digits as fit.
 * @param {readonly Rect[]} cells @param {Float32Array} values @param {Picture} picture
 */
function tileTexts(cells, values, { viewport: { ratio }, textScale, words: { percent, short } }) {
  const [cell] = cells;
  const room = cell ? cell.width / ratio / (CHARACTER * textScale) : 0;
  const height = cell ? cell.height / ratio : 0;
  if (height < LOW_TILE * textScale) return [];
  const write = height >= TALL_TILE ? percent : short;
  const most = height >= TALL_TILE ? 1 : 3;
  const tries = [3, 1, 0].map((digits) => Array.from(values, (value) => write(value, Math.min(digits, most))));
  return tries.find((texts) => texts.every((words) => words.length <= room)) ?? [];
}

/**
 * @param {CanvasRenderingContext2D} brush @param {Picture} picture @param {Rect} cell
 * @param {{unit: number, words: string, weight: number}} tile
 */
function writeTile(brush, { viewport: { ratio }, textScale }, cell, { unit, words, weight }) {
  const [middle, height, width] = [cell.x + cell.width / 2, cell.height / ratio, cell.width / ratio];
  brush.textAlign = "center";
  brush.textBaseline = "alphabetic";
  const write = (/** @type {string} */ line, /** @type {number} */ size, /** @type {number} */ share) => {
    brush.font = `${weight} ${Math.round(size * ratio)}px ${FONT}`;
    brush.fillText(line, middle, Math.round(cell.y + share * cell.height + 0.36 * size * ratio));
  };
  if (height >= TALL_TILE) {
    write(String(unit), Math.min(0.5 * height, 0.5 * width), words ? 0.38 : 0.5);
    write(words, LETTERS * textScale, 0.8);
  } else write(words, LETTERS * textScale, 0.5);
}
