/**
 * What units look for: the features of the pinned unit, and those of a whole layer in the gallery. Made when first
 * opened.
 */

import { readDocument } from "../api/documents.js";
import { createCache } from "../lib/cache.js";
import { featurePlace } from "../model/features.js";
import { parseUnit } from "../model/layers.js";
import { createFollowing } from "./following.js";

/** @import { FeatureLayer, LayerFeatures, MapFeatures, Patch } from "../features-types.js" */
/** @import { OnIntent } from "../intents.js" */
/** @import { Signals } from "./signals.js" */
/** @typedef {ReturnType<typeof createFeaturesState>} FeaturesState */

/** Answers that are kept, of at most 430 kB each. */
const MOST = 24;

/** @param {{signals: Signals, perform: OnIntent}} outside */
export function createFeaturesState({ signals: outer, perform }) {
  const { chosen, gallery, looks, model, pinned, preprocess } = outer;
  const read = createCache(readDocument, MOST);
  const place = () => pinned.value && model.value && featurePlace(model.value.layers, pinned.value);
  /** @param {string} text */
  const pin = (text) => perform({ type: "pin", unit: parseUnit(model.value?.layers ?? [], text) });
  return {
    outside: outer,
    /** Of the pinned unit; the layers of a model that is chosen come a moment later. */
    shown: createFollowing(/** @type {(path: string) => Promise<MapFeatures>} */ (read), () => {
      const found = looks.value && place();
      return found && `${chosen.peek()}/features/${found.layer}/${found.map}`;
    }),
    /** Of the gallery's layer. */
    gallery: createFollowing(/** @type {(path: string) => Promise<LayerFeatures>} */ (read), () =>
      gallery.value && `${chosen.value}/features/${gallery.value}`),
    place,
    /** Shows a test digit in the explorer, with the unit that it excites. @param {Patch} patch */
    open({ index, unit }) {
      // As the patches' values are.
      if (preprocess.value !== "center") perform({ type: "set", name: "preprocess", value: "center" });
      perform({ type: "sample", index });
      pin(unit);
    },
    /** Closes the gallery on a unit. @param {string} unit */
    choose(unit) {
      pin(unit);
      perform({ type: "set", name: "gallery", value: null });
      perform({ type: "set", name: "looks", value: true });
    },
    /** @param {FeatureLayer | null} layer  of the gallery; null: closed */
    show: (layer) => perform({ type: "set", name: "gallery", value: layer }),
  };
}
