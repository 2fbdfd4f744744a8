/** The page's way to the server's evaluations. Loaded when misread digits are asked for. */

import { ROOT } from "../lib/root.js";
import { ask, decoded, unlessCut } from "./client.js";

/** @param {{fetch?: typeof globalThis.fetch, base?: string}} [options]  base: the address of the service */
export function createEvaluationClient({ fetch = globalThis.fetch.bind(globalThis), base = ROOT } = {}) {
  return {
    /** @param {string} model @returns {Promise<import("../errors-types.js").ModelEvaluation>} */
    async evaluation(model) {
      const response = await ask(fetch, `${base}/api/v1/models/${model}/evaluation`, {});
      return decoded(await unlessCut(response.text()), JSON.parse);
    },
    /** How many digits have been read, while the server computes an evaluation. @param {string} model @returns {EventSource} */
    progress: (model) => new EventSource(`${base}/api/v1/models/${model}/evaluation/events`),
  };
}
