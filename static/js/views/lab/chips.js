/** Preset kernels: the introductory example, the named ones, and the learned ones of conv1. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { ARTICLE_KERNEL } from "../../model/lab.js";

/** @import { Shown } from "../lab.js" */
/** @import { LabKey } from "../../text/lab.js" */

/** @param {Shown} shown */
export function chips({ state, words }) {
  const named = [ARTICLE_KERNEL, ...state.signals.named.value];
  const conv1 = state.outside.model.value?.layers.find(({ name }) => name === "conv1");
  return html`<div class="lab-chips row wrap" role="group" aria-label=${words("lab.chips")}>
    ${named.map((kernel) => html`<button type="button" class="button lab-chip" data-testid="lab-chip-${kernel.name}" @click=${() => state.use(kernel)}>${words(/** @type {LabKey} */ (`kernel.${kernel.name}`))}</button>`)}
    ${conv1 ? html`<span class="caption">${words("lab.learned")}</span>${range(Number(conv1.shape[0])).map((map) => html`
      <button type="button" class="button lab-chip" data-testid="lab-learned-${map}" aria-label=${words("lab.learned.one", { map })} @click=${() => void state.learned(map)}>${map}</button>`)}` : nothing}
  </div>`;
}
