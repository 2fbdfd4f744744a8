/** State → what the inspector adds: the marked unit, the window that slides, the drawing behind an input pixel, the kernels. */

import { pictureOf } from "../ink/base.js";
import { layerNamed, sameUnit } from "../model/layers.js";
import { originOf } from "../model/origin.js";
import { placeOf } from "./inspect-actions.js";
import { memo } from "./memo.js";

/** @typedef {import("./signals.js").Signals} Signals */
/** @typedef {import("../types.js").Layer} Layer */
/** @typedef {import("../types.js").Unit} Unit */

/** @param {Signals} signals */
export function createInspecting(signals) {
  const layers = () => signals.model.value?.layers ?? [];
  const veil = memo((/** @type {string} */ layer, /** @type {number} */ map, /** @type {number} */ from) => ({ layer, map, from }));
  const unit = () => signals.pinned.value ?? signals.pointed.value;
  const marked = () => signals.marked.value ?? hoveredOf(signals);
  return {
    /** The unit that is meant by what the pointer is on, while another is explained: a term, or a cell of the picture. */
    marked,
    /** What the sliding window has not reached yet. */
    veil() {
      const [play, place] = [signals.play.value, placeOf(signals)];
      return play && place ? veil(play.layer, play.map, place.at + 1) : null;
    },
    inspector: () => ({
      marked: marked(),
      digits: signals.digits.value,
      play: playOf(signals, unit()),
      origin: originFor(signals, layers(), unit()),
    }),
    kernels: () => ({
      layers: layers(),
      layer: signals.kernels.value,
      weights: signals.edits.value?.at?.weights ?? signals.weights.value,
      edits: signals.edits.value,
      failure: signals.failure.value,
      answer: signals.answered.value?.trace.response ?? null,
      activations: signals.answered.value?.trace.layers ?? null,
      digits: signals.digits.value,
      chosen: unit(),
    }),
  };
}

/** The unit under the pointer while another one is pinned. @param {Signals} signals */
function hoveredOf({ pinned, pointed }) {
  const [held, under] = [pinned.value, pointed.value];
  return held && under && !sameUnit(held, under) ? under : null;
}

/** @param {Signals} signals @param {Unit | null} unit */
function playOf(signals, unit) {
  const place = placeOf(signals);
  const layer = unit && layerNamed(signals.model.value?.layers ?? [], unit.layer);
  return {
    /** Has the pinned unit a window that can slide? */
    possible: Boolean(layer?.kernel) && signals.pinned.value !== null,
    running: place !== null && signals.play.value?.running === true,
    speed: signals.play.value?.speed ?? null,
    still: signals.still.value,
    place,
  };
}

/** The drawing, and the part of it that an input pixel came from. @param {Signals} signals @param {readonly Layer[]} layers @param {Unit | null} unit */
function originFor({ answered, history, raster }, layers, unit) {
  const trace = answered.value?.trace;
  if (!trace || !unit || layerNamed(layers, unit.layer).inputs.length > 0) return null;
  const drawn = pictureOf(history.value.present, raster.value);
  return { drawn, box: originOf(trace, unit, drawn) };
}
