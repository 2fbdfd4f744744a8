/** State → what two drawings have to do with each other: what is shown of both, and how to choose it. */

import { isEmpty } from "../ink/stroke.js";
import { differenceOf } from "../model/difference.js";
import { valueOf } from "../model/explain.js";
import { memo } from "./memo.js";

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("./signals.js").Signals} Signals */

const NOT_BOTH = { both: null };

/** @param {Signals} signals */
export function createComparing(signals) {
  const difference = memo((/** @type {Trace} */ a, /** @type {Trace} */ b) => ({ ...a, layers: differenceOf(a.layers, b.layers) }));
  const empty = memo(isEmpty);
  const values = memo(valuesOf);
  const withLayers = memo((/** @type {Trace} */ trace, /** @type {Trace["layers"]} */ layers) => ({ ...trace, layers }));
  /** A's and B's traces while their difference is looked at. @param {Trace | undefined} here  of the drawing on the pad */
  const both = (here) => {
    const there = signals.held.value?.trace;
    if (signals.gradients.value || !signals.difference.value || !here || !there || here.response.model !== there.response.model) return null;
    return signals.side.value === "a" ? { a: here, b: there } : { a: there, b: here };
  };
  /** @param {Trace | undefined} here */
  const shown = (here) => {
    const gradients = signals.gradients.value;
    if (here && gradients) return withLayers(here, gradients);
    const pair = both(here);
    return pair ? difference(pair.a, pair.b) : here ?? null;
  };
  /** What is painted instead of the activations. @returns {"difference" | "gradient" | null} */
  const instead = () => (signals.gradients.value ? "gradient" : both(signals.answered.value?.trace) && "difference");
  return {
    instead,
    differs: () => instead() !== null,
    /** The trace whose numbers are painted: the pad's own, A − B, or the gradients. */
    trace: () => shown(signals.answered.value?.trace),
    /** What the answer says of both. */
    answer() {
      const here = signals.painted.value?.trace;
      const pair = both(here);
      return pair ? { both: { a: pair.a.response.prediction, b: pair.b.response.prediction }, probabilities: [...shown(here)?.layers.values() ?? []].at(-1)?.data ?? [] }
        : NOT_BOTH;
    },
    /** The unit's value in A, in B, and their difference. @param {Unit | null} unit */
    values(unit) {
      const pair = both(signals.answered.value?.trace);
      const layers = signals.model.value?.layers;
      return pair && unit && layers ? values(pair.a, pair.b, unit, layers, signals.side.value) : null;
    },
    controls: () => ({
      held: signals.held.value !== null,
      side: signals.side.value,
      difference: signals.difference.value,
      empty: empty(signals.history.value.present),
    }),
  };
}

/**
 * @param {Trace} traceA @param {Trace} traceB @param {Unit} unit @param {readonly import("../types.js").Layer[]} layers
 * @param {import("../types.js").Side} side  the one on the pad
 */
function valuesOf(traceA, traceB, unit, layers, side) {
  const [a, b] = [valueOf(layers, traceA, unit), valueOf(layers, traceB, unit)];
  return { a, b, difference: Math.fround(a - b), side };
}
