/** What is lit for a unit, as lines in the tower: its edges with sign and strength down to the drawing, and frames around windows. */

import { rectOf, rectsOf } from "../../model/places.js";
import { floorNamed, isShown, placed } from "./floors.js";

/** @typedef {import("../../types.js").Rect} Rect */
/** @typedef {import("../../types.js").Unit} Unit */
/** @typedef {import("../../types.js").Window} Window */
/** @typedef {import("../network/overlay.js").Highlight} Highlight */
/** @typedef {import("./floors.js").Point} Point */
/** @typedef {import("./floors.js").Tower} Tower */
/** @typedef {import("../../model/edges.js").Edge} Edge */

/** @typedef {{from: Point, to: Point, width: number, colour: string, alpha: number}} Line  width in CSS pixels */

/** @typedef {{count: number, starts: Float32Array, ends: Float32Array, widths: Float32Array, colours: Uint32Array}} Lines */

/** @typedef {{accent: string, ink: string, positive: string, negative: string}} LineColours */

/** How far over the blocks a frame floats, so that neither hides the other. */
const OVER = 0.8;
const EDGE = { least: 0.7, most: 4, faintest: 0.16, strongest: 0.9 };

/**
 * @typedef {object} Lit
 * @property {Tower} tower
 * @property {Highlight | null} highlight
 * @property {readonly Edge[]} edges
 * @property {Unit | null} hovered
 * @property {LineColours} colours
 * @property {import("./floors.js").Storeys} storeys  nothing else is lit
 * @property {(unit: Unit) => number} topOf  how high over the ground a unit's block ends
 */

/** @param {Lit} lit @returns {Line[]} */
export function litLines(lit) {
  return allLines(lit).filter(({ from, to }) => isShown(lit.storeys, from[1]) && isShown(lit.storeys, to[1]));
}

/** @param {Lit} lit @returns {Line[]} */
function allLines(lit) {
  return [...lit.tower.floors.flatMap((floor) => foldedFrame(floor, lit.colours)), ...unitLines(lit)];
}

/** Of a folded floor its border is left. @param {import("./floors.js").Floor} floor @param {LineColours} colours @returns {Line[]} */
function foldedFrame({ row, edges, level }, colours) {
  const { left, right, back, front } = edges;
  return row.folded ? frame({ x: left, z: back, width: right - left, depth: front - back, level }, { width: 1, colour: colours.ink, alpha: 0.35 }) : [];
}

/** @param {Lit} lit @returns {Line[]} */
function unitLines(lit) {
  const { tower, highlight, edges, hovered, colours } = lit;
  if (!highlight) return hovered ? unitFrame(lit, hovered, { width: 2, colour: colours.ink, alpha: 1 }) : [];
  const { unit, field, users, trail } = highlight;
  return [
    ...users.flatMap((window) => windowFrames(tower, window, { width: 1, colour: colours.ink, alpha: 0.4 })),
    ...field.flatMap((window) => windowFrames(tower, window, { width: 1.25, colour: colours.accent, alpha: isWhole(tower, window) ? 0.3 : 0.8 })),
    ...edges.flatMap((edge) => edgeLine(lit, edge)),
    ...trail.slice(1).flatMap((step) => unitFrame(lit, step, { width: 1.5, colour: colours.accent, alpha: 1 })),
    ...unitFrame(lit, unit, { width: 2.5, colour: colours.accent, alpha: 1 }),
    ...(hovered ? unitFrame(lit, hovered, { width: 2, colour: colours.ink, alpha: 1 }) : []),
  ];
}

/** @typedef {Pick<Line, "width" | "colour" | "alpha">} Look */

/** @param {Lit} lit @param {Edge} edge @returns {Line[]} */
function edgeLine(lit, { from, to, strength, first }) {
  const [start, end] = [pointOn(lit, from), pointOn(lit, to)];
  if (!start || !end) return [];
  const size = Math.abs(strength);
  const { positive, negative } = lit.colours;
  const fade = first ? 1 : 0.6;
  return [{
    from: start,
    to: [end[0], end[1] - 2 * OVER, end[2]],
    width: EDGE.least + (EDGE.most - EDGE.least) * size * fade,
    colour: strength < 0 ? negative : positive,
    alpha: (EDGE.faintest + (EDGE.strongest - EDGE.faintest) * Math.sqrt(size)) * fade,
  }];
}

/** The middle of a unit's block, on top. @param {Lit} lit @param {Unit} unit @returns {Point | null} */
function pointOn({ tower, topOf }, unit) {
  const place = placeOf(tower, unit);
  return place && [place.x + place.width / 2, topOf(unit) + OVER, place.z + place.depth / 2];
}

/** @param {Lit} lit @param {Unit} unit @param {Look} look @returns {Line[]} */
function unitFrame({ tower, topOf }, unit, look) {
  const place = placeOf(tower, unit);
  return place ? frame({ ...place, level: topOf(unit) + OVER }, look) : [];
}

/** Does it hold all units of its maps? Then it says little, and is drawn softly. @param {Tower} tower @param {Window} window */
function isWhole(tower, { layer, height, width }) {
  const [box] = tower.scene.boxesOf.get(layer) ?? [];
  return box !== undefined && height * width === box.count;
}

/** @param {Tower} tower @param {Window} window @param {Look} look @returns {Line[]} */
function windowFrames(tower, window, look) {
  const floor = floorNamed(tower, window.layer);
  return rectsOf(tower.scene, window).flatMap((rect) => frame({ ...placed(tower, floor, rect), level: floor.level + OVER }, look));
}

/** @param {Tower} tower @param {Unit} unit */
export function placeOf(tower, unit) {
  const rect = rectOf(tower.scene, unit);
  const floor = floorNamed(tower, unit.layer);
  return rect && { ...placed(tower, floor, rect), level: floor.level };
}

/**
 * @param {{x: number, z: number, width: number, depth: number, level: number}} place @param {Look} look
 * @returns {Line[]}
 */
function frame({ x, z, width, depth, level }, look) {
  /** @type {Point[]} */
  const corners = [[x, level, z], [x + width, level, z], [x + width, level, z + depth], [x, level, z + depth]];
  return corners.map((corner, i) => ({ from: corner, to: /** @type {Point} */ (corners[(i + 1) % 4]), ...look }));
}

/** @param {readonly Line[]} lines @returns {Lines} */
export function packed(lines) {
  const count = lines.length;
  const made = { count, starts: new Float32Array(3 * count), ends: new Float32Array(3 * count), widths: new Float32Array(count), colours: new Uint32Array(count) };
  lines.forEach(({ from, to, width, colour, alpha }, i) => {
    made.starts.set(from, 3 * i);
    made.ends.set(to, 3 * i);
    made.widths[i] = width;
    made.colours[i] = packedColour(colour, alpha);
  });
  return made;
}

/** "#rrggbb" → a packed pixel, as ImageData holds it. @param {string} hex @param {number} [alpha] */
function packedColour(hex, alpha = 1) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return new Uint32Array(new Uint8ClampedArray([Number(red), Number(green), Number(blue), 255 * alpha]).buffer)[0] ?? 0;
}

