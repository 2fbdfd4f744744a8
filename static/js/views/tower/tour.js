/**
 * The guided tour from bottom to top: each step shows a layer, highlights its strongest unit and describes what the
 * layer does to the drawing. At its end the camera and the highlight are restored.
 */

import { product } from "../../lib/math.js";
import { kernelSize, layerNamed, layerVolume, unitAtOffset } from "../../model/layers.js";
import { percentIn, shortIn } from "../numbers.js";

/** @import { OnIntent } from "../../intents.js" */
/** @import { TowerKey, TowerText } from "../../text/tower.js" */
/** @import { Camera, Kind, Layer, Tensor, Unit } from "../../types.js" */
/** @import { TowerProps } from "../tower.js" */
/** @import { Chapter } from "./foot.js" */
/** @import { Picture } from "./picture.js" */

/** Duration of a step in milliseconds: the camera's animation, plus reading time per letter. */
const PACE = { flight: 2000, letter: 52 };

/** @type {Readonly<Record<Kind, TowerKey>>} */
const WORDS = {
  ...{ input: "tower.tour.input", convolution: "tower.tour.convolution", dense: "tower.tour.dense" },
  ...{ relu: "tower.tour.relu", tanh: "tower.tour.activation", sigmoid: "tower.tour.activation" },
  ...{ max_pool: "tower.tour.max_pool", average_pool: "tower.tour.pool", sum_pool: "tower.tour.pool" },
  softmax: "tower.tour.softmax",
};

/**
 * `onChange`: the step changed or the tour ended; `moveFocus`: moves the focus to the tour, or back.
 * @param {{picture: Picture, props: () => TowerProps | null, focus: (unit: Unit) => void, text: TowerText,
 *   onIntent: OnIntent, onChange: () => void, moveFocus: (toTour: boolean) => void}} options
 */
export function createTour({ picture, props, focus, text, onIntent, onChange, moveFocus }) {
  /** @typedef {{pinned: Unit | null, lit: Unit | null, camera: Camera | null}} Before  `camera`: null: home */
  const now = { step: 0, isPlaying: false, timer: 0, before: /** @type {Before | null} */ (null) };
  const floors = () => picture.site?.tower.floors ?? [];
  const layerHere = () => props()?.layers.find(({ name }) => name === floors()[now.step]?.row.layer);
  /** @returns {Chapter | null} */
  const chapter = () => {
    const [layer, shown] = [layerHere(), props()];
    if (!now.before || !layer || !shown) return null;
    const words = shown.activations ? wordsOf(shown.layers, shown.activations, layer, text) : "";
    return { step: now.step, steps: floors().length, isPlaying: now.isPlaying, name: layer.name, words };
  };
  /** @param {number} step @returns {void} */
  const go = (step) => {
    stop();
    if (step >= floors().length) return end();
    now.step = step;
    now.isPlaying &&= step < floors().length - 1;
    onChange();
    const layer = layerHere();
    const values = layer && props()?.activations?.get(layer.name);
    if (values) {
      const unit = unitAtOffset(layer, largestOf(values.data)); // the strongest one
      onIntent({ type: "hoverUnit", unit });
      focus(unit);
    }
    const pause = PACE.flight + PACE.letter * (chapter()?.words.length ?? 0);
    if (now.isPlaying) now.timer = window.setTimeout(() => go(now.step + 1), pause);
  };
  const end = () => {
    const { before } = now;
    stop();
    if (!before) return;
    Object.assign(now, { before: null, isPlaying: false });
    onChange();
    picture.move(before.camera, "fly");
    // Keep a unit pinned during the tour; else restore the previous highlight.
    const seen = before.pinned ?? before.lit;
    if (!props()?.pinned) onIntent({ type: before.pinned ? "pinUnit" : "hoverUnit", unit: seen });
    moveFocus(false);
  };
  const stop = () => window.clearTimeout(now.timer);
  const begin = () => {
    if (now.before || floors().length === 0) return;
    const { pinned = null, highlight = null, camera = null } = props() ?? {};
    now.before = { pinned, lit: highlight?.unit ?? null, camera };
    onIntent({ type: "pinUnit", unit: null });
    go(0);
    moveFocus(true);
  };
  const play = () => {
    now.isPlaying = !now.isPlaying;
    go(now.isPlaying && now.step === floors().length - 1 ? 0 : now.step);
  };
  return { chapter, go, begin, play, end, stop };
}

/**
 * Return the text of a step, with numbers of the current drawing.
 * @param {readonly Layer[]} layers @param {ReadonlyMap<string, Tensor>} activations
 * @param {Layer} layer @param {TowerText} text
 */
function wordsOf(layers, activations, layer, text) {
  const values = activations.get(layer.name)?.data ?? new Float32Array(1);
  const below = layer.inputs[0] === undefined ? layer : layerNamed(layers, layer.inputs[0]);
  const [maps, rows, columns] = layerVolume(layer);
  const best = largestOf(values);
  const largest = Number(values[best]);
  return text(WORDS[layer.kind], {
    ...{ below: below.name, belowCount: product(layerVolume(below)), count: values.length, maps },
    ...{ kernel: kernelSize(layer, below), taps: product(layer.kernel ?? []) * layerVolume(below)[0] },
    some: values.filter((value) => value > 0).length,
    zeros: values.filter((value) => value === 0).length,
    ...{ largest: shortIn(text)(largest), percent: percentIn(text)(largest) },
    ...{ where: best % (rows * columns), map: Math.floor(best / (rows * columns)) },
  });
}

/** Return the index of the largest. @param {Float32Array} values */
const largestOf = (values) => values.reduce((best, value, i) => (value > Number(values[best]) ? i : best), 0);
