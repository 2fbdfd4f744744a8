/** The reliability diagram: the accuracy of the predictions in each bin of confidence. */

import { html, nothing, svg } from "../../../vendor/lit-html.min.js";
import { numbersIn } from "../numbers.js";

/** @import { Bin, Evaluation } from "../../errors-types.js" */
/** @import { Shown } from "../errors.js" */

/** Side of the diagram, in viewBox units. */
const SIDE = 100;
const TICKS = [0, 0.5, 1];

/** @param {Shown} shown @param {Evaluation} found */
export function reliability({ text }, { bins, expected_calibration_error: error, accuracy_by_class: byClass }) {
  const { percent, rate } = numbersIn(text);
  const bar = (/** @type {Bin} */ { lower, upper, accuracy, count, confidence }) =>
    accuracy === null || confidence === null ? nothing : svg`<rect x=${SIDE * lower + 1} y=${SIDE * (1 - accuracy)}
      width=${SIDE * (upper - lower) - 2} height=${SIDE * accuracy}><title>${
        text("errors.bin", { count, confidence: percent(confidence), accuracy: rate(accuracy) })}</title></rect>`;
  return html`<div class="errors-reliability">
    <h3 class="heading">${text("errors.reliability")}</h3>
    <svg viewBox="-22 -6 ${SIDE + 32} ${SIDE + 23}" role="img" aria-label=${text("errors.reliability.label")}
      data-testid="reliability">
      ${bins.map(bar)}
      <path class="reliability-ideal" d="M0 ${SIDE}L${SIDE} 0"></path>
      <path class="reliability-axes" d="M0 0V${SIDE}H${SIDE}"></path>
      ${TICKS.map((share) => svg`<text text-anchor="middle" x=${SIDE * share} y=${SIDE + 7}>${100 * share}&nbsp;%</text>
        <text text-anchor="end" x="-2" y=${SIDE * (1 - share) + 2}>${100 * share}&nbsp;%</text>`)}
      <text text-anchor="middle" x=${SIDE / 2} y=${SIDE + 14}>${text("errors.reliability.x")}</text>
      <text transform="translate(3 2)">${text("errors.reliability.y")}</text>
    </svg>
    <p class="caption">${text("errors.reliability.what")}
      ${text("errors.calibration", { error: rate(error, 2) })}</p>
    <h3 class="heading">${text("errors.classes")}</h3>
    <ol class="errors-classes small">${byClass.map((accuracy, digit) =>
      html`<li><b>${digit}</b> ${accuracy === null ? "" : rate(accuracy)}</li>`)}</ol>
  </div>`;
}
