/** The reliability diagram: how often the model is right, by how sure it is. */

import { html, svg } from "../../../vendor/lit-html.min.js";
import { percentIn } from "../numbers.js";

/** @import { Evaluation } from "../../errors-types.js" */
/** @import { Shown } from "../errors.js" */

/** Size of the diagram, in the units of its viewBox. */
const SIDE = 100;

/** @param {Shown} shown @param {Evaluation} found */
export function reliability({ text }, { bins, expected_calibration_error: error, accuracy_by_class: byClass }) {
  const percent = percentIn(text);
  const bar = (/** @type {import("../../errors-types.js").ReliabilityBin} */ { lower, upper, accuracy, count, confidence }) => (accuracy === null || confidence === null ? "" : svg`
    <rect class="reliability-bar" x=${SIDE * lower + 1} y=${SIDE * (1 - accuracy)} width=${SIDE * (upper - lower) - 2} height=${SIDE * accuracy}>
      <title>${text("errors.bin", { count, confidence: percent(confidence), accuracy: percent(accuracy) })}</title></rect>`);
  return html`<div class="errors-reliability">
    <h3 class="heading">${text("errors.reliability")}</h3>
    <svg viewBox="0 0 ${SIDE} ${SIDE}" role="img" aria-label=${text("errors.reliability.label")} data-testid="reliability">
      ${bins.map(bar)}
      <path class="reliability-ideal" d="M0 ${SIDE}L${SIDE} 0"></path>
    </svg>
    <p class="caption">${text("errors.reliability.what")} ${text("errors.calibration", { error: percent(error, 2) })}</p>
    <h3 class="heading">${text("errors.classes")}</h3>
    <ol class="errors-classes">${byClass.map((accuracy, digit) => html`<li><span>${digit}</span> ${accuracy === null ? "" : percent(accuracy, 1)}</li>`)}</ol>
  </div>`;
}
