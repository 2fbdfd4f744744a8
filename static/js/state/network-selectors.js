/** State → what the network's views show: maps, what is lit on them, and the part of the scene that is in view. */

import { computed } from "../../vendor/signals-core.min.js";
import { valuesOf } from "../lib/signals.js";
import { edgesOf, shadesOf } from "../model/edges.js";
import { explainUnit } from "../model/explain.js";
import { unitFrom } from "../model/layers.js";
import { layoutScene } from "../model/layout.js";
import { isBlank } from "./reading-selectors.js";

/** @import { Edge, Shade } from "../model/edges.js" */
/** @import { Layer, Trace, Unit, Weights } from "../types.js" */
/** @import { Parts } from "./reading-selectors.js" */
/** @import { Base } from "./selectors.js" */
/** @import { Signals } from "./signals.js" */

/** @type {{edges: readonly Edge[], shades: readonly Shade[]}} */
const NO_EDGES = { edges: [], shades: [] };

/** @param {Signals} signals @param {Base} base @param {Parts} parts */
export function createNetworkSelectors(signals, base, { inspecting, comparing, colours, page }) {
  const { letters, merged, narrow, pageHeight, pinned, ratio, stage, still, view, visited, weights, zoom } = signals;
  const { layers, trace, unit, highlight, stale } = base;
  const width = computed(() => (narrow.value ? stage.value.width : null));
  const scene = computed(() => sceneOf(signals, layers.value, width.value));
  const lit = computed(() => (layers.value.length && trace.value && weights.value && unit.value
    ? litBy(layers.value, trace.value, weights.value, unit.value) : NO_EDGES));
  const start = computed(() => startOf(layers.value));
  /** Nothing is drawn, and nothing else is painted instead. */
  const blank = computed(() => !comparing.instead.value && isBlank(trace.value));
  const shown = {
    ...{ layers, highlight, start, pinned, visited, stale, blank, zoom, narrow, still, stage, ratio, letters },
    ...{ hovered: inspecting.marked, veil: inspecting.veil, over: page.over },
  };
  return {
    network: computed(() => ({
      ...colours.painted.value,
      ...lit.value,
      ...valuesOf(shown),
      scene: stage.value.width ? scene.value : null, // before the page is laid out there is no room for it
      activations: comparing.trace.value?.layers ?? null,
      gradient: comparing.instead.value === "gradient",
    })),
    /** Anew whenever the page is another: what is scrolled into view, and how. */
    reveal: computed(() => {
      const isFirst = signals.painted.peek() === null;
      const behavior = /** @type {ScrollBehavior} */ (isFirst || still.value ? "instant" : "smooth");
      return {
        behavior,
        revealed: narrow.value ? signals.revealing.value : null,
        about: valuesOf({ pinned, highlight, pageHeight, stage }),
      };
    }),
    tools: computed(() => ({
      ...valuesOf({ zoom, merged }),
      flat: view.value === "2d",
      middle: { x: (scene.value?.width ?? 0) / 2, y: (scene.value?.height ?? 0) / 2 },
    })),
  };
}

/** @param {Signals} signals @param {readonly Layer[]} layers @param {number | null} width */
function sceneOf({ folded, merged }, layers, width) {
  if (layers.length === 0 || width === 0) return null;
  const rows = { folded: folded.value, mergeActivations: merged.value };
  return layoutScene(layers, width === null ? rows : { ...rows, direction: "down", width });
}

/** The middle of the drawing: where the keyboard begins. @param {readonly Layer[]} layers @returns {Unit | null} */
function startOf([input]) {
  if (!input) return null;
  const [, rows = 1, columns = 1] = input.shape;
  return unitFrom(input, 0, Math.floor(rows / 2), Math.floor(columns / 2));
}

/**
 * What a unit's sources contribute: as lines down to the drawing, and for a dense unit all of them as colours.
 * @param {readonly Layer[]} layers @param {Trace} trace @param {Weights} weights @param {Unit} unit
 */
function litBy(layers, trace, weights, unit) {
  const own = explainUnit(layers, trace, weights, unit);
  return {
    edges: edgesOf(layers, trace, weights, unit),
    shades: own.kind === "dense" ? shadesOf(own) : NO_EDGES.shades,
  };
}
