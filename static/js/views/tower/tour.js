/** The guided tour, bottom to top: each step shows a layer, lights its strongest unit and says what the layer does to this drawing. */

import { percentIn, shortIn } from "../numbers.js";
import { kernelSize, layerNamed, layerVolume, unitAtOffset } from "../../model/layers.js";

/** @import { TowerKey, TowerText } from "../../text/tower.js" */
/** @import { Kind, Layer, Tensor, Unit } from "../../types.js" */

/** Milliseconds that a step lasts while the tour plays: the camera's flight, and reading. */
const PACE = { flight: 2000, letter: 52 };

/** @param {string} words */
export function durationOf(words) {
  return PACE.flight + PACE.letter * words.length;
}

/** @type {Readonly<Record<Kind, TowerKey>>} */
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
 * @param {readonly Layer[]} layers @param {ReadonlyMap<string, Tensor>} activations @param {Layer} layer @param {TowerText} text
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
    kernel: kernelSize(layer, below),
    taps: window * belowMaps,
    some: values.filter((value) => value > 0).length,
    zeros: values.filter((value) => value === 0).length,
    largest: shortIn(text)(largest),
    percent: percentIn(text)(largest),
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
