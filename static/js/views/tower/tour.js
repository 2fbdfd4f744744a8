/**
 * The guided tour, bottom to top: for every stage a few words about what it does to this very drawing, and then, when the reader is
 * ready, the action: the camera goes there and a unit is lit. Words first, action after, because nobody reads while things move.
 */

import { percent, short } from "../format.js";
import { written } from "../percent.js";
import { layerNamed, layerVolume, unitAtOffset } from "../../model/layers.js";

/** @typedef {import("../../types.js").Kind} Kind */
/** @typedef {import("../../types.js").Layer} Layer */
/** @typedef {import("../../types.js").Tensor} Tensor */
/** @typedef {import("../../types.js").Unit} Unit */
/** @typedef {import("../../text/text.js").Text} Text */
/** @typedef {import("../../text/text.js").TextKey} TextKey */

/** @typedef {{step: number, phase: "words" | "action", isPlaying: boolean}} TourState */

/** @type {TourState} */
export const BEGINNING = Object.freeze({ step: 0, phase: "words", isPlaying: false });

/** What can be done with a tour. @type {Readonly<Record<"forward" | "back" | "toggle", (state: TourState, last: number) => TourState>>} */
export const MOVES = {
  forward(state, last) {
    if (state.phase === "words") return { ...state, phase: "action" };
    return state.step < last ? { ...state, step: state.step + 1, phase: "words" } : { ...state, isPlaying: false };
  },
  back({ step, phase }) {
    return { step: phase === "action" ? step : Math.max(step - 1, 0), phase: "words", isPlaying: false };
  },
  toggle(state, last) {
    const isOver = state.step === last && state.phase === "action";
    return !state.isPlaying && isOver ? { ...BEGINNING, isPlaying: true } : { ...state, isPlaying: !state.isPlaying };
  },
};

/** @param {TourState} state @param {number} step @returns {TourState} */
export function soughtTo(state, step) {
  return { ...state, step, phase: "words" };
}

/** Milliseconds that a phase lasts while it plays by itself: a calm reader's, or the flight's. */
const PACE = { leastWords: 3000, letter: 52, action: 3000 };

/** @param {TourState["phase"]} phase @param {string} words */
export function durationOf(phase, words) {
  return phase === "words" ? Math.max(PACE.leastWords, PACE.letter * words.length) : PACE.action;
}

/** @type {Readonly<Record<Kind, TextKey>>} */
const WORDS = {
  input: "tower.tour.input",
  convolution: "tower.tour.convolution",
  relu: "tower.tour.relu",
  tanh: "tower.tour.activation",
  sigmoid: "tower.tour.activation",
  max_pool: "tower.tour.max_pool",
  average_pool: "tower.tour.pool",
  sum_pool: "tower.tour.pool",
  dense: "tower.tour.dense",
  softmax: "tower.tour.softmax",
};

/**
 * What is said of a stage, with the drawing's own numbers.
 * @param {readonly Layer[]} layers @param {ReadonlyMap<string, Tensor>} activations @param {Layer} layer @param {Text} text
 */
export function wordsOf(layers, activations, layer, text) {
  const values = activations.get(layer.name)?.data ?? new Float32Array(1);
  const below = layer.inputs[0] === undefined ? layer : layerNamed(layers, layer.inputs[0]);
  const [maps, rows, columns] = layerVolume(layer);
  const [belowMaps] = layerVolume(below);
  const window = layer.kernel ? layer.kernel[0] * layer.kernel[1] : 1;
  const largest = values[largestOf(values)] ?? 0;
  return text(WORDS[layer.kind], {
    layer: layer.name,
    below: below.name,
    count: values.length,
    belowCount: sizeOf(below),
    maps,
    size: `${rows} × ${columns}`,
    kernel: [...(layer.kind === "convolution" && belowMaps > 1 ? [belowMaps] : []), ...(layer.kernel ?? [])].join(" × "),
    taps: window * belowMaps,
    some: values.filter((value) => value > 0).length,
    zeros: values.filter((value) => value === 0).length,
    largest: written(short(largest), text),
    percent: percent(largest),
    where: largestOf(values) % (rows * columns),
    map: Math.floor(largestOf(values) / (rows * columns)),
  });
}

/** The unit that is lit for a stage: the strongest. @param {ReadonlyMap<string, Tensor>} activations @param {Layer} layer @returns {Unit} */
export function exampleOf(activations, layer) {
  return unitAtOffset(layer, largestOf(activations.get(layer.name)?.data ?? []));
}

/** @param {ArrayLike<number>} values */
function largestOf(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (Number(values[i]) > Number(values[best])) best = i;
  return best;
}

/** @param {Layer} layer */
function sizeOf(layer) {
  const [maps, rows, columns] = layerVolume(layer);
  return maps * rows * columns;
}
