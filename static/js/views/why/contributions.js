/** Contributions of the feature maps to a dense unit: the sum of products per map. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { explainUnit, subtotals } from "../../model/explain.js";
import { shortIn } from "../numbers.js";
import { styled } from "../panel.js";

/** @import { WhyState } from "../../why-types.js" */
/** @import { Shown } from "../why.js" */

/** @param {Shown} shown */
export function mapContributions({ state, text }) {
  const explanation = explanationNow(state);
  if (explanation?.kind !== "dense" || explanation.terms[0]?.unit.index.length !== 3) return nothing;
  const { terms: [{ unit: { layer } }], terms, bias = 0, output } = explanation;
  const sums = subtotals(terms);
  const short = shortIn(text);
  const most = Math.max(...[...sums, bias].map(Math.abs));
  /** @param {number | string} label @param {number} value @param {string} name */
  const bar = (label, value, name) => html`
    <li class="bar-row is-wide soft" aria-label=${`${name}: ${short(value)}`}><span>${label}</span><span
      class="signed-bar"><span class=${value < 0 ? "is-negative" : ""}
      ${styled({ transform: `scaleX(${Math.abs(value) / most})` })}></span></span><span>${short(value)}</span></li>`;
  return html`<section data-testid="why-maps">
    <h3 class="heading">${text("why.maps", { layer })}</h3>
    <ol>${sums.map((value, map) => bar(map, value, text("kernels.map", { map })))}
      ${bar(text("why.bias"), bias, text("why.bias"))}</ol>
    <p class="caption">${text("why.maps.what", { count: sums.length, value: short(output) })}</p>
  </section>`;
}

/** Return the explanation of the pinned unit. @param {WhyState} state */
function explanationNow({ outside: { answered, model, pinned, weights } }) {
  const [unit, layers, parameters, trace] = [pinned.value, model.value?.layers, weights.value, answered.value?.trace];
  return unit && layers && parameters && trace ? explainUnit(layers, trace, parameters, unit) : null;
}
