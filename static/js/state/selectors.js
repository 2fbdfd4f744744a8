/** State → the props of each view: one computed signal per view. */

import { computed } from "../../vendor/signals-core.min.js";
import { applied, pictureOf } from "../ink/base.js";
import { canRedo, canUndo } from "../ink/history.js";
import { drawingBox } from "../ink/raster.js";
import { PAD, isEmpty } from "../ink/stroke.js";
import { valuesOf } from "../lib/signals.js";
import { createColouring } from "./colour-selectors.js";
import { createComparing } from "./compare-selectors.js";
import { highlightOf } from "./highlight.js";
import { createInspecting } from "./inspector-selectors.js";
import { createNetworkSelectors } from "./network-selectors.js";
import { createReadingSelectors, labelOf } from "./explanation-selectors.js";

/** @import { Box, Drawing, Layer, Part, Raster, Sample, Theme } from "../types.js" */
/** @import { Signals } from "./signals.js" */

/** @type {readonly Layer[]} */
const NO_LAYERS = [];
/** @type {readonly Sample[]} */
const NO_SAMPLES = [];
/** @type {readonly Part[]} */
const NO_PARTS = [];
/** @type {readonly Part[]} */
const DRAWING_SIDE = ["pad", "received", "samples"];

/** @typedef {ReturnType<typeof createBase>} Base */

/** Compute what many views need. @param {Signals} signals */
function createBase({ model, answered, pinned, pointed, theme, systemDark, failure }) {
  const layers = computed(() => model.value?.layers ?? NO_LAYERS);
  /** The newest trace of the drawing on the pad. */
  const trace = computed(() => answered.value?.trace ?? null);
  /** The explained unit: the pinned or else the hovered one. */
  const unit = computed(() => pinned.value ?? pointed.value);
  return {
    layers,
    trace,
    unit,
    /** Its highlight. */
    highlight: computed(() =>
      unit.value && layers.value.length ? highlightOf(layers.value, trace.value, unit.value) : null,
    ),
    /** The chosen theme, or else the system's. */
    theme: computed(() => theme.value ?? /** @type {Theme} */ (systemDark.value ? "dark" : "light")),
    /** Whether feature maps, crop and input may belong to an earlier drawing, as the server does not respond. */
    stale: computed(() => failure.value?.about === "server"),
  };
}

/** Compute the props of all views. @param {Signals} signals */
export function createSelectors(signals) {
  const base = createBase(signals);
  const comparing = createComparing(signals, base);
  const parts = {
    comparing,
    inspecting: createInspecting(signals, base),
    colours: createColouring(signals, base, comparing),
    page: createPageSelectors(signals, base),
  };
  return {
    ...parts.page,
    ...createDrawingSelectors(signals, base, parts.colours),
    ...createNetworkSelectors(signals, base, parts),
    ...createReadingSelectors(signals, base, parts),
    compare: comparing.controls,
  };
}

/** Compute what is shown and hidden on the page. @param {Signals} signals @param {Base} base */
function createPageSelectors(signals, { theme }) {
  const { attribution, embed, looks, present, train, view, why } = signals;
  const inLab = computed(() => view.value === "lab");
  return {
    theme,
    language: computed(() => signals.language.value ?? signals.systemLanguage.value),
    /** The hidden parts. An embedded page has no header, and by default no drawing tools. */
    hidden: computed(() => {
      const hidden = signals.hidden.value;
      return embed.value ? [/** @type {const} */ ("header"), ...(hidden ?? DRAWING_SIDE)] : hidden ?? NO_PARTS;
    }),
    inLab,
    /** Whether training is shown: there is no space for it in the lab, in a presentation and in an embedded page. */
    trains: computed(() => train.value && !inLab.value && !present.value && !embed.value),
    looks: computed(() => looks.value && !inLab.value),
    explains: computed(() => why.value !== null && !inLab.value),
    /** The attribution map over the input, and its opacity. */
    over: computed(() =>
      why.value && attribution.value ? { map: attribution.value.map, opacity: why.value.opacity / 100 } : null,
    ),
  };
}

/**
 * Compute the props of pad, received input and samples.
 * @param {Signals} signals @param {Base} base @param {ReturnType<typeof createColouring>} colours
 */
function createDrawingSelectors(signals, { trace, theme, stale }, { tables }) {
  const { answered, history, preprocess, raster, revision, samples, tool, nextError } = signals;
  /** The bounding box of the strokes, while the tool is `move`. */
  const box = computed(() => (tool.value === "move" && revision.value >= 0 ? drawingBox(raster.value) : null));
  /** The crop, in pad pixels; undefined while the newest response belongs to an earlier drawing. */
  const crop = computed(() => {
    const newest = answered.value;
    if (newest?.revision !== revision.value) return undefined;
    return cropOn(newest.trace.response.crop, history.value.present, raster.value);
  });
  /** Return the current state for event handlers, as the rendered props may be older. */
  const now = () => ({ box: box.value, moving: tool.value === "move" });
  const label = computed(() => labelOf(signals));
  return {
    pad: computed(() => ({
      ...valuesOf({ raster, revision, tool, label, stale, box, crop, theme }),
      now,
      canUndo: canUndo(history.value),
      canRedo: canRedo(history.value),
      empty: isEmpty(history.value.present),
    })),
    received: computed(() => ({
      ...valuesOf({ preprocess, tables, stale }),
      input: trace.value?.layers.get("input") ?? null,
    })),
    samples: computed(() => ({ ...valuesOf({ nextError, theme }), samples: samples.value?.featured ?? NO_SAMPLES })),
  };
}

/**
 * Return the crop in pad pixels. The response has it in pixels of the sent picture: the sample's own, or the raster's.
 * @param {Box | null} crop @param {Drawing} drawing @param {Raster} raster
 * @returns {Box | null}
 */
function cropOn(crop, drawing, raster) {
  if (!crop) return null;
  const whole = PAD / raster.size;
  const matrix =
    drawing.base && pictureOf(drawing, raster) === drawing.base
      ? drawing.base.matrix
      : /** @type {const} */ ([whole, 0, 0, whole, 0, 0]);
  const [left, top] = applied(matrix, crop.left, crop.top);
  const [right, bottom] = applied(matrix, crop.left + crop.width, crop.top + crop.height);
  return { top, left, height: bottom - top, width: right - left };
}
