/** The gallery dialog: the synthetic images of a layer's maps side by side. Imported when it is first opened. */

import { html } from "../../vendor/lit-html.min.js";
import { FEATURE_LAYERS } from "../model/features.js";
import { featuresTextOf } from "../text/features.js";
import { PLAIN, button, choice, iconButton } from "./controls.js";
import { featurePicture, nameOf } from "./features/picture.js";
import { createDialog } from "./panel.js";

/** @import { FeaturesState, LayerFeatures } from "../features-types.js" */
/** @import { View } from "../intents.js" */
/** @import { Text } from "../text/text.js" */
/** @import { Shown } from "./features.js" */

/** @param {HTMLElement} dialog @param {Text} words @param {FeaturesState} state @returns {View<{open: boolean}>} */
export function createGallery(dialog, words, state) {
  const shown = { state, text: featuresTextOf(words) };
  return createDialog(dialog, () => template(shown), { titleId: "gallery-title", onClose: () => state.show(null) });
}

/** @param {Shown} shown */
function template(shown) {
  const { state: { gallery: { document, failure }, outside, show }, text } = shown;
  const found = document.value;
  return html`
    <div class="dialog-head">
      <h2 class="grow" id="gallery-title">${text("features.gallery")}</h2>
      ${choice({ test: "gallery-layer", label: text("features.gallery.layer"), values: FEATURE_LAYERS,
        value: outside.gallery.value ?? "conv1", name: (name) => text(`features.gallery.${name}`), onChoose: show })}
      ${iconButton("close", text("features.gallery.close"),
        { test: "gallery-close", class: PLAIN, onClick: () => show(null) })}
    </div>
    <div class="dialog-body stack gap-2 scroll" tabindex="0" role="region" aria-labelledby="gallery-title">
      <p class="caption">${text("features.gallery.long")}</p>
      ${found ? pictures(shown, found) : failure.value ? html`<p role="alert">${text("features.missing")}</p>`
        : html`<p class="caption">${text("features.waiting")}</p>`}
    </div>`;
}

/** @param {Shown} shown @param {LayerFeatures} found */
function pictures({ state, text }, { layer, maps }) {
  return html`<ol class="features-gallery" data-layer-name=${layer}>${maps.map((map, i) => html`<li>
    ${button(html`${featurePicture(state, map)}<span class="caption">${i}</span>`,
      { test: `gallery-${i}`, class: "tile", label: nameOf(text, layer, i), onClick: () => state.choose(map.unit) })}
    </li>`)}</ol>`;
}
