/**
 * The features that units respond to: those of the pinned unit, and those of a whole layer in the gallery. Created
 * when first opened.
 */

import { readDocument } from "../api/documents.js";
import { createCache } from "../lib/cache.js";
import { featurePlace } from "../model/features.js";
import { parseUnit } from "../model/layers.js";
import { createDocumentSignal } from "./document-signal.js";

/** @import { FeatureLayer, LayerFeatures, MapFeatures, Patch } from "../features-types.js" */
/** @import { OnIntent } from "../intents.js" */
/** @import { Signals } from "./signals.js" */
/** @typedef {ReturnType<typeof createFeaturesState>} FeaturesState */

/** The number of cached responses, of at most 430 kB each. */
const MAX_CACHED = 24;

/** Create the state of the features. @param {{signals: Signals, perform: OnIntent}} outside */
export function createFeaturesState({ signals: outer, perform }) {
  const { chosen, gallery, looks, model, pinned, preprocess } = outer;
  const read = createCache(readDocument, MAX_CACHED);
  const place = () => pinned.value && model.value && featurePlace(model.value.layers, pinned.value);
  /** @param {string} text */
  const pin = (text) => perform({ type: "pinUnit", unit: parseUnit(model.value?.layers ?? [], text) });
  return {
    outside: outer,
    /** The features of the pinned unit. `peek`: the layers of a newly chosen model arrive after its name. */
    shown: createDocumentSignal(/** @type {(path: string) => Promise<MapFeatures>} */ (read), () => {
      const found = looks.value && place();
      return found && `${chosen.peek()}/features/${found.layer}/${found.map}`;
    }),
    /** The features of the gallery's layer. */
    gallery: createDocumentSignal(/** @type {(path: string) => Promise<LayerFeatures>} */ (read), () =>
      gallery.value && `${chosen.value}/features/${gallery.value}`),
    place,
    /** Show a test digit on the pad, and pin the unit that it excites. @param {Patch} patch */
    open({ index, unit }) {
      // The values of the patches were computed with centred digits.
      if (preprocess.value !== "center") perform({ type: "set", name: "preprocess", value: "center" });
      perform({ type: "loadSample", index });
      pin(unit);
    },
    /** Pin a unit of the gallery, and close the gallery. @param {string} unit */
    choose(unit) {
      pin(unit);
      perform({ type: "set", name: "gallery", value: null });
      perform({ type: "set", name: "looks", value: true });
    },
    /** Show the gallery of a layer, or close it. @param {FeatureLayer | null} layer */
    show: (layer) => perform({ type: "set", name: "gallery", value: layer }),
  };
}
