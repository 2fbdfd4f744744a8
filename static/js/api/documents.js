/** The page's way to what the server knows of a model: evaluation, features, checkpoints. Loaded lazily. */

import { ROOT } from "../lib/root.js";
import { ask, decoded, unlessCut } from "./client.js";

/** @param {{fetch?: typeof globalThis.fetch, base?: string}} [options]  base: the address of the service */
export function createDocuments({ fetch = globalThis.fetch.bind(globalThis), base = ROOT } = {}) {
  return {
    /** @param {string} path  `lenet/evaluation`, `lenet/features/conv1`, … @returns {Promise<any>} */
    async read(path) {
      const response = await ask(fetch, `${base}/api/v1/models/${path}`, {});
      return decoded(await unlessCut(response.text()), JSON.parse);
    },
    /** How many digits an evaluation has read so far. @param {string} path @returns {EventSource} */
    progress: (path) => new EventSource(`${base}/api/v1/models/${path}/events`),
  };
}
