/** State → how numbers become colours: of the drawing on the pad, and of the difference of two. */

import { scaleTable } from "../lib/colour.js";
import { rangesOf, scaleOf } from "../model/ranges.js";
import { memo } from "./memo.js";

/** @typedef {import("../types.js").Layer} Layer */
/** @typedef {import("../types.js").RangeMode} RangeMode */
/** @typedef {import("../types.js").Theme} Theme */
/** @typedef {import("../types.js").Trace} Trace */

/** @type {ReadonlyMap<string, import("../types.js").Range[]>} */
const NO_RANGES = new Map();

/**
 * @param {object} from
 * @param {() => Theme} from.theme
 * @param {() => readonly Layer[]} from.layers
 * @param {() => Trace | null} from.trace  of the drawing on the pad
 * @param {() => RangeMode} from.chosen
 * @param {{differs: () => boolean, instead: () => "difference" | "gradient" | null, trace: () => Trace | null}} from.comparing
 */
export function createColouring({ theme, layers, trace, chosen, comparing }) {
  const kept = createMemos();
  // Without ink a map is one number, its bias: a scale of its own would paint that as loud as it goes.
  const mode = () => (trace()?.response.blank ? "network" : chosen());
  const own = () => ({
    theme: theme(),
    tables: kept.tables(theme()),
    ranges: kept.ranges(layers(), trace(), mode()),
    scales: kept.scales(layers()),
  });
  return {
    tables: () => kept.tables(theme()),
    /** Of the numbers of the drawing on the pad. */
    own,
    /** Of what is painted: the same, or A − B, where every number has a sign. */
    painted: () => (comparing.differs() ? { ...own(), ranges: kept.differences(layers(), comparing.trace(), chosen(), comparing.instead() === "gradient" ? "gradient" : "activation"), scales: kept.signed(layers()) } : own()),
    mode: () => (comparing.differs() ? chosen() : mode()),
  };
}

function createMemos() {
  return {
    tables: memo((/** @type {Theme} */ theme) => ({ diverging: scaleTable("diverging", theme), sequential: scaleTable("sequential", theme) })),
    ranges: memo((/** @type {readonly Layer[]} */ layers, /** @type {Trace | null} */ trace, /** @type {RangeMode} */ mode) =>
      (trace && layers.length ? rangesOf(layers, trace, mode) : NO_RANGES)),
    scales: memo((/** @type {readonly Layer[]} */ layers) => new Map(layers.map(({ name }) => [name, scaleOf(layers, name)]))),
    differences: memo((/** @type {readonly Layer[]} */ layers, /** @type {Trace | null} */ trace, /** @type {RangeMode} */ mode, /** @type {import("../model/ranges.js").Nature} */ nature) =>
      (trace && layers.length ? rangesOf(layers, trace, mode, () => true, nature) : NO_RANGES)),
    signed: memo((/** @type {readonly Layer[]} */ layers) => new Map(layers.map(({ name }) => [name, /** @type {const} */ ("diverging")]))),
  };
}
