/** What is asked of the server and when: the newest drawing's trace, again after a failure; the rest once. Part of the writer of state. */

import { createNewest } from "../api/newest.js";
import { pictureOf } from "../ink/base.js";
import { encodePng } from "../ink/png.js";
import { fetchWeights, show } from "./model-actions.js";
import { createRetry } from "./retry.js";

/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {import("./atoms.js").Atoms} Atoms */
/** @typedef {import("./model-actions.js").Models} Models */

/**
 * What the server is asked: the newest drawing's trace, again after a failure.
 * @param {Atoms} atoms @param {{client: import("../api/client.js").Client, models: Models}} outside
 * @param {{fetchMissing: () => void, gone: (error: Error & {status?: number}) => boolean}} then  `gone`: is it that the model is not there (any more)?
 */
export function createAsking(atoms, { client, models }, { fetchMissing, gone }) {
  const newest = createNewest({
    run: async (/** @type {number} */ _, signal) => {
      const model = atoms.chosen.get();
      const [trace, description, weights] = await Promise.all([
        client.activations(encodePng(currentPicture(atoms)), { model, preprocess: atoms.preprocess.get(), signal }),
        models.description(model),
        atoms.weights.get() && models.weights(model),
      ]);
      return { trace, model: description, weights };
    },
    onResult(shown, revision) {
      retrying.reset();
      if (atoms.failure.get()?.about === "server") atoms.failure.set(null);
      show(atoms, shown, revision);
      if (atoms.pinned.get() ?? atoms.pointed.get()) void fetchWeights(atoms, models, failed);
    },
    onError(error) {
      if (!gone(/** @type {Error} */ (error))) failed(/** @type {Error} */ (error));
    },
  });
  const again = () => {
    newest.submit(atoms.revision.get());
    fetchMissing();
  };
  const retrying = createRetry(again);
  /** @param {Error} error */
  const failed = (error) => {
    atoms.failure.set({ about: "server", error });
    if (/** @type {{kind?: string}} */ (error).kind !== "refused") retrying.schedule();
  };
  return {
    failed,
    retry: () => retrying.now(),
    /** The drawing, or how it is prepared, has changed. */
    ask() {
      atoms.revision.update((revision) => revision + 1);
      newest.submit(atoms.revision.get());
    },
  };
}

/**
 * What never changes is asked for once, and again if it did not come. The weights wait until somebody points at a number.
 * @param {Atoms} atoms @param {{client: import("../api/client.js").Client, models: Models}} outside
 * @param {{failed: (error: Error) => void, gone: (error: Error) => boolean, welcome: (samples: import("../types.js").Samples) => void, expect: () => void}} then
 */
export function fetchOnce(atoms, { client, models }, { failed, gone, welcome, expect }) {
  const { model, chosen, samples, pinned } = atoms;
  if (!model.get()) {
    void models.description(chosen.get()).then((described) => model.get() ?? (described.name === chosen.get() && model.set(described)),
      (error) => gone(error) || failed(error));
  }
  if (!samples.get()) {
    void client.samples().then((all) => {
      samples.set(all);
      welcome(all);
    }, failed);
  }
  expect();
  if (pinned.get()) void fetchWeights(atoms, models, failed);
}

/** @param {Atoms} atoms @returns {Picture} */
export function currentPicture({ history, raster }) {
  return pictureOf(history.get().present, raster.get());
}
