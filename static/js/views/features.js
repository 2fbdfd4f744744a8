/** The patches of test digits and the synthetic image that maximise the pinned unit. Imported when first opened. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { FEATURE_LAYERS } from "../model/features.js";
import { featuresTextOf } from "../text/features.js";
import { button } from "./controls.js";
import { featurePicture, nameOf } from "./features/picture.js";
import { exact, shortIn } from "./numbers.js";
import { createOpenPanel } from "./panel.js";

/** @import { FeaturesState, MapFeatures } from "../features-types.js" */
/** @import { View } from "../intents.js" */
/** @import { FeaturesText } from "../text/features.js" */
/** @import { Text } from "../text/text.js" */

/** @typedef {{state: FeaturesState, text: FeaturesText}} Shown */

/** @param {HTMLElement} root @param {Text} words @param {FeaturesState} state @returns {View<{open: boolean}>} */
export function createFeatures(root, words, state) {
  const shown = { state, text: featuresTextOf(words) };
  return createOpenPanel(root, () => html`
    <div class="scroll-column" tabindex="0" role="region" aria-label=${words("reading.looks-for")}>
      ${template(shown)}</div>`);
}

/** @param {Shown} shown */
function template(shown) {
  const { state: { outside, place, show, shown: { document, failure } }, text } = shown;
  const [found, unit] = [document.value, outside.pinned.value];
  return html`
    ${found && unit ? contents(shown, found, unit.layer)
      : html`<p role=${failure.value ? "alert" : nothing}>${placeholder(shown)}</p>`}
    ${button(text("features.gallery.open"),
      { test: "features-gallery", class: "button start", onClick: () => show(place()?.layer ?? "conv1") })}`;
}

/** Render the message shown while there are no features. @param {Shown} shown */
function placeholder({ state, text }) {
  const layers = FEATURE_LAYERS.join(", ");
  const failure = /** @type {{kind?: string} | null} */ (state.shown.failure.value);
  const unit = state.outside.pinned.value;
  if (failure) return text(failure.kind === "network" ? "status.unreachable" : "features.missing");
  if (!unit) return text("features.pin", { layers });
  return state.place() ? text("features.waiting") : text("features.none", { layer: unit.layer, layers });
}

/** @param {Shown} shown @param {MapFeatures} found @param {string} pinned  the layer of the pinned unit */
function contents({ state, text }, { layer, map, patches, synthetic }, pinned) {
  const short = shortIn(text);
  return html`
    <h2 class="heading">${nameOf(text, layer, map)}</h2>
    ${pinned === layer ? nothing : html`<p class="caption">${text("features.below", { pinned, layer })}</p>`}
    <p class="caption">${text("features.patches")}</p>
    <ol class="features-patches">${patches.map((patch, i) => html`<li>
      <button type="button" class="tile" data-testid="patch-${i}" data-index=${patch.index} data-unit=${patch.unit}
        data-value=${exact(patch.value)} title=${text("features.patch.long", { index: String(patch.index) })}
        aria-label=${text("features.patch",
          { label: patch.label, index: String(patch.index), value: short(patch.value) })}
        @click=${() => state.open(patch)}>
        ${featurePicture(state, patch)}<span class="caption">${short(patch.value)}</span></button></li>`)}</ol>
    <figure class="features-synthetic">${featurePicture(state, synthetic)}
      <figcaption class="caption"><b>${text("features.synthetic", { value: short(synthetic.value) })}</b>
        ${text("features.synthetic.long")}</figcaption></figure>`;
}
