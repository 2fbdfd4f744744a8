/** State → the view of it that the tasks of lessons check. */

import { fetchWeights } from "./model-actions.js";
import { labelOf } from "./explanation-selectors.js";
import { SETTINGS } from "./url.js";

/** @import { LessonView } from "../lesson-types.js" */
/** @import { Trace } from "../types.js" */
/** @import { createLessonTraining } from "./lesson-training.js" */
/** @import { Outside, Own } from "./lessons.js" */
/** @import { Signals } from "./signals.js" */

/**
 * Return what tasks check; null while the trace is not that of the current drawing.
 * @param {Outside} outside @param {Own} own @param {ReturnType<typeof createLessonTraining>} training
 * @returns {LessonView | null}
 */
export function viewOf({ signals, models }, own, training) {
  const trace = liveTrace(signals);
  if (!trace || !own.entered.value) return null;
  const first = firstTrace(own, trace);
  return {
    setting: (key) => textOf(signals, key),
    layers: signals.model.value?.layers ?? [],
    trace,
    first,
    /** Fetched when they are first read. */
    get weights() {
      if (!signals.weights.value) void fetchWeights(signals, models, () => {});
      return signals.weights.value;
    },
    unit: signals.pinned.value ?? signals.pointed.value,
    dials: own.dials.value,
    phase: training.phase(),
    label: labelOf(signals),
    misread: signals.samples.value?.misread ?? [],
  };
}

/** Return the trace of the step's first drawing; the first trace becomes it. @param {Own} own @param {Trace} trace */
function firstTrace({ first }, trace) {
  first.value = first.value?.trace === null ? { ...first.value, trace } : first.value;
  return first.value?.trace ?? trace;
}

/** Return the trace of the current drawing and the chosen model, or null. @param {Signals} signals */
function liveTrace({ answered, revision, expected, chosen }) {
  const newest = answered.value;
  const isLive =
    newest?.revision === revision.value && expected.value === null && newest.trace.response.model === chosen.value;
  return isLive ? newest.trace : null;
}

/** Return the link parameter of a setting. @param {Signals} signals @param {string} key */
function textOf(signals, key) {
  return SETTINGS.find((setting) => setting.key === key)?.write(signals) ?? null;
}
