/** What is lit for a unit, as lines in the tower: its edges with sign and strength down to the drawing, and frames around windows. */

import { rectsOf } from "../../model/places.js";
import { cornersOf, floorNamed, placeOf, placed, planeOf } from "./floors.js";

/** @import { Edge } from "../../model/edges.js" */
/** @import { Unit, Window } from "../../types.js" */
/** @import { Highlight } from "../network/overlay.js" */
/** @import { Floor, Point, Tower } from "./floors.js" */

/** @typedef {{from: Point, to: Point, width: number, colour: string, alpha: number}} Line  width in CSS pixels */
/** @typedef {Pick<Line, "width" | "colour" | "alpha">} Look */

/**
 * @typedef {object} Lit
 * @property {Tower} tower
 * @property {Highlight | null} highlight
 * @property {readonly Edge[]} edges
 * @property {Unit | null} hovered
 * @property {Readonly<Record<"accent" | "ink" | "positive" | "negative", string>>} colours
 * @property {ReadonlySet<Floor>} shown  nothing else is lit
 * @property {(unit: Unit) => Point | null} topOf  the middle of a unit's block, on top
 */

/** How far over the blocks a frame floats, so that neither hides the other. */
const OVER = 0.8;
const EDGE = { least: 0.7, most: 4, faintest: 0.16, strongest: 0.9 };

/** @param {Lit} lit @returns {Line[]} */
export function litLines(lit) {
  const { tower, shown, colours } = lit;
  const planes = [...shown].flatMap((floor) => frame(planeOf(tower, floor), { width: 1, colour: colours.ink, alpha: 0.16 }));
  return [...planes, ...unitLines(lit)];
}

/** @param {Lit} lit @returns {Line[]} */
function unitLines(lit) {
  const { highlight, edges, hovered, colours } = lit;
  const pointed = hovered ? unitFrame(lit, hovered, { width: 2, colour: colours.ink, alpha: 1 }) : [];
  if (!highlight) return pointed;
  const { unit, field, users, trail } = highlight;
  const { accent, ink } = colours;
  return [
    ...users.flatMap((window) => windowFrames(lit, window, { width: 1, colour: ink, alpha: 0.4 })),
    ...field.flatMap((window) => windowFrames(lit, window,
      { width: 1.25, colour: accent, alpha: isWhole(lit.tower, window) ? 0.3 : 0.8 })),
    ...edges.flatMap((edge) => edgeLine(lit, edge)),
    ...trail.slice(1).flatMap((step) => unitFrame(lit, step, { width: 1.5, colour: accent, alpha: 1 })),
    ...unitFrame(lit, unit, { width: 2.5, colour: accent, alpha: 1 }),
    ...pointed,
  ];
}

/** @param {Lit} lit @param {Edge} edge @returns {Line[]} */
function edgeLine(lit, { from, to, strength, first }) {
  const [start, end] = [topOf(lit, from), topOf(lit, to)];
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

/** @param {Lit} lit @param {string} layer */
const isShown = ({ tower, shown }, layer) => shown.has(floorNamed(tower, layer));

/** @param {Lit} lit @param {Unit} unit @returns {Point | null} */
function topOf(lit, unit) {
  const top = isShown(lit, unit.layer) ? lit.topOf(unit) : null;
  return top && [top[0], top[1] + OVER, top[2]];
}

/** @param {Lit} lit @param {Unit} unit @param {Look} look @returns {Line[]} */
function unitFrame(lit, unit, look) {
  const [place, top] = [placeOf(lit.tower, unit), topOf(lit, unit)];
  return place && top ? frame(cornersOf(place, top[1]), look) : [];
}

/** Does it hold all units of its maps? Then it says little, and is drawn softly. @param {Tower} tower @param {Window} window */
function isWhole(tower, { layer, height, width }) {
  const [box] = tower.scene.boxesOf.get(layer) ?? [];
  return box !== undefined && height * width === box.count;
}

/** @param {Lit} lit @param {Window} window @param {Look} look @returns {Line[]} */
function windowFrames(lit, window, look) {
  const { tower } = lit;
  const floor = floorNamed(tower, window.layer);
  const rects = isShown(lit, window.layer) ? rectsOf(tower.scene, window) : [];
  return rects.flatMap((rect) => frame(cornersOf(placed(tower, floor, rect), floor.level + OVER), look));
}

/** @param {readonly Point[]} corners @param {Look} look @returns {Line[]} */
function frame(corners, look) {
  return corners.map((from, i) => ({ from, to: /** @type {Point} */ (corners[(i + 1) % corners.length]), ...look }));
}
