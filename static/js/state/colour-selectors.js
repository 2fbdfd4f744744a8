/** State → colour scales and ranges: for activations, and for differences and gradients. */

import { computed } from "../../vendor/signals-core.min.js";
import { scaleTable } from "../lib/colour.js";
import { valuesOf } from "../lib/signals.js";
import { rangesOf, scaleOf } from "../model/ranges.js";

/** @import { Range } from "../types.js" */
/** @import { createComparing } from "./compare-selectors.js" */
/** @import { Base } from "./selectors.js" */
/** @import { Signals } from "./signals.js" */

/** @type {ReadonlyMap<string, Range[]>} */
const NO_RANGES = new Map();

/**
 * Compute the colour scales and ranges.
 * @param {Signals} signals @param {Base} base @param {ReturnType<typeof createComparing>} comparing
 */
export function createColouring({ range }, { theme, layers, trace }, comparing) {
  // Without a drawing every value of a map is its bias: with a range of its own it would have the strongest colour.
  const ownMode = computed(() => (trace.value?.response.blank ? "network" : range.value));
  const tables = computed(() => ({
    diverging: scaleTable("diverging", theme.value),
    sequential: scaleTable("sequential", theme.value),
  }));
  const ranges = computed(() =>
    trace.value && layers.value.length ? rangesOf(layers.value, trace.value, ownMode.value) : NO_RANGES,
  );
  const scales = computed(() => new Map(layers.value.map(({ name }) => [name, scaleOf(layers.value, name)])));
  /** The ranges of A − B, or of the gradients. */
  const signedRanges = computed(() => {
    const shown = comparing.trace.value;
    const nature = comparing.instead.value === "gradient" ? "gradient" : "activation";
    return shown && layers.value.length ? rangesOf(layers.value, shown, range.value, () => true, nature) : NO_RANGES;
  });
  const signedScales = computed(() =>
    new Map(layers.value.map(({ name }) => [name, /** @type {const} */ ("diverging")])));
  /** The scales of the activations of the drawing on the pad. */
  const own = computed(() => valuesOf({ theme, tables, ranges, scales }));
  return {
    tables,
    own,
    /** The scales of what is painted. Differences and gradients are signed in every layer. */
    painted: computed(() =>
      comparing.instead.value ? { ...own.value, ranges: signedRanges.value, scales: signedScales.value } : own.value,
    ),
    mode: computed(() => (comparing.instead.value ? range.value : ownMode.value)),
  };
}
