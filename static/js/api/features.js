/** The page's way to what units look for. Loaded when it is first shown. */

import { ROOT } from "../lib/root.js";
import { ask, decoded, unlessCut } from "./client.js";

/** @import { LayerFeatures, MapFeatures } from "../features-types.js" */

/** @param {{fetch?: typeof globalThis.fetch, base?: string}} [options]  base: the address of the service */
export function createFeaturesClient({ fetch = globalThis.fetch.bind(globalThis), base = ROOT } = {}) {
  return {
    /** @param {string} name  model/layer/map, or model/layer @returns {Promise<MapFeatures | LayerFeatures>} */
    async features(name) {
      const [model, ...place] = name.split("/");
      const response = await ask(fetch, `${base}/api/v1/models/${model}/features/${place.join("/")}`, {});
      return decoded(await unlessCut(response.text()), JSON.parse);
    },
  };
}
