/** Edges as lines, for the canvas and the exported SVG: end points, colour, width and opacity. */

import { cssColour } from "../../lib/colour.js";
import { placeOf } from "../../model/places.js";

/** @import { Edge } from "../../model/edges.js" */
/** @import { Rect, Scene, Unit } from "../../types.js" */
/** @import { Tables } from "../pixels.js" */

/** @typedef {{colour: string, width: number, opacity: number}} Look  `width` in CSS pixels */
/** @typedef {Look & {x1: number, y1: number, x2: number, y2: number}} Line */

/** Width in CSS pixels and opacity by contribution; `further`: opacity factor of edges below the unit's own. */
const EDGE = { least: 0.5, most: 2.5, faintest: 0.12, strongest: 0.95, further: 0.55 };
/** Range of contributions, relative to the largest one. */
export const SHARES = Object.freeze({ low: -1, high: 1 });

/** Return an edge's style: sign by colour, strength by width and opacity. @param {Edge} edge @param {Tables} tables */
export function lookOf({ strength, first }, { diverging }) {
  const size = Math.abs(strength);
  const fade = first ? 1 : EDGE.further;
  return {
    colour: cssColour(Math.sign(strength), SHARES, diverging),
    width: EDGE.least + (EDGE.most - EDGE.least) * size * fade,
    opacity: (EDGE.faintest + (EDGE.strongest - EDGE.faintest) * size) * fade,
  };
}

/**
 * Return the lines to paint, the strongest last so that they are on top.
 * @param {{scene: Scene, edges: readonly Edge[], tables: Tables}} picture @param {(unit: Unit) => Rect | null} place
 * @returns {Line[]}
 */
export function linesOf({ scene, edges, tables }, place) {
  return edges.toReversed().flatMap((edge) => {
    const [start, end] = [place(edge.from), place(edge.to)];
    if (!start || !end || edge.strength === 0 || start.y === end.y) return [];
    return [{
      x1: start.x + start.width / 2,
      y1: placeOf(scene, edge.from)?.box.dense ? facing(start, end) : start.y + start.height / 2,
      x2: end.x + end.width / 2,
      y2: facing(end, start),
      ...lookOf(edge, tables),
    }];
  });
}

/** Return the y of the side that faces another rectangle. @param {Rect} rect @param {Rect} other */
function facing(rect, other) {
  return rect.y < other.y ? rect.y + rect.height : rect.y;
}
