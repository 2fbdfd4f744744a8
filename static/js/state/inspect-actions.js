/** What can be done to how a unit is explained: its digits, its terms, its kernels, and the window that slides. Part of the writer of state. */

import { clamp } from "../lib/math.js";
import { cellOf, layerNamed, layerVolume, sameUnit, unitFrom } from "../model/layers.js";

/** @typedef {import("../types.js").Play} Play */
/** @typedef {import("./actions.js").Table} Table */
/** @typedef {import("./atoms.js").Atoms} Atoms */

/** Windows a second. */
export const SPEEDS = Object.freeze([2, 8, 30]);

/**
 * @param {Atoms} atoms @param {import("./storage.js").Storage} storage
 * @returns {Pick<Table, "digits" | "term" | "kernels" | "play" | "step" | "scrub" | "speed" | "stop">}
 */
export function inspectTable(atoms, storage) {
  const { digits, marked, kernels, play } = atoms;
  const clock = { timer: 0 };
  /** @param {Partial<Play>} change */
  const playing = (change) => {
    const now = play.get() ?? opened(atoms);
    if (now) play.set({ ...now, ...change });
    window.clearTimeout(clock.timer);
    clock.timer = play.get()?.running ? window.setTimeout(tick, 1000 / Number(play.get()?.speed)) : 0;
  };
  const tick = () => {
    const place = placeOf(atoms);
    if (place) moveTo(atoms, place.at + 1);
    playing({ running: place !== null && place.at + 1 < place.count - 1 });
  };
  return {
    digits(intent) {
      digits.set(intent.digits);
      storage.write("digits", intent.digits);
    },
    term: ({ unit }) => sameUnit(marked.get(), unit) || marked.set(unit),
    kernels: ({ layer }) => kernels.set(layer),
    play({ running }) {
      if (!placeOf(atoms)) play.set(null);
      const place = placeOf(atoms) ?? (play.set(opened(atoms)), placeOf(atoms));
      if (running && place && place.at === place.count - 1) moveTo(atoms, 0);
      playing({ running: running && !atoms.still.get() });
    },
    step({ by }) {
      playing({ running: false });
      moveTo(atoms, Number(placeOf(atoms)?.at) + by);
    },
    scrub({ place }) {
      playing({ running: false });
      moveTo(atoms, place);
    },
    speed: ({ speed }) => playing({ speed }),
    stop() {
      playing({ running: false });
      play.set(null);
    },
  };
}

/** Before the first step: the pinned unit's map. @param {Atoms} atoms @returns {Play | null} */
function opened({ pinned }) {
  const unit = pinned.get();
  return unit && { layer: unit.layer, map: cellOf(unit)[0], running: false, speed: Number(SPEEDS[1]) };
}

/**
 * Where the sliding window stands: its place in reading order. Null while nothing slides, or another map has been pinned since.
 * @param {Atoms} atoms
 */
export function placeOf({ play, pinned, model }) {
  const [now, unit] = [play.get(), pinned.get()];
  if (!now || !unit || unit.layer !== now.layer || cellOf(unit)[0] !== now.map) return null;
  const [, rows, columns] = layerVolume(layerNamed(model.get()?.layers ?? [], unit.layer));
  const [, row, column] = cellOf(unit);
  return { at: row * columns + column, count: rows * columns, columns };
}

/** @param {Atoms} atoms @param {number} at */
function moveTo(atoms, at) {
  const place = placeOf(atoms);
  const now = atoms.play.get();
  if (!place || !now) return;
  const next = clamp(at, 0, place.count - 1);
  const layer = layerNamed(atoms.model.get()?.layers ?? [], now.layer);
  atoms.pinned.set(unitFrom(layer, now.map, Math.floor(next / place.columns), next % place.columns));
}
