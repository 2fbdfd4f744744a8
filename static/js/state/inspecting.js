/** State → what the inspector adds: the marked unit, the window that slides, the drawing behind an input pixel, the kernels. */

import { pictureOf } from "../ink/base.js";
import { layerNamed, sameUnit } from "../model/layers.js";
import { originOf } from "../model/origin.js";
import { placeOf } from "./inspect-actions.js";
import { memo } from "./memo.js";

/** @typedef {import("./atoms.js").Atoms} Atoms */
/** @typedef {import("../types.js").Layer} Layer */
/** @typedef {import("../types.js").Unit} Unit */

/** @param {Atoms} atoms */
export function createInspecting(atoms) {
  const layers = () => atoms.model.get()?.layers ?? [];
  const veil = memo((/** @type {string} */ layer, /** @type {number} */ map, /** @type {number} */ from) => ({ layer, map, from }));
  const unit = () => atoms.pinned.get() ?? atoms.pointed.get();
  const marked = () => atoms.marked.get() ?? hoveredOf(atoms);
  return {
    /** The unit that is meant by what the pointer is on, while another is explained: a term, or a cell of the picture. */
    marked,
    /** What the sliding window has not reached yet. */
    veil() {
      const [play, place] = [atoms.play.get(), placeOf(atoms)];
      return play && place ? veil(play.layer, play.map, place.at + 1) : null;
    },
    inspector: () => ({
      marked: marked(),
      digits: atoms.digits.get(),
      play: playOf(atoms, unit()),
      origin: originFor(atoms, layers(), unit()),
    }),
    kernels: () => ({
      layers: layers(),
      layer: atoms.kernels.get(),
      weights: atoms.edits.get()?.at?.weights ?? atoms.weights.get(),
      edits: atoms.edits.get(),
      failure: atoms.failure.get(),
      answer: atoms.answered.get()?.trace.response ?? null,
      activations: atoms.answered.get()?.trace.layers ?? null,
      digits: atoms.digits.get(),
      chosen: unit(),
    }),
  };
}

/** The unit under the pointer while another one is pinned. @param {Atoms} atoms */
function hoveredOf({ pinned, pointed }) {
  const [held, under] = [pinned.get(), pointed.get()];
  return held && under && !sameUnit(held, under) ? under : null;
}

/** @param {Atoms} atoms @param {Unit | null} unit */
function playOf(atoms, unit) {
  const place = placeOf(atoms);
  const layer = unit && layerNamed(atoms.model.get()?.layers ?? [], unit.layer);
  return {
    /** Has the pinned unit a window that can slide? */
    possible: Boolean(layer?.kernel) && atoms.pinned.get() !== null,
    running: place !== null && atoms.play.get()?.running === true,
    speed: atoms.play.get()?.speed ?? null,
    still: atoms.still.get(),
    place,
  };
}

/** The drawing, and the part of it that an input pixel came from. @param {Atoms} atoms @param {readonly Layer[]} layers @param {Unit | null} unit */
function originFor({ answered, history, raster }, layers, unit) {
  const trace = answered.get()?.trace;
  if (!trace || !unit || layerNamed(layers, unit.layer).inputs.length > 0) return null;
  const drawn = pictureOf(history.get().present, raster.get());
  return { drawn, box: originOf(trace, unit, drawn) };
}
