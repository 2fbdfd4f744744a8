/** The highlight of a unit: its receptive field, the units that read it, and its trail down to the input. */

import { winnerOf } from "../model/explain.js";
import { layerNamed } from "../model/layers.js";
import { receptiveField, sourcesOf, unitsIn, readersOf } from "../model/sources.js";

/** @import { Layer, Trace, Unit } from "../types.js" */

/** Return the highlight of a unit. @param {readonly Layer[]} layers @param {Trace | null} trace @param {Unit} unit */
export function highlightOf(layers, trace, unit) {
  const trail = trailOf(layers, trace, unit);
  return {
    unit,
    field: receptiveField(layers, unit),
    users: readersOf(layers, unit),
    trail,
    patch: sourcesOf(layers, /** @type {Unit} */ (trail.at(-1))),
  };
}

/**
 * Return the unit and the units below that determine it, as long as it is a single one: the winner of a max-pooling
 * window, or the only source.
 * @param {readonly Layer[]} layers @param {Trace | null} trace @param {Unit} unit
 * @returns {Unit[]}
 */
function trailOf(layers, trace, unit) {
  const trail = [unit];
  for (let next = decider(layers, trace, unit); next; next = decider(layers, trace, next)) trail.push(next);
  return trail;
}

/**
 * Return the single unit that determines a unit, if there is one.
 * @param {readonly Layer[]} layers @param {Trace | null} trace @param {Unit} unit @returns {Unit | undefined}
 */
function decider(layers, trace, unit) {
  const layer = layerNamed(layers, unit.layer);
  const [window] = sourcesOf(layers, unit);
  if (!window) return undefined;
  if (trace?.winners.has(layer.name)) return winnerOf(layer, trace, unit);
  const alone = window.maps.length * window.height * window.width === 1;
  return alone ? unitsIn(layers, window)[0] : undefined;
}
