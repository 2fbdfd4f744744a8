/** The actions of the inspector: hovered terms, kernels, and the sliding window. */

import { clamp } from "../lib/math.js";
import { cellOf, layerNamed, layerVolume, sameUnit, unitFrom } from "../model/layers.js";

/** @import { OnIntent } from "../intents.js" */
/** @import { Play } from "../types.js" */
/** @import { Table } from "./actions.js" */
/** @import { Signals } from "./signals.js" */

/** The speeds of the sliding window, in windows per second. */
export const SPEEDS = Object.freeze([2, 8, 30]);

/** Return the rows of the inspector's intents. @param {Signals} signals @param {OnIntent} perform */
export function inspectTable(signals, perform) {
  const { marked, kernels, play } = signals;
  const clock = { timer: 0 };
  /** @param {Partial<Play>} change */
  const playing = (change) => {
    const now = play.value ?? initialPlay(signals);
    if (now) play.value = { ...now, ...change };
    window.clearTimeout(clock.timer);
    clock.timer = play.value?.running ? window.setTimeout(tick, 1000 / Number(play.value?.speed)) : 0;
  };
  const tick = () => {
    const place = placeOf(signals);
    if (place) moveTo(signals, place.at + 1);
    playing({ running: place !== null && place.at + 1 < place.count - 1 });
  };
  return /** @satisfies {Partial<Table>} */ ({
    markTerm: ({ unit }) => sameUnit(marked.value, unit) || (marked.value = unit),
    showKernels({ layer }) {
      kernels.value = layer;
      if (layer !== null) perform({ type: "edit", change: { what: "begin" } });
    },
    play({ running }) {
      if (!placeOf(signals)) play.value = null;
      const place = placeOf(signals) ?? ((play.value = initialPlay(signals)), placeOf(signals));
      if (running && place && place.at === place.count - 1) moveTo(signals, 0);
      playing({ running: running && !signals.reducedMotion.value });
    },
    step({ by }) {
      playing({ running: false });
      moveTo(signals, Number(placeOf(signals)?.at) + by);
    },
    seek({ place }) {
      playing({ running: false });
      moveTo(signals, place);
    },
    speed: ({ speed }) => playing({ speed }),
    stop() {
      playing({ running: false });
      play.value = null;
    },
  });
}

/** Return a paused window on the pinned unit's map. @param {Signals} signals @returns {Play | null} */
function initialPlay({ pinned }) {
  const unit = pinned.value;
  return unit && { layer: unit.layer, map: cellOf(unit)[0], running: false, speed: Number(SPEEDS[1]) };
}

/** Return the sliding window's position in row-major order; null without a window. @param {Signals} signals */
export function placeOf({ play, pinned, model }) {
  const [now, unit] = [play.value, pinned.value];
  if (!now || !unit || unit.layer !== now.layer || cellOf(unit)[0] !== now.map) return null;
  const [, rows, columns] = layerVolume(layerNamed(model.value?.layers ?? [], unit.layer));
  const [, row, column] = cellOf(unit);
  return { at: row * columns + column, count: rows * columns, columns };
}

/** Pin the unit at a position of the sliding window. @param {Signals} signals @param {number} at */
function moveTo(signals, at) {
  const place = placeOf(signals);
  const now = signals.play.value;
  if (!place || !now) return;
  const next = clamp(at, 0, place.count - 1);
  const layer = layerNamed(signals.model.value?.layers ?? [], now.layer);
  signals.pinned.value = unitFrom(layer, now.map, Math.floor(next / place.columns), next % place.columns);
}
