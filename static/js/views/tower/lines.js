/** What is lit for a unit, as lines in the tower: its edges with sign and strength down to the drawing, and frames around windows. */

import { rectsOf } from "../../model/places.js";
import { lookOf } from "../network/lines.js";
import { PALETTE } from "../palette.js";
import { cornersOf, floorNamed, placeOf, placed, planeOf } from "./floors.js";

/** @import { Edge } from "../../model/edges.js" */
/** @import { Unit, Window } from "../../types.js" */
/** @import { Look } from "../network/lines.js" */
/** @import { Point, Tower } from "./floors.js" */
/** @import { Seen } from "./picture.js" */

/** @typedef {Look & {from: Point, to: Point}} Line */

/** How far over the blocks a frame floats, so that neither hides the other. */
const OVER = 0.8;
/** Edges are so much thicker than in the flat view. */
const THICKER = 1.5;

/** @param {Seen} seen @returns {Line[]} */
export function litLines(seen) {
  const planes = [...seen.floors].flatMap((floor) => frame(planeOf(seen.tower, floor), { width: 1, colour: PALETTE[seen.theme].ink, opacity: 0.16 }));
  return [...planes, ...unitLines(seen)];
}

/** @param {Seen} seen @returns {Line[]} */
function unitLines(seen) {
  const { highlight, edges, hovered, theme } = seen;
  const { accent, ink } = PALETTE[theme];
  const pointed = hovered ? unitFrame(seen, hovered, { width: 2, colour: ink, opacity: 1 }) : [];
  if (!highlight) return pointed;
  const { unit, field, users, trail } = highlight;
  return [
    ...users.flatMap((window) => windowFrames(seen, window, { width: 1, colour: ink, opacity: 0.4 })),
    ...field.flatMap((window) => windowFrames(seen, window,
      { width: 1.25, colour: accent, opacity: isWhole(seen.tower, window) ? 0.3 : 0.8 })),
    ...edges.flatMap((edge) => edgeLine(seen, edge)),
    ...trail.slice(1).flatMap((step) => unitFrame(seen, step, { width: 1.5, colour: accent, opacity: 1 })),
    ...unitFrame(seen, unit, { width: 2.5, colour: accent, opacity: 1 }),
    ...pointed,
  ];
}

/** @param {Seen} seen @param {Edge} edge @returns {Line[]} */
function edgeLine(seen, edge) {
  const [from, to] = [topOf(seen, edge.from), topOf(seen, edge.to)];
  if (!from || !to) return [];
  const look = lookOf(edge, seen.tables);
  return [{ ...look, from, to: [to[0], to[1] - 2 * OVER, to[2]], width: THICKER * look.width }];
}

/** @param {Seen} seen @param {string} layer */
const isShown = ({ tower, floors }, layer) => floors.has(floorNamed(tower, layer));

/** @param {Seen} seen @param {Unit} unit @returns {Point | null} */
function topOf(seen, unit) {
  const top = isShown(seen, unit.layer) ? seen.topOf(unit) : null;
  return top && [top[0], top[1] + OVER, top[2]];
}

/** @param {Seen} seen @param {Unit} unit @param {Look} look @returns {Line[]} */
function unitFrame(seen, unit, look) {
  const [place, top] = [placeOf(seen.tower, unit), topOf(seen, unit)];
  return place && top ? frame(cornersOf(place, top[1]), look) : [];
}

/** Does it hold all units of its maps? Then it says little, and is drawn softly. @param {Tower} tower @param {Window} window */
function isWhole(tower, { layer, height, width }) {
  const [box] = tower.scene.boxesOf.get(layer) ?? [];
  return box !== undefined && height * width === box.count;
}

/** @param {Seen} seen @param {Window} window @param {Look} look @returns {Line[]} */
function windowFrames(seen, window, look) {
  const { tower } = seen;
  const floor = floorNamed(tower, window.layer);
  const rects = isShown(seen, window.layer) ? rectsOf(tower.scene, window) : [];
  return rects.flatMap((rect) => frame(cornersOf(placed(tower, floor, rect), floor.level + OVER), look));
}

/** @param {readonly Point[]} corners @param {Look} look @returns {Line[]} */
function frame(corners, look) {
  return corners.map((from, i) => ({ from, to: /** @type {Point} */ (corners[(i + 1) % corners.length]), ...look }));
}
