/** State → what the inspector needs: hovered term, sliding window, the source of an input pixel, kernels. */

import { computed } from "../../vendor/signals-core.min.js";
import { pictureOf } from "../ink/base.js";
import { valuesOf } from "../lib/signals.js";
import { layerNamed, sameUnit } from "../model/layers.js";
import { originOf } from "../model/origin.js";
import { placeOf } from "./inspect-actions.js";

/** @import { Layer, Unit } from "../types.js" */
/** @import { Base } from "./selectors.js" */
/** @import { Signals } from "./signals.js" */

/** Compute the props of inspector and kernels. @param {Signals} signals @param {Base} base */
export function createInspecting(signals, { layers, unit }) {
  const { answered, digits, edits, failure, kernels, marked, pinned, play, pointed, reducedMotion, weights } = signals;
  const place = computed(() => placeOf(signals));
  /** The hovered unit while another one is explained: that of a hovered term, or of a cell of a feature map. */
  const hovered = computed(() => {
    const isOther = pinned.value && pointed.value && !sameUnit(pinned.value, pointed.value);
    return marked.value ?? (isOther ? pointed.value : null);
  });
  const window = computed(() => {
    const layer = unit.value && layerNamed(layers.value, unit.value.layer);
    return {
      /** Whether the pinned unit has a window that can slide. */
      possible: Boolean(layer?.kernel) && pinned.value !== null,
      running: place.value !== null && play.value?.running === true,
      speed: play.value?.speed ?? null,
      reducedMotion: reducedMotion.value,
      place: place.value,
    };
  });
  return {
    marked: hovered,
    /** The part of the map that the sliding window has not reached yet. */
    veil: computed(() =>
      play.value && place.value ? { layer: play.value.layer, map: play.value.map, from: place.value.at + 1 } : null,
    ),
    inspector: computed(() => ({
      marked: hovered.value,
      digits: digits.value,
      play: window.value,
      origin: originFor(signals, layers.value, unit.value),
    })),
    kernels: computed(() => ({
      ...valuesOf({ layers, layer: kernels, edits, failure, digits, chosen: unit }),
      weights: edits.value?.at?.weights ?? weights.value,
      answer: answered.value?.trace.response ?? null,
      activations: answered.value?.trace.layers ?? null,
    })),
  };
}

/**
 * Return the drawing, and the part of it that an input pixel was computed from.
 * @param {Signals} signals @param {readonly Layer[]} layers @param {Unit | null} unit
 */
function originFor({ answered, history, raster }, layers, unit) {
  const trace = answered.value?.trace;
  if (!trace || !unit || layerNamed(layers, unit.layer).inputs.length > 0) return null;
  const drawn = pictureOf(history.value.present, raster.value);
  return { drawn, box: originOf(trace, unit, drawn) };
}
