/** The layout of a layer in its row of the scene: maps side by side, dense units wrapped into rows of cells. */

import { clamp, range } from "../lib/math.js";
import { layerVolume } from "./layers.js";

/** @import { Layer, SceneBox, SceneForm } from "../types.js" */

/**
 * The sizes that differ between the forms of a scene, in scene pixels.
 * @typedef {object} Measures
 * @property {number} betweenMaps  minimum gap between maps
 * @property {boolean} tight  whether that is also the maximum gap
 * @property {(rows: number) => number} smallestMap  minimum width of a map; maps wrap to more lines instead
 * @property {(rows: number) => number} largestCell  maximum cell size of a map with `rows` rows
 * @property {number} unit  minimum width of a dense cell
 * @property {number} largestUnit  maximum width of a dense cell
 * @property {number} widestAnswer  maximum width of a layer with few, wide cells
 * @property {Readonly<{dense: number, softmax: number}>} answers  heights of layers with few, wide cells
 */

/** @param {number} rows */
const broadCell = (rows) => (rows > 30 ? 4 : rows > 20 ? 3 : rows > 5 ? 5 : 8);
/** @param {number} rows */
const slimCell = (rows) => (rows > 30 ? 4 : rows > 20 ? 3 : rows > 10 ? 4 : rows > 5 ? 3 : 5);

/** @type {Readonly<Record<SceneForm, Measures>>} */
export const MEASURES = {
  up: {
    betweenMaps: 6,
    tight: false,
    smallestMap: () => 24,
    largestCell: (rows) => (rows > 20 ? 3 : rows > 10 ? 4 : 5),
    unit: 9.6,
    largestUnit: 9,
    widestAnswer: Infinity,
    answers: { dense: 14, softmax: 46 },
  },
  down: {
    betweenMaps: 4,
    tight: false,
    smallestMap: () => 32,
    largestCell: (rows) => 128 / rows,
    unit: 16,
    largestUnit: 20,
    widestAnswer: Infinity,
    answers: { dense: 24, softmax: 44 },
  },
  broad: {
    betweenMaps: 9,
    tight: true,
    smallestMap: (rows) => rows * broadCell(rows),
    largestCell: broadCell,
    unit: 25,
    largestUnit: 13,
    widestAnswer: 340,
    answers: { dense: 22, softmax: 34 },
  },
  slim: {
    betweenMaps: 7,
    tight: true,
    smallestMap: (rows) => rows * slimCell(rows),
    largestCell: slimCell,
    unit: 12,
    largestUnit: 11,
    widestAnswer: 300,
    answers: { dense: 20, softmax: 30 },
  },
};

/** Dense layers with at most this many units are shown as one row of wide cells (the digits). */
const MAX_WIDE = 20;

/**
 * Return the boxes of a layer, in a row that starts at (0, 0) and is `width` wide.
 * @param {Layer} layer @param {Measures} measures @param {number} width
 * @returns {SceneBox[]}
 */
export function arrange(layer, measures, width) {
  if (layer.shape.length === 3) return mapBoxes(layer, measures, width);
  return [layerVolume(layer)[2] <= MAX_WIDE ? answerBox(layer, measures, width) : unitsBox(layer, measures, width)];
}

/** @param {Layer} layer @param {Measures} measures @param {number} width @returns {SceneBox[]} */
function mapBoxes(layer, measures, width) {
  const [maps, rows, columns] = layerVolume(layer);
  const lines = linesFor(maps, rows, measures, width);
  const perLine = Math.ceil(maps / lines);
  const fit = widthFor(perLine, measures, width) / columns;
  const cell = crispCell(Math.min(fit, measures.largestCell(rows)));
  const size = { width: cell * columns, height: cell * rows };
  const pitch = measures.tight ? size.width + measures.betweenMaps : width / perLine;
  const start = (width - pitch * perLine) / 2;
  return range(maps).map((map) => ({
    layer: layer.name,
    map,
    dense: false,
    x: Math.round(start + (map % perLine) * pitch + (pitch - size.width) / 2),
    y: Math.floor(map / perLine) * (size.height + measures.betweenMaps),
    ...size,
    rows,
    columns,
    count: rows * columns,
    cell: { width: cell, height: cell },
    gap: { x: 0, y: 0 },
  }));
}

/**
 * Return the number of lines that the maps need.
 * @param {number} maps @param {number} rows @param {Measures} measures @param {number} width
 */
function linesFor(maps, rows, measures, width) {
  const fits = (/** @type {number} */ lines) =>
    widthFor(Math.ceil(maps / lines), measures, width) >= measures.smallestMap(rows);
  return range(maps).map((i) => i + 1).find(fits) ?? maps;
}

/**
 * Return the maximum width of each of `count` maps in a line.
 * @param {number} count @param {Measures} measures @param {number} width
 */
function widthFor(count, measures, width) {
  return (width - measures.betweenMaps * (count - 1)) / count;
}

/** Round down to pixels, small cells to ½ or ¼ pixel, which is crisp on most screens. @param {number} cell */
function crispCell(cell) {
  const step = cell >= 3 ? 1 : cell >= 2 ? 0.5 : 0.25;
  return Math.max(Math.floor(cell / step) * step, 0.25);
}

/** @param {Layer} layer @param {Measures} measures @param {number} width @returns {SceneBox} */
function answerBox(layer, measures, width) {
  const count = layerVolume(layer)[2];
  const height = layer.kind === "softmax" ? measures.answers.softmax : measures.answers.dense;
  const room = Math.min(width, measures.widestAnswer);
  const gap = Math.min(8, Math.floor((0.15 * room) / count));
  const side = Math.max(Math.floor(room / count), 1);
  const x = Math.round((width - side * count) / 2);
  return denseBox(layer, { x, columns: count, cell: { width: side, height }, gap: { x: gap, y: 0 } });
}

/** @param {Layer} layer @param {Measures} measures @param {number} width @returns {SceneBox} */
function unitsBox(layer, measures, width) {
  const columns = columnsFor(layerVolume(layer)[2], Math.floor(width / measures.unit));
  const side = clamp(Math.floor(width / columns), 1, measures.largestUnit);
  const x = Math.round((width - side * columns) / 2);
  return denseBox(layer, { x, columns, cell: { width: side, height: side }, gap: { x: 1, y: 1 } });
}

/** Return the largest divisor if it is at least half of `most`. @param {number} count @param {number} most */
function columnsFor(count, most) {
  const divisor = range(most).map((i) => most - i).find((columns) => count % columns === 0) ?? 1;
  return 2 * divisor >= most ? divisor : most;
}

/** @param {Layer} layer @param {Pick<SceneBox, "x" | "columns" | "cell" | "gap">} fields @returns {SceneBox} */
function denseBox(layer, fields) {
  const count = layerVolume(layer)[2];
  const rows = Math.ceil(count / fields.columns);
  const size = { width: fields.columns * fields.cell.width, height: rows * fields.cell.height };
  return { layer: layer.name, map: 0, dense: true, y: 0, ...size, rows, count, ...fields };
}
