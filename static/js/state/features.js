/**
 * What units look for: the features of the pinned unit, and those of a whole layer in the gallery. Made when first
 * opened.
 */

import { signal } from "../../vendor/signals-core.min.js";
import { createDocuments } from "../api/documents.js";
import { createCache } from "../lib/cache.js";
import { onChange } from "../lib/signals.js";
import { featurePlace } from "../model/features.js";
import { parseUnit } from "../model/layers.js";
import { createFollowing } from "./following.js";

/** @import { LayerFeatures, MapFeatures } from "../features-types.js" */

/** @typedef {ReturnType<typeof createFeaturesState>} FeaturesState */

/** Answers that are kept, of at most 430 kB each. */
const MOST = 24;

/** @param {{signals: import("./signals.js").Signals, perform: import("../intents.js").OnIntent}} outside */
export function createFeaturesState({ signals: outer, perform }, documents = createDocuments()) {
  const signals = {
    /** Of the pinned unit. */
    shown: signal(/** @type {MapFeatures | null} */ (null)),
    /** Of the gallery's layer. */
    gallery: signal(/** @type {LayerFeatures | null} */ (null)),
    failure: signal(/** @type {Error | null} */ (null)),
  };
  const follow = createFollowing(createCache(documents.read, MOST), signals.failure);
  const placeNow = () => {
    const [unit, model] = [outer.pinned.value, outer.model.value];
    return unit && model ? featurePlace(model.layers, unit) : null;
  };
  const refresh = () => void follow(signals.shown, () => {
    const place = outer.looks.value ? placeNow() : null;
    return place && `${outer.chosen.value}/features/${place.layer}/${place.map}`;
  });
  const refreshGallery = () =>
    void follow(signals.gallery, () => outer.gallery.value && `${outer.chosen.value}/features/${outer.gallery.value}`);
  onChange([outer.pinned, outer.model, outer.looks], refresh);
  onChange([outer.gallery, outer.chosen], refreshGallery);
  refresh();
  refreshGallery();
  /** @param {string} text */
  const pin = (text) => perform({ type: "pin", unit: parseUnit(outer.model.value?.layers ?? [], text) });
  return {
    signals,
    outside: outer,
    place: placeNow,
    /**
     * Shows a test digit in the explorer, with the unit that it excites.
     * @param {import("../features-types.js").Patch} patch
     */
    open({ index, unit }) {
      if (outer.preprocess.value !== "center") perform({ type: "set", name: "preprocess", value: "center" }); // as the patches' values are
      perform({ type: "sample", index });
      pin(unit);
    },
    /** Closes the gallery on a unit. @param {string} unit */
    choose(unit) {
      pin(unit);
      perform({ type: "set", name: "gallery", value: null });
      perform({ type: "set", name: "looks", value: true });
    },
    /** @param {import("../features-types.js").FeatureLayer | null} layer  of the gallery; null: closed */
    show: (layer) => perform({ type: "set", name: "gallery", value: layer }),
  };
}
