/** What is lit for a unit, as lines in the tower: its edges with sign and strength down to the drawing, and frames around windows. */

import { rectsOf } from "../../model/places.js";
import { lookOf } from "../network/lines.js";
import { cornersOf, floorNamed, placeOf, placed, planeOf } from "./floors.js";

/** @import { Edge } from "../../model/edges.js" */
/** @import { Unit, Window } from "../../types.js" */
/** @import { Look } from "../network/lines.js" */
/** @import { Highlight } from "../network/overlay.js" */
/** @import { Tables } from "../pixels.js" */
/** @import { Floor, Point, Tower } from "./floors.js" */

/** @typedef {Look & {from: Point, to: Point}} Line */

/**
 * @typedef {object} Lit
 * @property {Tower} tower
 * @property {Highlight | null} highlight
 * @property {readonly Edge[]} edges
 * @property {Unit | null} hovered
 * @property {Readonly<Record<"accent" | "ink", string>>} colours
 * @property {Tables} tables
 * @property {ReadonlySet<Floor>} shown  nothing else is lit
 * @property {(unit: Unit) => Point | null} topOf  the middle of a unit's block, on top
 */

/** How far over the blocks a frame floats, so that neither hides the other. */
const OVER = 0.8;
/** Edges are so much thicker than in the flat view. */
const THICKER = 1.5;

/** @param {Lit} lit @returns {Line[]} */
export function litLines(lit) {
  const { tower, shown, colours } = lit;
  const planes = [...shown].flatMap((floor) => frame(planeOf(tower, floor), { width: 1, colour: colours.ink, opacity: 0.16 }));
  return [...planes, ...unitLines(lit)];
}

/** @param {Lit} lit @returns {Line[]} */
function unitLines(lit) {
  const { highlight, edges, hovered, colours } = lit;
  const pointed = hovered ? unitFrame(lit, hovered, { width: 2, colour: colours.ink, opacity: 1 }) : [];
  if (!highlight) return pointed;
  const { unit, field, users, trail } = highlight;
  const { accent, ink } = colours;
  return [
    ...users.flatMap((window) => windowFrames(lit, window, { width: 1, colour: ink, opacity: 0.4 })),
    ...field.flatMap((window) => windowFrames(lit, window,
      { width: 1.25, colour: accent, opacity: isWhole(lit.tower, window) ? 0.3 : 0.8 })),
    ...edges.flatMap((edge) => edgeLine(lit, edge)),
    ...trail.slice(1).flatMap((step) => unitFrame(lit, step, { width: 1.5, colour: accent, opacity: 1 })),
    ...unitFrame(lit, unit, { width: 2.5, colour: accent, opacity: 1 }),
    ...pointed,
  ];
}

/** @param {Lit} lit @param {Edge} edge @returns {Line[]} */
function edgeLine(lit, edge) {
  const [from, to] = [topOf(lit, edge.from), topOf(lit, edge.to)];
  if (!from || !to) return [];
  const look = lookOf(edge, lit.tables);
  return [{ ...look, from, to: [to[0], to[1] - 2 * OVER, to[2]], width: THICKER * look.width }];
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
