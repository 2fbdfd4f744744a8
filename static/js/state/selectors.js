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
/** @typedef {import("./atoms.js").Atoms} Atoms */

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

/** @param {Atoms} atoms */
export function createSelectors(atoms) {
  const [kept, inspecting, comparing, placing] = [createMemos(), createInspecting(atoms), createComparing(atoms), createPlacing(atoms)];
  const layers = () => atoms.model.get()?.layers ?? NO_LAYERS;
  const trace = () => atoms.answered.get()?.trace ?? null;
  const unit = () => atoms.pinned.get() ?? atoms.pointed.get();
  const theme = () => themeOf(atoms);
  const scene = () => kept.scene(layers(), atoms.narrow.get() ? atoms.stage.get().width : null, atoms.folded.get(), atoms.merged.get());
  const colours = createColouring({ theme, layers, trace, chosen: atoms.range.get, comparing });
  return {
    theme,
    language: () => atoms.language.get() ?? atoms.systemLanguage.get(),
    hidden: () => hiddenOf(atoms),
    pad: () => ({ ...padOf(atoms), stale: isStale(atoms), now: placing.now, box: placing.box(), crop: placing.crop(), empty: kept.empty(atoms.history.get().present), theme: theme() }),
    received: () => ({ input: trace()?.layers.get("input") ?? null, preprocess: atoms.preprocess.get(), tables: colours.tables(), stale: isStale(atoms) }),
    samples: () => ({ walk: atoms.walk.get(), samples: atoms.samples.get()?.featured ?? NO_SAMPLES, theme: theme() }),
    compare: comparing.controls,
    network: () => ({
      ...colours.painted(),
      // Before the page is laid out there is no room for it.
      scene: atoms.stage.get().width ? scene() : null,
      zoom: atoms.zoom.get(),
      layers: layers(),
      activations: comparing.trace()?.layers ?? null,
      highlight: kept.highlight(layers(), trace(), unit()),
      ...kept.edges(layers(), trace(), atoms.weights.get(), unit()),
      hovered: inspecting.marked(),
      veil: inspecting.veil(),
      ...{ pinned: atoms.pinned.get(), visited: atoms.visited.get() },
      stale: isStale(atoms),
      ...{ gradient: comparing.instead() === "gradient", blank: !comparing.differs() && readingOf(atoms.answered.get()?.trace).blank },
      start: kept.start(layers()),
      ...windowOf(atoms),
    }),
    tools: () => {
      const { width, height } = scene() ?? { width: 0, height: 0 };
      return { zoom: atoms.zoom.get(), merged: atoms.merged.get(), flat: atoms.view.get() === "2d", middle: { x: width / 2, y: height / 2 } };
    },
    answer: () => ({ ...answerOf(atoms), ...comparing.answer() }),
    inspector: () => ({
      ...colours.own(),
      layers: layers(),
      answer: trace()?.response ?? null,
      unit: unit(),
      story: kept.story(layers(), trace(), atoms.weights.get(), unit()),
      both: comparing.values(unit()),
      pinned: atoms.pinned.get() !== null,
      visited: atoms.visited.get() !== null && sameUnit(atoms.visited.get(), unit()),
      narrow: atoms.narrow.get(),
      users: kept.highlight(layers(), trace(), unit())?.users ?? NO_USERS,
      ...inspecting.inspector(),
    }),
    kernels: () => ({ ...colours.own(), ...inspecting.kernels() }),
    legend: () => ({
      ...colours.painted(),
      ...legendOf({ ...colours.painted(), layers: layers(), trace: comparing.trace(), unit: unit() }),
      instead: comparing.instead(),
      mode: colours.mode(),
      chosen: atoms.range.get(),
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

/** By hand, or else as the system asks. @param {Atoms} atoms @returns {Theme} */
function themeOf({ theme, systemDark }) {
  return theme.get() ?? (systemDark.get() ? "dark" : "light");
}

/** The server is gone: the maps, the crop and the received picture are an earlier drawing's. @param {Atoms} atoms */
function isStale({ failure }) {
  return failure.get()?.about === "server";
}

/** The room there is, and what it is like. @param {Atoms} atoms */
function windowOf({ narrow, still, stage, ratio, letters }) {
  return { narrow: narrow.get(), still: still.get(), stage: stage.get(), ratio: ratio.get(), letters: letters.get() };
}

/** A bare page has no header, and shows nothing to draw with unless that is asked for. @param {Atoms} atoms @returns {readonly Part[]} */
function hiddenOf({ embed, hidden }) {
  return embed.get() ? ["header", ...(hidden.get() ?? DRAWING_SIDE)] : hidden.get() ?? NO_PARTS;
}

/** @param {Atoms} atoms */
function padOf(atoms) {
  const { raster, revision, tool, history } = atoms;
  return { raster: raster.get(), revision: revision.get(), tool: tool.get(), canUndo: canUndo(history.get()), canRedo: canRedo(history.get()), label: labelOf(atoms) };
}

/** What MNIST says of the sample that stands on the pad untouched. @param {Atoms} atoms */
function labelOf({ labelled, sampled }) {
  const named = labelled.get();
  return named && named.index === sampled.get() ? named.label : null;
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

/** What stands beside the maps that are on the screen, which may be older than the newest answer. @param {Atoms} atoms */
function answerOf(atoms) {
  const painted = atoms.painted.get();
  const isExplained = atoms.pinned.get() === null || atoms.weights.get() !== null;
  const live = painted?.revision === atoms.revision.get() && isExplained;
  const broken = atoms.failure.get()?.about === "server";
  return {
    ...readingOf(painted?.trace),
    state: /** @type {"live" | "pending" | "error"} */ (broken ? "error" : live ? "live" : "pending"),
    settled: live && !atoms.drawing.get(),
    label: labelOf(atoms),
    model: modelOf(painted),
  };
}

/** @param {import("./atoms.js").Answered | null} answered */
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
