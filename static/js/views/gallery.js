/** A layer's synthetic pictures side by side: from edges over strokes to parts of digits. Loaded when it is opened. */

import { html, live, nothing } from "../../vendor/lit-html.min.js";
import { FEATURE_LAYERS } from "../model/features.js";
import { featuresTextOf } from "../text/features.js";
import { featurePicture } from "./features/picture.js";
import { PLAIN, createDialog, iconButton } from "./panel.js";

/** @import { FeaturesState, LayerFeatures } from "../features-types.js" */
/** @import { View } from "../intents.js" */
/** @import { Shown } from "./features.js" */

/**
 * @param {HTMLElement} dialog
 * @param {import("../text/text.js").Text} words
 * @param {FeaturesState} state
 * @returns {View<{open: boolean}>}
 */
export function createGallery(dialog, words, state) {
  const shown = { state, text: featuresTextOf(words) };
  return createDialog(dialog, () => template(shown), { titleId: "gallery-title", onClose: () => state.show(null) });
}

/** @param {Shown} shown */
function template({ state, text }) {
  const { gallery: layer } = state.outside;
  const [found, failure] = [state.signals.gallery.value, state.signals.failure.value];
  const choose = (/** @type {any} */ { target }) => state.show(target.value);
  return html`
    <div class="dialog-head">
      <h2 class="grow" id="gallery-title">${text("features.gallery")}</h2>
      <select class="select" aria-label=${text("features.gallery.layer")} data-testid="gallery-layer" @change=${choose}>
        ${FEATURE_LAYERS.map((name) =>
          html`<option value=${name}
            .selected=${live(name === layer.value)}>${text(`features.gallery.${name}`)}</option>`)}
      </select>
      ${iconButton("close", text("features.gallery.close"), { test: "gallery-close", class: PLAIN, onClick: () =>
        state.show(null) })}
    </div>
    <div class="dialog-body stack gap-2 scroll" tabindex="0" role="region" aria-labelledby="gallery-title">
      <p class="caption">${text("features.gallery.long")}</p>
      ${failure ? html`<p role="alert">${text("features.missing")}</p>` : nothing}
      ${found ? pictures({ state, text }, found) : failure ? nothing
        : html`<p class="caption">${text("features.waiting")}</p>`}
    </div>`;
}

/** @param {Shown} shown @param {LayerFeatures} found */
function pictures({ state, text }, { layer, maps }) {
  const key = layer.startsWith("fc") ? "features.unit" : "features.map";
  return html`<ol class="features-gallery" data-layer-name=${layer}>${maps.map((map, i) => html`<li>
    <button type="button" class="tile" data-testid="gallery-${i}" aria-label=${text(key, { layer, map: i })}
      @click=${() => state.choose(map.unit)}>
      ${featurePicture(state, map)}<span class="caption">${i}</span></button></li>`)}</ol>`;
}
