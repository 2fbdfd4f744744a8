/** State → props of prediction, explanation, kernels and legend. */

import { computed } from "../../vendor/signals-core.min.js";
import { valuesOf } from "../lib/signals.js";
import { explainUnit, valueOf } from "../model/explain.js";
import { cellOf, sameUnit } from "../model/layers.js";

/** @import { ReadonlySignal } from "../../vendor/signals-core.min.js" */
/** @import { Explanation, Layer, Range, ScaleName, Tensor, Trace, Unit, Window } from "../types.js" */
/** @import { createColouring } from "./colour-selectors.js" */
/** @import { createComparing } from "./compare-selectors.js" */
/** @import { createInspecting } from "./inspector-selectors.js" */
/** @import { Base } from "./selectors.js" */
/** @import { Signals } from "./signals.js" */

/**
 * @typedef {object} Parts  the selectors that several views share
 * @property {ReturnType<typeof createInspecting>} inspecting
 * @property {ReturnType<typeof createComparing>} comparing
 * @property {ReturnType<typeof createColouring>} colours
 * @property {{over: ReadonlySignal<{map: Tensor, opacity: number} | null>}} page
 */

const NO_ANSWER = { blank: false, prediction: null, model: "", probabilities: [] };

/** The legend without a trace. */
const NO_SCALE = {
  layer: null,
  map: null,
  range: { low: -1, high: 1 },
  narrowest: { low: -1, high: 1 },
  scale: /** @type {const} */ ("diverging"),
  value: null,
};
/** @type {readonly Explanation[]} */
const NO_STORY = [];
/** @type {readonly Window[]} */
const NO_USERS = [];

/** Compute the props. @param {Signals} signals @param {Base} base @param {Omit<Parts, "page">} parts */
export function createReadingSelectors(signals, base, { inspecting, comparing, colours }) {
  const { narrow, pinned, visited, weights } = signals;
  const { layers, trace, unit, highlight } = base;
  const { instead } = comparing;
  /** The explanations of the unit and of the units on the trail below it. */
  const story = computed(() => {
    const [traced, parameters] = [trace.value, weights.value];
    if (!traced || !parameters || !highlight.value) return NO_STORY;
    return highlight.value.trail.map((step) => explainUnit(layers.value, traced, parameters, step));
  });
  return {
    answer: computed(() => ({ ...answerOf(signals), ...comparing.answer.value })),
    inspector: computed(() => ({
      ...colours.own.value,
      ...valuesOf({ layers, unit, story, narrow, both: comparing.values }),
      ...inspecting.inspector.value,
      answer: trace.value?.response ?? null,
      pinned: pinned.value !== null,
      visited: visited.value !== null && sameUnit(visited.value, unit.value),
      users: highlight.value?.users ?? NO_USERS,
    })),
    kernels: computed(() => ({ ...colours.own.value, ...inspecting.kernels.value })),
    legend: computed(() => ({
      ...colours.painted.value,
      ...legendOf({ ...colours.painted.value, ...valuesOf({ layers, unit, trace: comparing.trace }) }),
      ...valuesOf({ instead, mode: colours.mode, chosen: signals.range }),
    })),
  };
}

/** Return the props of the prediction that belongs to the feature maps on the screen. @param {Signals} signals */
function answerOf(signals) {
  const painted = signals.painted.value;
  const isExplained = signals.pinned.value === null || signals.weights.value !== null;
  const live = painted?.revision === signals.revision.value && isExplained;
  const broken = signals.failure.value?.about === "server";
  return {
    ...(painted ? readingOf(painted.trace) : NO_ANSWER),
    state: /** @type {"live" | "pending" | "error"} */ (broken ? "error" : live ? "live" : "pending"),
    settled: live && !signals.drawing.value,
    label: labelOf(signals),
  };
}

/**
 * Return the true label: while training is shown the chosen one, otherwise that of the sample on the pad; or null.
 * @param {Signals} signals
 */
export function labelOf({ history: { value: { present } }, taught, train }) {
  const isTaught = train.value && taught.value && taught.value.base === present.base;
  return (isTaught ? taught.value?.label : present.sample?.label) ?? null;
}

/** Return prediction and probabilities, which are the last layer. @param {Trace} trace */
function readingOf({ response: { blank, prediction, model }, layers }) {
  return { blank, prediction, model, probabilities: [...layers.values()].at(-1)?.data ?? [] };
}

/** Whether the drawing of a trace is empty. @param {Trace | null} trace */
export const isBlank = (trace) => trace?.response.blank ?? false;

/**
 * Return the scale of the explained unit's map; without a unit the widest range of all signed maps, and the narrowest.
 * @param {{layers: readonly Layer[], trace: Trace | null, unit: Unit | null,
 *   ranges: ReadonlyMap<string, readonly Range[]>, scales: ReadonlyMap<string, ScaleName>}} shown
 */
function legendOf({ layers, trace, unit, ranges, scales }) {
  if (!unit) {
    const signed = [...ranges].filter(([name]) => scales.get(name) === "diverging");
    return { ...NO_SCALE, ...spanOf(signed.flatMap(([, ends]) => ends)) };
  }
  const [map] = cellOf(unit);
  const ends = ranges.get(unit.layer) ?? [];
  const range = ends[map] ?? NO_SCALE.range;
  return {
    layer: unit.layer,
    map: ends.length > 1 ? map : null,
    range,
    narrowest: range,
    scale: scales.get(unit.layer) ?? NO_SCALE.scale,
    value: trace ? valueOf(layers, trace, unit) : null,
  };
}

/** Return the widest and the narrowest range, symmetric around 0. @param {readonly Range[]} ranges */
function spanOf(ranges) {
  const [least, most] = [Math.min(...ranges.map(({ high }) => high)), Math.max(...ranges.map(({ high }) => high))];
  return ranges.length ? { range: { low: -most, high: most }, narrowest: { low: -least, high: least } } : {};
}
