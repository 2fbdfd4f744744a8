/**
 * State → what each view shows: one signal a view, computed when something that it shows has changed. Nothing here
 * writes.
 */

import { computed } from "../../vendor/signals-core.min.js";
import { canRedo, canUndo } from "../ink/history.js";
import { isEmpty } from "../ink/stroke.js";
import { edgesOf, shadesOf } from "../model/edges.js";
import { explainUnit, valueOf } from "../model/explain.js";
import { cellOf, sameUnit, unitFrom } from "../model/layers.js";
import { layoutScene } from "../model/layout.js";
import { createColouring } from "./colouring.js";
import { createComparing } from "./comparing.js";
import { highlightOf } from "./highlight.js";
import { createInspecting } from "./inspecting.js";
import { createPlacing } from "./placing.js";

/** @import { Edge, Shade } from "../model/edges.js" */
/**
 * @import { Explanation, Layer, Part, Range, Sample, ScaleName, Theme, Trace, Unit } from "../types.js"
 * @import { Weights, Window } from "../types.js"
 */
/** @import { Answered, Signals } from "./signals.js" */

/** Before there are numbers. */
const NO_SCALE = {
  layer: null,
  map: null,
  range: { low: -1, high: 1 },
  narrowest: { low: -1, high: 1 },
  scale: /** @type {const} */ ("diverging"),
  value: null,
};
/** @type {readonly Layer[]} */
const NO_LAYERS = [];
/** @type {readonly Explanation[]} */
const NO_STORY = [];
/** @type {{edges: readonly Edge[], shades: readonly Shade[]}} */
const NO_EDGES = { edges: [], shades: [] };
/** @type {readonly Window[]} */
const NO_USERS = [];
/** @type {readonly Sample[]} */
const NO_SAMPLES = [];

/** @type {readonly Part[]} */
const NO_PARTS = [];
/** @type {readonly Part[]} */
const DRAWING_SIDE = ["pad", "received", "samples"];

/** @typedef {ReturnType<typeof createBase>} Base */

/** What many views go by. @param {Signals} signals */
function createBase({ model, answered, pinned, pointed, theme, systemDark }) {
  return {
    layers: computed(() => model.value?.layers ?? NO_LAYERS),
    /** Of the drawing on the pad. */
    trace: computed(() => answered.value?.trace ?? null),
    /** The one that is explained. */
    unit: computed(() => pinned.value ?? pointed.value),
    /** By hand, or else as the system asks. */
    theme: computed(() => theme.value ?? /** @type {Theme} */ (systemDark.value ? "dark" : "light")),
  };
}

/** What the page itself is like. @param {Signals} signals @param {Base["theme"]} theme */
function createPageSelectors(signals, theme) {
  const inLab = computed(() => signals.view.value === "lab");
  return {
    theme,
    language: computed(() => signals.language.value ?? signals.systemLanguage.value),
    hidden: computed(() => hiddenOf(signals)),
    inLab,
    /** The lab, a presentation and a page in a frame have no room for training. */
    trains: computed(() => signals.train.value && !inLab.value && !signals.present.value && !signals.embed.value),
    samples: computed(() => ({
      walk: signals.walk.value,
      samples: signals.samples.value?.featured ?? NO_SAMPLES,
      theme: theme.value,
    })),
    looks: computed(() => signals.looks.value && !inLab.value),
    explains: computed(() => signals.why.value !== null && !inLab.value),
    /** What lies over the input. */
    over: computed(() =>
      signals.why.value && signals.attribution.value
        ? { map: signals.attribution.value.map, opacity: signals.why.value.opacity / 100 }
        : null,
    ),
  };
}

/** What is lit and said for the unit that is explained. @param {Signals} signals @param {Base} base */
function createExplaining({ weights }, { layers, trace, unit }) {
  /** What explanations need; null: some of it is not there. */
  const known = computed(() => (layers.value.length && trace.value && weights.value && unit.value
    ? /** @type {const} */ ([layers.value, trace.value, weights.value, unit.value]) : null));
  return {
    highlight: computed(() =>
      unit.value && layers.value.length ? highlightOf(layers.value, trace.value, unit.value) : null,
    ),
    story: computed(() => (known.value ? storyOf(...known.value) : NO_STORY)),
    lit: computed(() => (known.value ? litBy(...known.value) : NO_EDGES)),
    start: computed(() => startOf(layers.value)),
  };
}

/** @param {Signals} signals */
export function createSelectors(signals) {
  const base = createBase(signals);
  const { layers, trace, unit, theme } = base;
  const { merged, narrow, pinned, stage, view, visited, zoom } = signals;
  const [inspecting, comparing, placing] = [
    createInspecting(signals, base),
    createComparing(signals, base),
    createPlacing(signals),
  ];
  const { highlight, story, lit, start } = createExplaining(signals, base);
  const colours = createColouring(signals, base, comparing);
  const stale = computed(() => isStale(signals));
  const sceneWidth = computed(() => (narrow.value ? stage.value.width : null));
  const scene = computed(() => sceneOf(signals, layers.value, sceneWidth.value));
  /** Nothing is drawn, and nothing else is painted instead. */
  const blank = computed(() => !comparing.instead.value && readingOf(trace.value).blank);
  const page = createPageSelectors(signals, theme);
  return {
    ...page,
    pad: computed(() => ({
      ...padOf(signals),
      stale: stale.value,
      now: placing.now,
      box: placing.box.value,
      crop: placing.crop.value,
      theme: theme.value,
    })),
    received: computed(() => ({
      input: trace.value?.layers.get("input") ?? null,
      preprocess: signals.preprocess.value,
      tables: colours.tables.value,
      stale: stale.value,
    })),
    compare: comparing.controls,
    network: computed(() => ({
      ...colours.painted.value,
      // Before the page is laid out there is no room for it.
      scene: stage.value.width ? scene.value : null,
      layers: layers.value,
      activations: comparing.trace.value?.layers ?? null,
      highlight: highlight.value,
      ...lit.value,
      hovered: inspecting.marked.value,
      ...{ veil: inspecting.veil.value, over: page.over.value },
      ...{ pinned: pinned.value, visited: visited.value },
      ...{ stale: stale.value, gradient: comparing.instead.value === "gradient", blank: blank.value },
      start: start.value,
      ...windowOf(signals),
    })),
    reveal: computed(() => revealOf(signals, highlight.value)),
    tools: computed(() => {
      const { width, height } = scene.value ?? { width: 0, height: 0 };
      return {
        zoom: zoom.value,
        merged: merged.value,
        flat: view.value === "2d",
        middle: { x: width / 2, y: height / 2 },
      };
    }),
    answer: computed(() => ({ ...answerOf(signals), ...comparing.answer.value })),
    inspector: computed(() => ({
      ...colours.own.value,
      layers: layers.value,
      answer: trace.value?.response ?? null,
      unit: unit.value,
      story: story.value,
      both: comparing.values.value,
      pinned: pinned.value !== null,
      visited: visited.value !== null && sameUnit(visited.value, unit.value),
      narrow: narrow.value,
      users: highlight.value?.users ?? NO_USERS,
      ...inspecting.inspector.value,
    })),
    kernels: computed(() => ({ ...colours.own.value, ...inspecting.kernels.value })),
    legend: computed(() => ({
      ...colours.painted.value,
      ...legendOf({ ...colours.painted.value, layers: layers.value, trace: comparing.trace.value, unit: unit.value }),
      instead: comparing.instead.value,
      mode: colours.mode.value,
      chosen: signals.range.value,
    })),
  };
}

/**
 * The server is gone: the maps, the crop and the received picture are an earlier drawing's.
 * @param {Signals} signals
 */
function isStale({ failure }) {
  return failure.value?.about === "server";
}

/** The room there is, and what it is like. @param {Signals} signals */
function windowOf({ zoom, narrow, still, stage, ratio, letters }) {
  return {
    zoom: zoom.value,
    narrow: narrow.value,
    still: still.value,
    stage: stage.value,
    ratio: ratio.value,
    letters: letters.value,
  };
}

/**
 * Anew whenever the page is another: how what is pinned is scrolled into view.
 * @param {Signals} signals
 * @param {unknown} highlight
 */
function revealOf({ revealing, narrow, still, painted, pinned, pageHeight, stage }, highlight) {
  const isFirst = painted.peek() === null;
  const behavior = /** @type {ScrollBehavior} */ (isFirst || still.value ? "instant" : "smooth");
  return {
    behavior: revealing.value && narrow.value ? behavior : null,
    about: [pinned.value, highlight, pageHeight.value, stage.value],
  };
}

/**
 * A bare page has no header, and shows nothing to draw with unless that is asked for.
 * @param {Signals} signals
 * @returns {readonly Part[]}
 */
function hiddenOf({ embed, hidden }) {
  return embed.value ? ["header", ...(hidden.value ?? DRAWING_SIDE)] : hidden.value ?? NO_PARTS;
}

/** @param {Signals} signals */
function padOf(signals) {
  const { raster, revision, tool, history } = signals;
  return {
    raster: raster.value,
    revision: revision.value,
    tool: tool.value,
    canUndo: canUndo(history.value),
    canRedo: canRedo(history.value),
    label: labelOf(signals),
    empty: isEmpty(history.value.present),
  };
}

/** What MNIST says of the sample that stands on the pad untouched. @param {Signals} signals */
export function labelOf({ labelled, sampled }) {
  const named = labelled.value;
  return named && named.index === sampled.value ? named.label : null;
}

/** @param {Signals} signals @param {readonly Layer[]} layers @param {number | null} width */
function sceneOf({ folded, merged }, layers, width) {
  if (layers.length === 0 || width === 0) return null;
  const rows = { folded: folded.value, mergeActivations: merged.value };
  return layoutScene(layers, width === null ? rows : { ...rows, direction: "down", width });
}

/**
 * @typedef {object} Subject  what the reading side is about
 * @property {readonly Layer[]} layers
 * @property {Trace | null} trace
 * @property {Unit | null} unit
 * @property {ReadonlyMap<string, readonly Range[]>} ranges
 * @property {ReadonlyMap<string, ScaleName>} scales
 */

/** The middle of the drawing: where the keyboard begins. @param {readonly Layer[]} layers @returns {Unit | null} */
function startOf([input]) {
  if (!input) return null;
  const [, rows = 1, columns = 1] = input.shape;
  return unitFrom(input, 0, Math.floor(rows / 2), Math.floor(columns / 2));
}

/**
 * The arithmetic of a unit and of everything on the trail below it.
 * @param {readonly Layer[]} layers
 * @param {Trace} trace
 * @param {Weights} weights
 * @param {Unit} unit
 */
function storyOf(layers, trace, weights, unit) {
  return highlightOf(layers, trace, unit).trail.map((step) => explainUnit(layers, trace, weights, step));
}

/**
 * What a unit's sources contribute: as lines down to the drawing, and for a dense unit all of them as colours.
 * @param {readonly Layer[]} layers
 * @param {Trace} trace
 * @param {Weights} weights
 * @param {Unit} unit
 */
function litBy(layers, trace, weights, unit) {
  const own = explainUnit(layers, trace, weights, unit);
  return {
    edges: edgesOf(layers, trace, weights, unit),
    shades: own.kind === "dense" ? shadesOf(own) : NO_EDGES.shades,
  };
}

/**
 * What stands beside the maps that are on the screen, which may be older than the newest answer.
 * @param {Signals} signals
 */
function answerOf(signals) {
  const painted = signals.painted.value;
  const isExplained = signals.pinned.value === null || signals.weights.value !== null;
  const live = painted?.revision === signals.revision.value && isExplained;
  const broken = signals.failure.value?.about === "server";
  return {
    ...readingOf(painted?.trace),
    state: /** @type {"live" | "pending" | "error"} */ (broken ? "error" : live ? "live" : "pending"),
    settled: live && !signals.drawing.value,
    label: labelOf(signals),
    model: modelOf(painted),
  };
}

/** @param {Answered | null} answered */
function modelOf(answered) {
  return answered?.trace.response.model ?? "";
}

/** The last layer is the answer. @param {Trace | null | undefined} trace */
function readingOf(trace) {
  if (!trace) return { blank: false, prediction: null, probabilities: [] };
  const { blank, prediction } = trace.response;
  return { blank, prediction, probabilities: [...trace.layers.values()].at(-1)?.data ?? [] };
}

/**
 * The pointed map's scale; while none is pointed at, that of all signed ones, from the narrowest to the widest.
 * @param {Subject} subject
 */
function legendOf({ layers, trace, unit, ranges, scales }) {
  if (!unit) {
    return {
      ...NO_SCALE,
      ...spanOf([...ranges].flatMap(([name, ends]) => (scales.get(name) === "diverging" ? ends : []))),
    };
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

/** @param {readonly Range[]} ranges */
function spanOf(ranges) {
  const [least, most] = [Math.min(...ranges.map(({ high }) => high)), Math.max(...ranges.map(({ high }) => high))];
  return ranges.length ? { range: { low: -most, high: most }, narrowest: { low: -least, high: least } } : {};
}
