/** Puts the lab's kernel into conv1, and undoes it. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { choice } from "./fields.js";

/** @import { Shown } from "../lab.js" */

/** @param {Shown} shown */
export function applying({ state, words }) {
  const places = state.places();
  const { target, past } = state.signals;
  const map = Math.min(target.value, Math.max(places - 1, 0));
  return html`<div class="lab-line row wrap">
    <button type="button" class="button" data-testid="lab-apply" title=${words(places ? "lab.apply.long" : "lab.apply.unfit")} ?disabled=${places === 0}
      @click=${() => void state.apply(map)}>${words("lab.apply")}</button>
    ${choice({ test: "lab-apply-map", label: words("lab.apply.map"), value: map, disabled: places === 0,
      values: range(Math.max(places, 1)), name: (one) => words("lab.map.one", { map: one }), onChoose: (one) => { target.value = one; } })}
    ${past.value.length ? html`<button type="button" class="button" data-testid="lab-undo" @click=${state.undo}>${words("lab.undo")}</button>`
      : places ? nothing : html`<span class="caption">${words("lab.apply.unfit")}</span>`}
  </div>`;
}
