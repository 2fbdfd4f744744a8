/**
 * What the pinned unit looks for: the patches of test digits that excite it most, and a synthetic picture. Loaded when
 * it is opened.
 */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { FEATURE_LAYERS } from "../model/features.js";
import { featuresTextOf } from "../text/features.js";
import { featurePicture } from "./features/picture.js";
import { exact, shortIn } from "./numbers.js";
import { createOpenPanel } from "./panel.js";

/** @import { FeaturesState, MapFeatures } from "../features-types.js" */
/** @import { View } from "../intents.js" */
/** @import { FeaturesText } from "../text/features.js" */

/** @typedef {{state: FeaturesState, text: FeaturesText}} Shown */

/**
 * @param {HTMLElement} root
 * @param {import("../text/text.js").Text} words
 * @param {FeaturesState} state
 * @returns {View<{open: boolean}>}
 */
export function createFeatures(root, words, state) {
  const text = featuresTextOf(words);
  return createOpenPanel(
    root,
    () =>
      html`<div class="scroll-column" tabindex="0" role="region"
        aria-label=${text("reading.looks-for")}>${template({ state, text })}</div>`,
  );
}

/** @param {Shown} shown */
function template(shown) {
  const { state, text } = shown;
  const place = state.place();
  const [found, failure, unit] = [state.signals.shown.value, state.signals.failure.value, state.outside.pinned.value];
  return html`
    ${found && unit ? contents(shown, found, unit.layer)
      : html`<p role=${failure ? "alert" : nothing}>${wordsInstead(shown)}</p>`}
    <button type="button" class="button start" data-testid="features-gallery"
      @click=${() => state.show(place?.layer ?? "conv1")}>${text("features.gallery.open")}</button>`;
}

/** What is said while there are no features. @param {Shown} shown */
function wordsInstead({ state, text }) {
  const layers = FEATURE_LAYERS.join(", ");
  const failure = /** @type {{kind?: string} | null} */ (state.signals.failure.value);
  const unit = state.outside.pinned.value;
  if (failure) return text(failure.kind === "network" ? "status.unreachable" : "features.missing");
  if (!unit) return text("features.pin", { layers });
  return state.place() ? text("features.waiting") : text("features.none", { layer: unit.layer, layers });
}

/** @param {Shown} shown @param {MapFeatures} found @param {string} pinned  the layer of the pinned unit */
function contents(shown, { layer, map, patches, synthetic }, pinned) {
  const { state, text } = shown;
  const short = shortIn(text);
  const isDense = layer.startsWith("fc");
  const name = text(isDense ? "features.unit" : "features.map", { layer, map });
  return html`
    <h2 class="heading">${name}</h2>
    ${pinned === layer ? nothing : html`<p class="caption">${text("features.below", { pinned, layer })}</p>`}
    <p class="caption">${text("features.patches")}</p>
    <ol class="features-patches">${patches.map(
      (patch, i) => html`<li>
      <button type="button" class="tile" data-testid="patch-${i}" data-index=${patch.index} data-unit=${patch.unit}
        data-value=${exact(patch.value)}
        aria-label=${text("features.patch", { label: patch.label, index: patch.index, value: short(patch.value) })}
        title=${text("features.patch.long", { index: patch.index })}
        @click=${() => state.open(patch)}>${featurePicture(state, patch)}<span
        class="caption">${short(patch.value)}</span></button></li>`,
    )}
    </ol>
    <figure class="features-synthetic">${featurePicture(state, synthetic)}
      <figcaption class="caption"><b>${text("features.synthetic", { value: short(synthetic.value) })}</b>
        ${text("features.synthetic.long")}</figcaption></figure>`;
}
