/** What is lit for a unit: everything it can see, who reads it, and the trail of the one pixel that decided. */

import { winnerOf } from "../model/explain.js";
import { layerNamed } from "../model/layers.js";
import { receptiveField, sourcesOf, unitsIn, usersOf } from "../model/sources.js";

/** @import { Layer, Trace, Unit } from "../types.js" */

/** @param {readonly Layer[]} layers @param {Trace | null} trace @param {Unit} unit */
export function highlightOf(layers, trace, unit) {
  const trail = trailOf(layers, trace, unit);
  return {
    unit,
    field: receptiveField(layers, unit),
    users: usersOf(layers, unit),
    trail,
    patch: sourcesOf(layers, /** @type {Unit} */ (trail.at(-1))),
  };
}

/**
 * The unit, then the one that decided it, and so on down, as long as one alone decides: a window's winner, or the only
 * source.
 * @param {readonly Layer[]} layers @param {Trace | null} trace @param {Unit} unit
 * @returns {Unit[]}
 */
function trailOf(layers, trace, unit) {
  const trail = [unit];
  for (let next = decider(layers, trace, unit); next; next = decider(layers, trace, next)) trail.push(next);
  return trail;
}

/** @param {readonly Layer[]} layers @param {Trace | null} trace @param {Unit} unit @returns {Unit | undefined} */
function decider(layers, trace, unit) {
  const layer = layerNamed(layers, unit.layer);
  const [window] = sourcesOf(layers, unit);
  if (!window) return undefined;
  if (trace?.winners.has(layer.name)) return winnerOf(layer, trace, unit);
  const alone = window.maps.length * window.height * window.width === 1;
  return alone ? unitsIn(layers, window)[0] : undefined;
}
