/** The requests for the trace of the drawing, and for what is loaded once: model, weights, samples. */

import { isRefused } from "../api/errors.js";
import { createNewest } from "../api/newest.js";
import { pictureOf } from "../ink/base.js";
import { encodePng } from "../ink/png.js";
import { fetchWeights, show } from "./model-actions.js";

/** @import { Client } from "../api/client.js" */
/** @import { Picture, Samples } from "../types.js" */
/** @import { Models } from "./model-actions.js" */
/** @import { Signals } from "./signals.js" */

/**
 * Request the trace of the newest drawing, and retry after a failure.
 * @param {Signals} signals @param {{client: Client, models: Models}} outside
 * @param {{fetchMissing: () => void, gone: (error: Error & {status?: number}) => boolean, recovered: () => void}} then
 *   `gone` tells whether an error means that the model does not exist; `recovered`: the server responds again
 */
export function createTraceRequests(signals, { client, models }, { fetchMissing, gone, recovered }) {
  const newest = createNewest({
    run: async (/** @type {number} */ _, signal) => {
      if (isServerGone(signals)) fetchMissing();
      const model = signals.chosen.value;
      const [trace, description, weights] = await Promise.all([
        client.activations(encodePng(currentPicture(signals)), { model, preprocess: signals.preprocess.value, signal }),
        models.description(model),
        signals.weights.value && models.weights(model),
      ]);
      return { trace, model: description, weights };
    },
    onResult(shown, revision) {
      if (isServerGone(signals)) {
        signals.failure.value = null;
        recovered();
      }
      show(signals, shown, revision);
      if (signals.pinned.value ?? signals.pointed.value) void fetchWeights(signals, models, failed);
    },
    onError(error) {
      if (!gone(/** @type {Error} */ (error))) failed(/** @type {Error} */ (error));
    },
  });
  /** @param {Error} error */
  const failed = (error) => {
    signals.failure.value = { about: "server", error };
    if (!isRefused(error)) newest.retry(signals.revision.value);
  };
  return {
    failed,
    retry: () => newest.submit(signals.revision.value),
    /** Start a new revision, as the drawing or its preprocessing has changed, and request its trace. */
    ask() {
      signals.revision.value = signals.revision.value + 1;
      newest.submit(signals.revision.value);
    },
  };
}

/**
 * Request what never changes and is not loaded yet. The weights are fetched only when a unit is hovered or pinned,
 * as only explanations need them.
 * @param {Signals} signals @param {{client: Client, models: Models}} outside
 * @param {{failed: (error: Error) => void, gone: (error: Error) => boolean, welcome: (samples:
 *   Samples) => void, expect: () => void}} then
 */
export function fetchOnce(signals, { client, models }, { failed, gone, welcome, expect }) {
  const { model, chosen, samples, pinned } = signals;
  if (!model.value) {
    const name = chosen.value;
    void models.description(name).then(
      (described) => model.value ?? (name === chosen.value && (model.value = described)),
      (error) => name !== chosen.value || gone(error) || failed(error),
    );
  }
  if (!samples.value) {
    void client.samples().then((all) => {
      samples.value = all;
      welcome(all);
    }, failed);
  }
  expect();
  if (pinned.value) void fetchWeights(signals, models, failed);
}

/** @param {Signals} signals */
function isServerGone({ failure }) {
  return failure.value?.about === "server";
}

/** Return the picture that is sent to the server. @param {Signals} signals @returns {Picture} */
export function currentPicture({ history, raster }) {
  return pictureOf(history.value.present, raster.value);
}
