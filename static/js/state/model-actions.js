/**
 * Which model is shown: it is asked for by name, and takes the place of the one before with its first answer, so that
 * layers, weights and numbers on the screen always belong together. Part of the writer of state.
 */

import { createCache } from "../lib/cache.js";
import { loadPart } from "../lib/lazy.js";
import { cellOf, layerVolume } from "../model/layers.js";

/** @import { Client } from "../api/client.js" */
/** @import { Model, Trace, Unit, Weights } from "../types.js" */
/** @import { Table } from "./actions.js" */
/** @import { Outside } from "./edit-actions.js" */
/** @import { Signals } from "./signals.js" */

/** The one that is shown if no other is asked for. */
export const FIRST_MODEL = "lenet";

/** Descriptions are small; weights have up to 1.4 MB. */
const MOST_MODELS = 100;
const MOST_WEIGHTS = 16;

/** @typedef {ReturnType<typeof createModels>} Models */

/** @param {Client} client */
export function createModels(client) {
  return {
    description: createCache((model) => client.model({ model }), MOST_MODELS),
    weights: createCache((model) => client.weights({ model }), MOST_WEIGHTS),
  };
}

/**
 * Choosing a model by name. One that is not there (a created one may be gone, a link may name one that never was) is
 * told of, and the first one takes its place.
 * @param {Signals} signals @param {() => void} ask  for everything again, of the chosen model
 */
export function createChoice(signals, ask) {
  /** @param {string} name */
  const choose = (name) => {
    if (name === signals.chosen.value) return;
    signals.chosen.value = name;
    ask();
  };
  return {
    choose,
    /** Is it that the chosen model is not there? @param {Error & {status?: number}} error */
    gone(error) {
      const name = signals.chosen.value;
      if (error.status !== 404 || name === FIRST_MODEL) return false;
      choose(FIRST_MODEL);
      signals.failure.value = { about: "model", error, name };
      return true;
    },
  };
}

/** @param {Signals} signals @param {Outside} outside */
export function modelTable(signals, outside) {
  return /** @satisfies {Partial<Table>} */ ({
    model: ({ name }) => outside.choose(name),
    async edit({ change }) {
      const { editFor } = await loadPart(() => import("./edit-actions.js"), (error, again) =>
        outside.perform({ type: "missing", error, again }));
      editFor(signals, outside)(change);
    },
  });
}

/**
 * @typedef {object} Shown  an answer with the model that gave it
 * @property {Trace} trace
 * @property {Model} model
 * @property {Weights | null} weights  null: nobody has asked for them
 */

/** @param {Signals} signals @param {Shown} shown @param {number} revision  of the drawing */
export function show(signals, { trace, model, weights }, revision) {
  const before = signals.model.value;
  if (model.name !== before?.name) {
    // Models of one architecture share their layers: what was laid out for them stays.
    const isSame = model.architecture === before?.architecture;
    if (!isSame) forget(signals, model.layers);
    signals.weights.value = weights;
    signals.model.value = isSame && before ? { ...model, layers: before.layers } : model;
  }
  signals.answered.value = { trace, revision };
}

/** What another architecture does not have. @param {Signals} signals @param {Model["layers"]} layers */
function forget({ pinned, pointed, visited, marked, folded, kernels, play, zoom, camera, gradients }, layers) {
  for (const place of [pinned, pointed, visited, marked]) if (!has(layers, place.value)) place.value = null;
  folded.value = new Set([...folded.value].filter((name) => layers.some((layer) => layer.name === name)));
  for (const place of [kernels, play, zoom, camera, gradients]) place.value = null;
}

/** @param {Model["layers"]} layers @param {Unit | null} unit */
function has(layers, unit) {
  const layer = layers.find(({ name }) => name === unit?.layer);
  if (!unit || !layer || layer.shape.length !== unit.index.length) return false;
  const volume = layerVolume(layer);
  return cellOf(unit).every((at, axis) => at < Number(volume[axis]));
}

/**
 * The weights of the model that is shown, for explanations.
 * @param {Signals} signals @param {Models} models @param {(error: Error) => void} failed
 */
export async function fetchWeights(signals, models, failed) {
  const name = signals.model.value?.name;
  if (!name || signals.weights.value || signals.fetchingWeights.value) return;
  signals.fetchingWeights.value = true;
  try {
    const weights = await models.weights(name);
    if (signals.model.value?.name === name && !signals.weights.value) signals.weights.value = weights;
  } catch (error) {
    failed(/** @type {Error} */ (error));
    return;
  } finally {
    signals.fetchingWeights.value = false;
  }
  await fetchWeights(signals, models, failed); // another model came meanwhile
}
