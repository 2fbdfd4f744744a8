/** What is asked of the server and when: the newest drawing's trace, again after a failure; the rest once. Part of the writer of state. */

import { createNewest } from "../api/newest.js";
import { pictureOf } from "../ink/base.js";
import { encodePng } from "../ink/png.js";
import { createRetry } from "./retry.js";

/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {import("./atoms.js").Atoms} Atoms */

/**
 * What the server is asked: the newest drawing's trace, again after a failure.
 * @param {Atoms} atoms @param {import("../api/client.js").Client} client @param {() => void} fetchMissing
 */
export function createAsking(atoms, client, fetchMissing) {
  const newest = createNewest({
    run: (/** @type {number} */ _, signal) => client.activations(encodePng(currentPicture(atoms)), { preprocess: atoms.preprocess.get(), signal }),
    onResult(trace, revision) {
      retrying.reset();
      if (atoms.failure.get()?.about === "server") atoms.failure.set(null);
      atoms.answered.set({ trace, revision });
    },
    onError: (error) => failed(/** @type {Error} */ (error)),
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
 * @param {Atoms} atoms @param {import("../api/client.js").Client} client
 * @param {{failed: (error: Error) => void, welcome: (samples: import("../types.js").Samples) => void, expect: () => void}} then
 */
export function fetchOnce(atoms, client, { failed, welcome, expect }) {
  const { model, samples, pinned } = atoms;
  if (!model.get()) void client.model().then(model.set, failed);
  if (!samples.get()) {
    void client.samples().then((all) => {
      samples.set(all);
      welcome(all);
    }, failed);
  }
  expect();
  if (pinned.get()) fetchWeights(atoms, client, failed);
}

/** @param {Atoms} atoms @param {import("../api/client.js").Client} client @param {(error: Error) => void} failed */
export function fetchWeights({ weights, fetchingWeights }, client, failed) {
  if (weights.get() || fetchingWeights.get()) return;
  fetchingWeights.set(true);
  void client.weights().then(weights.set, failed).finally(() => fetchingWeights.set(false));
}

/** @param {Atoms} atoms @returns {Picture} */
export function currentPicture({ history, raster }) {
  return pictureOf(history.get().present, raster.get());
}
