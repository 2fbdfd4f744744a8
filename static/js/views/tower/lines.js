/**
 * What is lit for a unit, as lines in the tower: its edges with sign and strength down to the drawing, and frames
 * around windows.
 */

import { rectsOf } from "../../model/places.js";
import { lookOf } from "../network/lines.js";
import { isWhole } from "../network/overlay.js";
import { PALETTE } from "../palette.js";
import { cornersOf, floorNamed, placeOf, placed, planeOf } from "./floors.js";

/** @import { Edge } from "../../model/edges.js" */
/** @import { Unit, Window } from "../../types.js" */
/** @import { Look } from "../network/lines.js" */
/** @import { Point } from "./floors.js" */
/** @import { Seen } from "./picture.js" */

/** @typedef {Look & {from: Point, to: Point}} Line */

/** How far over the blocks a frame floats, so that neither hides the other. */
const OVER = 0.8;
/** Edges are so much thicker than in the flat view. */
const THICKER = 1.5;

/** @param {Seen} seen @returns {Line[]} */
export function litLines(seen) {
  const { tower, floors, highlight, edges, hovered, theme } = seen;
  const { accent, ink } = PALETTE[theme];
  const lines = [...floors].flatMap((floor) => frame(planeOf(tower, floor), { width: 1, colour: ink, opacity: 0.16 }));
  if (highlight) {
    const { unit, field, users, trail } = highlight;
    const fieldLook = (/** @type {Window} */ window) =>
      ({ width: 1.25, colour: accent, opacity: isWhole(tower, window) ? 0.3 : 0.8 });
    lines.push(
      ...users.flatMap((window) => windowFrames(seen, window, { width: 1, colour: ink, opacity: 0.4 })),
      ...field.flatMap((window) => windowFrames(seen, window, fieldLook(window))),
      ...edges.flatMap((edge) => edgeLine(seen, edge)),
      ...trail.slice(1).flatMap((step) => unitFrame(seen, step, { width: 1.5, colour: accent, opacity: 1 })),
      ...unitFrame(seen, unit, { width: 2.5, colour: accent, opacity: 1 }),
    );
  }
  if (hovered) lines.push(...unitFrame(seen, hovered, { width: 2, colour: ink, opacity: 1 }));
  return lines;
}

/** @param {Seen} seen @param {Edge} edge @returns {Line[]} */
function edgeLine({ topOf, tables }, edge) {
  const [from, to] = [topOf(edge.from), topOf(edge.to)];
  const look = lookOf(edge, tables);
  return from && to ? [{ ...look, from: over(from, OVER), to: over(to, -OVER), width: THICKER * look.width }] : [];
}

/** @param {Point} point @param {number} height @returns {Point} */
const over = ([x, y, z], height) => [x, y + height, z];

/** @param {Seen} seen @param {Unit} unit @param {Look} look @returns {Line[]} */
function unitFrame({ tower, topOf }, unit, look) {
  const [place, top] = [placeOf(tower, unit), topOf(unit)];
  return place && top ? frame(cornersOf(place, top[1] + OVER), look) : [];
}

/** @param {Seen} seen @param {Window} window @param {Look} look @returns {Line[]} */
function windowFrames({ tower, floors }, window, look) {
  const floor = floorNamed(tower, window.layer);
  const rects = floors.has(floor) ? rectsOf(tower.scene, window) : [];
  return rects.flatMap((rect) => frame(cornersOf(placed(tower, floor, rect), floor.level + OVER), look));
}

/** @param {readonly Point[]} corners @param {Look} look @returns {Line[]} */
function frame(corners, look) {
  return corners.map((from, i) => ({ from, to: /** @type {Point} */ (corners[(i + 1) % corners.length]), ...look }));
}
