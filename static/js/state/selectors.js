/** State → what each view shows: one signal a view, computed when something in it has changed. */

import { computed } from "../../vendor/signals-core.min.js";
import { canRedo, canUndo } from "../ink/history.js";
import { isEmpty } from "../ink/stroke.js";
import { valuesOf } from "../lib/signals.js";
import { createColouring } from "./colouring.js";
import { createComparing } from "./comparing.js";
import { highlightOf } from "./highlight.js";
import { createInspecting } from "./inspecting.js";
import { createNetworkSelectors } from "./network-selectors.js";
import { createPlacing } from "./placing.js";
import { createReadingSelectors, labelOf } from "./reading-selectors.js";

/** @import { Layer, Part, Sample, Theme } from "../types.js" */
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

/** What many views go by. @param {Signals} signals */
function createBase({ model, answered, pinned, pointed, theme, systemDark, failure }) {
  const layers = computed(() => model.value?.layers ?? NO_LAYERS);
  /** Of the drawing on the pad. */
  const trace = computed(() => answered.value?.trace ?? null);
  /** The one that is explained. */
  const unit = computed(() => pinned.value ?? pointed.value);
  return {
    layers,
    trace,
    unit,
    /** What is lit for it. */
    highlight: computed(() =>
      unit.value && layers.value.length ? highlightOf(layers.value, trace.value, unit.value) : null,
    ),
    /** By hand, or else as the system asks. */
    theme: computed(() => theme.value ?? /** @type {Theme} */ (systemDark.value ? "dark" : "light")),
    /** The server is gone: the maps, the crop and the received picture are an earlier drawing's. */
    stale: computed(() => failure.value?.about === "server"),
  };
}

/** @param {Signals} signals */
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

/** What the page itself is like. @param {Signals} signals @param {Base} base */
function createPageSelectors(signals, { theme }) {
  const { attribution, embed, looks, present, train, view, why } = signals;
  const inLab = computed(() => view.value === "lab");
  return {
    theme,
    language: computed(() => signals.language.value ?? signals.systemLanguage.value),
    /** A bare page has no header, and shows nothing to draw with unless that is asked for. */
    hidden: computed(() => {
      const hidden = signals.hidden.value;
      return embed.value ? [/** @type {const} */ ("header"), ...(hidden ?? DRAWING_SIDE)] : hidden ?? NO_PARTS;
    }),
    inLab,
    /** The lab, a presentation and a page in a frame have no room for training. */
    trains: computed(() => train.value && !inLab.value && !present.value && !embed.value),
    looks: computed(() => looks.value && !inLab.value),
    explains: computed(() => why.value !== null && !inLab.value),
    /** What lies over the input. */
    over: computed(() =>
      why.value && attribution.value ? { map: attribution.value.map, opacity: why.value.opacity / 100 } : null,
    ),
  };
}

/** @param {Signals} signals @param {Base} base @param {ReturnType<typeof createColouring>} colours */
function createDrawingSelectors(signals, { trace, theme, stale }, { tables }) {
  const { history, preprocess, raster, revision, samples, tool, nextError } = signals;
  const { box, crop, now } = createPlacing(signals);
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
