/** State → props of the network's views: feature maps, highlight, edges, and the zoomed part of the scene. */

import { computed } from "../../vendor/signals-core.min.js";
import { valuesOf } from "../lib/signals.js";
import { edgesOf, shadesOf } from "../model/edges.js";
import { explainUnit } from "../model/explain.js";
import { unitFrom } from "../model/layers.js";
import { layoutScene } from "../model/layout.js";
import { isBlank } from "./explanation-selectors.js";

/** @import { Edge, Shade } from "../model/edges.js" */
/** @import { Layer, Trace, Unit, Weights } from "../types.js" */
/** @import { Parts } from "./explanation-selectors.js" */
/** @import { Base } from "./selectors.js" */
/** @import { Signals } from "./signals.js" */

/** @type {{edges: readonly Edge[], shades: readonly Shade[]}} */
const NO_EDGES = { edges: [], shades: [] };

/** Compute the props. @param {Signals} signals @param {Base} base @param {Parts} parts */
export function createNetworkSelectors(signals, base, { inspecting, comparing, colours, page }) {
  const { merged, narrow, pageHeight, pinned, ratio, reducedMotion } = signals;
  const { stage, textScale, view, visited, weights, zoom } = signals;
  const { layers, trace, unit, highlight, stale } = base;
  const width = computed(() => (narrow.value ? stage.value.width : null));
  const scene = computed(() => sceneOf(signals, layers.value, width.value));
  const connections = computed(() => (layers.value.length && trace.value && weights.value && unit.value
    ? connectionsOf(layers.value, trace.value, weights.value, unit.value) : NO_EDGES));
  const start = computed(() => startOf(layers.value));
  /** Whether the drawing is empty, and its activations are painted. */
  const blank = computed(() => !comparing.instead.value && isBlank(trace.value));
  const shown = {
    ...{ layers, highlight, start, pinned, visited, stale, blank },
    ...{ zoom, narrow, reducedMotion, stage, ratio, textScale },
    ...{ hovered: inspecting.marked, veil: inspecting.veil, over: page.over },
  };
  return {
    network: computed(() => ({
      ...colours.painted.value,
      ...connections.value,
      ...valuesOf(shown),
      scene: stage.value.width ? scene.value : null, // 0 before the page is laid out
      activations: comparing.trace.value?.layers ?? null,
      gradient: comparing.instead.value === "gradient",
    })),
    /** What is scrolled into view, and how; `about` changes whenever that may be necessary. */
    reveal: computed(() => {
      const isFirst = signals.painted.peek() === null;
      const behavior = /** @type {ScrollBehavior} */ (isFirst || reducedMotion.value ? "instant" : "smooth");
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

/** Return the 2D scene. @param {Signals} signals @param {readonly Layer[]} layers @param {number | null} width */
function sceneOf({ folded, merged }, layers, width) {
  if (layers.length === 0 || width === 0) return null;
  const rows = { folded: folded.value, mergeActivations: merged.value };
  return layoutScene(layers, width === null ? rows : { ...rows, direction: "down", width });
}

/** Return the central input unit, where the keyboard starts. @param {readonly Layer[]} layers @returns {Unit | null} */
function startOf([input]) {
  if (!input) return null;
  const [, rows = 1, columns = 1] = input.shape;
  return unitFrom(input, 0, Math.floor(rows / 2), Math.floor(columns / 2));
}

/**
 * Return the edges from a unit down to the input, and for a dense unit the contributions of all its sources as colours.
 * @param {readonly Layer[]} layers @param {Trace} trace @param {Weights} weights @param {Unit} unit
 */
function connectionsOf(layers, trace, weights, unit) {
  const own = explainUnit(layers, trace, weights, unit);
  return {
    edges: edgesOf(layers, trace, weights, unit),
    shades: own.kind === "dense" ? shadesOf(own) : NO_EDGES.shades,
  };
}
