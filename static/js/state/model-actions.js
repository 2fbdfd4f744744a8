/**
 * Choosing the model. It is requested by name, and replaces the shown model with its first response, so that layers,
 * weights and values on the screen always belong together. Part of the actions, which write state.
 */

import { createCache } from "../lib/cache.js";
import { loadPart } from "../lib/lazy.js";
import { cellOf, layerVolume } from "../model/layers.js";

/** @import { Client } from "../api/client.js" */
/** @import { Model, Trace, Unit, Weights } from "../types.js" */
/** @import { Table } from "./actions.js" */
/** @import { Outside } from "./edit-actions.js" */
/** @import { Signals } from "./signals.js" */

/** The default model. */
export const FIRST_MODEL = "lenet";

/** The numbers of cached descriptions, which are small, and of cached weights, of up to 1.4 MB each. */
const MOST_MODELS = 100;
const MOST_WEIGHTS = 16;

/** @typedef {ReturnType<typeof createModels>} Models */

/** Create the caches of descriptions and weights. @param {Client} client */
export function createModels(client) {
  return {
    description: createCache((model) => client.model({ model }), MOST_MODELS),
    weights: createCache((model) => client.weights({ model }), MOST_WEIGHTS),
  };
}

/**
 * Create the functions that choose a model by name. A model that does not exist (the server may have dropped it, or a
 * link may name any) is reported, and the default model is shown instead.
 * @param {Signals} signals @param {() => void} ask  requests everything again, of the chosen model
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
    /** Handle an error if it means that the model does not exist. @param {Error & {status?: number}} error */
    gone(error) {
      const name = signals.chosen.value;
      if (error.status !== 404 || name === FIRST_MODEL) return false;
      choose(FIRST_MODEL);
      signals.failure.value = { about: "model", error, name };
      return true;
    },
  };
}

/** Return the rows of choosing and editing models. @param {Signals} signals @param {Outside} outside */
export function modelTable(signals, outside) {
  return /** @satisfies {Partial<Table>} */ ({
    model: ({ name }) => outside.choose(name),
    async edit({ change }) {
      const { editFor } = await loadPart(() => import("./edit-actions.js"), (error, again) =>
        outside.perform({ type: "importFailed", error, again }));
      editFor(signals, outside)(change);
    },
  });
}

/**
 * @typedef {object} Shown  a trace, with the model that computed it
 * @property {Trace} trace
 * @property {Model} model
 * @property {Weights | null} weights  null if they are not needed yet
 */

/** Show a trace and its model. @param {Signals} signals @param {Shown} shown @param {number} revision */
export function show(signals, { trace, model, weights }, revision) {
  const before = signals.model.value;
  if (model.name !== before?.name) {
    // Models of one architecture share the array of layers, so that the scene is not laid out again.
    const isSame = model.architecture === before?.architecture;
    if (!isSame) forget(signals, model.layers);
    signals.weights.value = weights;
    signals.model.value = isSame && before ? { ...model, layers: before.layers } : model;
  }
  signals.answered.value = { trace, revision };
}

/** Reset what the new architecture does not have. @param {Signals} signals @param {Model["layers"]} layers */
function forget({ pinned, pointed, visited, marked, folded, kernels, play, zoom, camera, gradients }, layers) {
  for (const place of [pinned, pointed, visited, marked]) if (!has(layers, place.value)) place.value = null;
  folded.value = new Set([...folded.value].filter((name) => layers.some((layer) => layer.name === name)));
  for (const place of [kernels, play, zoom, camera, gradients]) place.value = null;
}

/** Whether the layers contain the unit. @param {Model["layers"]} layers @param {Unit | null} unit */
function has(layers, unit) {
  const layer = layers.find(({ name }) => name === unit?.layer);
  if (!unit || !layer || layer.shape.length !== unit.index.length) return false;
  const volume = layerVolume(layer);
  return cellOf(unit).every((at, axis) => at < Number(volume[axis]));
}

/**
 * Fetch the weights of the shown model, which explanations need.
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
  await fetchWeights(signals, models, failed); // another model may be shown by now
}
