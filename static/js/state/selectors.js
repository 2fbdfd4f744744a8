/** State → what each view shows. Nothing here writes; equal state gives identical parts. */

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
import { memo } from "./memo.js";
import { createPlacing } from "./placing.js";

/** @typedef {import("../types.js").Layer} Layer */
/** @typedef {import("../types.js").Part} Part */
/** @typedef {import("../types.js").Theme} Theme */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Weights} Weights */
/** @typedef {import("./signals.js").Signals} Signals */

/** Before there are numbers. */
const NO_SCALE = { layer: null, map: null, range: { low: -1, high: 1 }, narrowest: { low: -1, high: 1 }, scale: /** @type {const} */ ("diverging"), value: null };
/** @type {readonly Layer[]} */
const NO_LAYERS = [];
/** @type {readonly import("../types.js").Explanation[]} */
const NO_STORY = [];
/** @type {{edges: readonly import("../model/edges.js").Edge[], shades: readonly import("../model/edges.js").Shade[]}} */
const NO_EDGES = { edges: [], shades: [] };
/** @type {readonly import("../types.js").Window[]} */
const NO_USERS = [];
/** @type {readonly import("../types.js").Sample[]} */
const NO_SAMPLES = [];

/** @type {readonly Part[]} */
const NO_PARTS = [];
/** @type {readonly Part[]} */
const DRAWING_SIDE = ["pad", "received", "samples"];

/** @param {Signals} signals */
export function createSelectors(signals) {
  const [kept, inspecting, comparing, placing] = [createMemos(), createInspecting(signals), createComparing(signals), createPlacing(signals)];
  const layers = () => signals.model.value?.layers ?? NO_LAYERS;
  const trace = () => signals.answered.value?.trace ?? null;
  const unit = () => signals.pinned.value ?? signals.pointed.value;
  const theme = () => themeOf(signals);
  const scene = () => kept.scene(layers(), signals.narrow.value ? signals.stage.value.width : null, signals.folded.value, signals.merged.value);
  const colours = createColouring({ theme, layers, trace, chosen: () => signals.range.value, comparing });
  return {
    theme,
    language: () => signals.language.value ?? signals.systemLanguage.value,
    hidden: () => hiddenOf(signals),
    pad: () => ({ ...padOf(signals), stale: isStale(signals), now: placing.now, box: placing.box(), crop: placing.crop(), empty: kept.empty(signals.history.value.present), theme: theme() }),
    received: () => ({ input: trace()?.layers.get("input") ?? null, preprocess: signals.preprocess.value, tables: colours.tables(), stale: isStale(signals) }),
    samples: () => ({ walk: signals.walk.value, samples: signals.samples.value?.featured ?? NO_SAMPLES, theme: theme() }),
    compare: comparing.controls,
    network: () => ({
      ...colours.painted(),
      // Before the page is laid out there is no room for it.
      scene: signals.stage.value.width ? scene() : null,
      zoom: signals.zoom.value,
      layers: layers(),
      activations: comparing.trace()?.layers ?? null,
      highlight: kept.highlight(layers(), trace(), unit()),
      ...kept.edges(layers(), trace(), signals.weights.value, unit()),
      hovered: inspecting.marked(),
      veil: inspecting.veil(),
      ...{ pinned: signals.pinned.value, visited: signals.visited.value },
      stale: isStale(signals),
      ...{ gradient: comparing.instead() === "gradient", blank: !comparing.differs() && readingOf(signals.answered.value?.trace).blank },
      start: kept.start(layers()),
      ...windowOf(signals),
    }),
    tools: () => {
      const { width, height } = scene() ?? { width: 0, height: 0 };
      return { zoom: signals.zoom.value, merged: signals.merged.value, flat: signals.view.value === "2d", middle: { x: width / 2, y: height / 2 } };
    },
    answer: () => ({ ...answerOf(signals), ...comparing.answer() }),
    inspector: () => ({
      ...colours.own(),
      layers: layers(),
      answer: trace()?.response ?? null,
      unit: unit(),
      story: kept.story(layers(), trace(), signals.weights.value, unit()),
      both: comparing.values(unit()),
      pinned: signals.pinned.value !== null,
      visited: signals.visited.value !== null && sameUnit(signals.visited.value, unit()),
      narrow: signals.narrow.value,
      users: kept.highlight(layers(), trace(), unit())?.users ?? NO_USERS,
      ...inspecting.inspector(),
    }),
    kernels: () => ({ ...colours.own(), ...inspecting.kernels() }),
    legend: () => ({
      ...colours.painted(),
      ...legendOf({ ...colours.painted(), layers: layers(), trace: comparing.trace(), unit: unit() }),
      instead: comparing.instead(),
      mode: colours.mode(),
      chosen: signals.range.value,
    }),
  };
}

/** What is worth keeping as long as it stays the same. */
function createMemos() {
  return {
    scene: memo((/** @type {readonly Layer[]} */ layers, /** @type {number | null} */ narrowWidth, /** @type {ReadonlySet<string>} */ folded, /** @type {boolean} */ mergeActivations) =>
      sceneOf(layers, narrowWidth, { folded, mergeActivations })),
    highlight: memo((/** @type {readonly Layer[]} */ layers, /** @type {Trace | null} */ trace, /** @type {Unit | null} */ unit) =>
      (unit && layers.length ? highlightOf(layers, trace, unit) : null)),
    story: memo((/** @type {readonly Layer[]} */ layers, /** @type {Trace | null} */ trace, /** @type {Weights | null} */ weights, /** @type {Unit | null} */ unit) =>
      (layers.length && trace && weights && unit ? storyOf(layers, trace, weights, unit) : NO_STORY)),
    edges: memo((/** @type {readonly Layer[]} */ layers, /** @type {Trace | null} */ trace, /** @type {Weights | null} */ weights, /** @type {Unit | null} */ unit) =>
      (layers.length && trace && weights && unit ? litBy(layers, trace, weights, unit) : NO_EDGES)),
    start: memo(startOf),
    empty: memo(isEmpty),
  };
}

/** By hand, or else as the system asks. @param {Signals} signals @returns {Theme} */
function themeOf({ theme, systemDark }) {
  return theme.value ?? (systemDark.value ? "dark" : "light");
}

/** The server is gone: the maps, the crop and the received picture are an earlier drawing's. @param {Signals} signals */
function isStale({ failure }) {
  return failure.value?.about === "server";
}

/** The room there is, and what it is like. @param {Signals} signals */
function windowOf({ narrow, still, stage, ratio, letters }) {
  return { narrow: narrow.value, still: still.value, stage: stage.value, ratio: ratio.value, letters: letters.value };
}

/** A bare page has no header, and shows nothing to draw with unless that is asked for. @param {Signals} signals @returns {readonly Part[]} */
function hiddenOf({ embed, hidden }) {
  return embed.value ? ["header", ...(hidden.value ?? DRAWING_SIDE)] : hidden.value ?? NO_PARTS;
}

/** @param {Signals} signals */
function padOf(signals) {
  const { raster, revision, tool, history } = signals;
  return { raster: raster.value, revision: revision.value, tool: tool.value, canUndo: canUndo(history.value), canRedo: canRedo(history.value), label: labelOf(signals) };
}

/** What MNIST says of the sample that stands on the pad untouched. @param {Signals} signals */
function labelOf({ labelled, sampled }) {
  const named = labelled.value;
  return named && named.index === sampled.value ? named.label : null;
}

/** @param {readonly Layer[]} layers @param {number | null} narrowWidth @param {import("../types.js").SceneOptions} rows */
function sceneOf(layers, narrowWidth, rows) {
  if (layers.length === 0 || narrowWidth === 0) return null;
  return layoutScene(layers, narrowWidth === null ? rows : { ...rows, direction: "down", width: narrowWidth });
}

/**
 * @typedef {object} Subject  what the reading side is about
 * @property {readonly Layer[]} layers
 * @property {Trace | null} trace
 * @property {Unit | null} unit
 * @property {ReadonlyMap<string, readonly import("../types.js").Range[]>} ranges
 * @property {ReadonlyMap<string, import("../types.js").ScaleName>} scales
 */

/** The middle of the drawing: where the keyboard begins. @param {readonly Layer[]} layers @returns {Unit | null} */
function startOf([input]) {
  if (!input) return null;
  const [, rows = 1, columns = 1] = input.shape;
  return unitFrom(input, 0, Math.floor(rows / 2), Math.floor(columns / 2));
}

/** The arithmetic of a unit and of everything on the trail below it. @param {readonly Layer[]} layers @param {Trace} trace @param {Weights} weights @param {Unit} unit */
function storyOf(layers, trace, weights, unit) {
  return highlightOf(layers, trace, unit).trail.map((step) => explainUnit(layers, trace, weights, step));
}

/** What a unit's sources contribute: as lines down to the drawing, and for a dense unit all of them as colours. @param {readonly Layer[]} layers @param {Trace} trace @param {Weights} weights @param {Unit} unit */
function litBy(layers, trace, weights, unit) {
  const own = explainUnit(layers, trace, weights, unit);
  return { edges: edgesOf(layers, trace, weights, unit), shades: own.kind === "dense" ? shadesOf(own) : NO_EDGES.shades };
}

/** What stands beside the maps that are on the screen, which may be older than the newest answer. @param {Signals} signals */
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

/** @param {import("./signals.js").Answered | null} answered */
function modelOf(answered) {
  return answered?.trace.response.model ?? "";
}

/** The last layer is the answer. @param {Trace | undefined} trace */
function readingOf(trace) {
  if (!trace) return { blank: false, prediction: null, probabilities: [] };
  const { blank, prediction } = trace.response;
  return { blank, prediction, probabilities: [...trace.layers.values()].at(-1)?.data ?? [] };
}

/** The pointed map's scale; while none is pointed at, that of all signed ones, from the narrowest to the widest. @param {Subject} subject */
function legendOf({ layers, trace, unit, ranges, scales }) {
  if (!unit) return { ...NO_SCALE, ...spanOf([...ranges].flatMap(([name, ends]) => (scales.get(name) === "diverging" ? ends : []))) };
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

/** @param {readonly import("../types.js").Range[]} ranges */
function spanOf(ranges) {
  const [least, most] = [Math.min(...ranges.map(({ high }) => high)), Math.max(...ranges.map(({ high }) => high))];
  return ranges.length ? { range: { low: -most, high: most }, narrowest: { low: -least, high: least } } : {};
}
