/** State → what is painted instead of the activations: the difference of two drawings, or the gradients. */

import { computed } from "../../vendor/signals-core.min.js";
import { isEmpty } from "../ink/stroke.js";
import { valuesOf } from "../lib/signals.js";
import { differenceOf } from "../model/difference.js";
import { valueOf } from "../model/explain.js";

/** @import { Trace } from "../types.js" */
/** @import { Base } from "./selectors.js" */
/** @import { Signals } from "./signals.js" */

/** Compute the comparison. @param {Signals} signals @param {Base} base */
export function createComparing(signals, { layers, trace, unit }) {
  const { gradients, held, side, difference, history, painted } = signals;
  const pair = computed(() => pairOf(signals, trace.value));
  const shown = computed(() => {
    if (trace.value && gradients.value) return { ...trace.value, layers: gradients.value };
    return trace.value && pair.value
      ? { ...pair.value.a, layers: differenceOf(pair.value.a.layers, pair.value.b.layers) }
      : trace.value;
  });
  return {
    /** What is painted instead of the activations; null while they are painted. */
    instead: computed(() =>
      gradients.value ? /** @type {const} */ ("gradient") : pair.value && /** @type {const} */ ("difference"),
    ),
    /** The trace whose values are painted: the activations, A − B, or the gradients. */
    trace: shown,
    /** The predictions of both drawings, and the differences of their probabilities. */
    answer: computed(() => answerOf(pairOf(signals, painted.value?.trace ?? null))),
    /** The value of the explained unit in A and in B, and their difference. */
    values: computed(() => {
      if (!pair.value || !unit.value) return null;
      const [a, b] = [valueOf(layers.value, pair.value.a, unit.value), valueOf(layers.value, pair.value.b, unit.value)];
      return { a, b, difference: Math.fround(a - b), side: side.value };
    }),
    controls: computed(() => ({
      ...valuesOf({ side, difference }),
      held: held.value !== null,
      empty: isEmpty(history.value.present),
    })),
  };
}

/** Return the traces whose difference is shown. @param {Signals} signals @param {Trace | null} here  of the pad */
function pairOf({ held, gradients, difference, side }, here) {
  const there = held.value?.trace;
  if (gradients.value || !difference.value || !here || !there || here.response.model !== there.response.model) {
    return null;
  }
  return side.value === "a" ? { a: here, b: there } : { a: there, b: here };
}

/** @param {{a: Trace, b: Trace} | null} pair */
function answerOf(pair) {
  if (!pair) return { both: null };
  const [a, b] = [pair.a, pair.b].map(({ layers }) => new Map([...layers].slice(-1)));
  const [probabilities] = differenceOf(/** @type {Trace["layers"]} */ (a), /** @type {Trace["layers"]} */ (b)).values();
  return {
    both: { a: pair.a.response.prediction, b: pair.b.response.prediction },
    probabilities: probabilities?.data ?? [],
  };
}
