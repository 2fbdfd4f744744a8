/** The confusion matrix: a row per label, a column per prediction, and a sample digit in each cell of errors. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { ARROWS } from "../../lib/dom.js";
import { range } from "../../lib/math.js";
import { ROOT } from "../../lib/root.js";

/** @import { Evaluation } from "../../errors-types.js" */
/** @import { Shown } from "../errors.js" */

const DIGITS = range(10);

/** @param {Shown} shown @param {Evaluation} found */
export function matrix({ state, text }, { confusion_matrix: counts, misread }) {
  const chosen = state.outside.cell.value;
  const wrong = counts.flatMap((row, label) => row.filter((_, prediction) => prediction !== label));
  const most = Math.max(...wrong, 1);
  const cell = (/** @type {number} */ label, /** @type {number} */ prediction) => {
    const count = Number(counts[label]?.[prediction]);
    const isRight = label === prediction;
    const name = `${label}/${prediction}`;
    const first = misread.find((one) => one.label === label && one.prediction === prediction);
    return html`<td role="gridcell"><button type="button" class="confusion number-field ${isRight ? "is-right" : ""}"
      data-testid="confusion-${label}-${prediction}" data-count=${count}
      data-share=${isRight ? 0 : Math.ceil((4 * count) / most)} tabindex=${name === (chosen ?? "0/0") ? 0 : -1}
      aria-pressed=${name === chosen} aria-label=${text("errors.count", { label, prediction, count })}
      @click=${() => state.choose(name)}>
      ${first ? picture(first.index) : nothing}
      <span>${count ? count.toLocaleString(text("locale")) : ""}</span></button></td>`;
  };
  return html`<div class="errors-matrix"><table class="small" role="grid" aria-label=${text("errors.matrix")}
    @keydown=${press}>
    <tr><th class="caption">${text("errors.axes")}</th>${DIGITS.map((digit) =>
      html`<th class="soft" scope="col">${digit}</th>`)}</tr>
    ${DIGITS.map((label) =>
      html`<tr><th class="soft" scope="row">${label}</th>${DIGITS.map((prediction) => cell(label, prediction))}</tr>`)}
  </table></div>`;
}

/** Render a test digit. @param {number} index */
export function picture(index) {
  return html`<img src="${ROOT}/api/v1/samples/${index}?format=png" width="28" height="28" alt="" loading="lazy">`;
}

/** @param {KeyboardEvent & {currentTarget: HTMLElement, target: HTMLElement}} event */
function press(event) {
  const move = ARROWS[event.key];
  const [, row, column] = /^confusion-(\d)-(\d)$/.exec(String(event.target.dataset["testid"])) ?? [];
  if (!move || row === undefined) return;
  event.preventDefault();
  const [right, down] = move;
  const name = `confusion-${Number(row) + down}-${Number(column) + right}`;
  /** @type {HTMLElement | null} */ (event.currentTarget.querySelector(`[data-testid="${name}"]`))?.focus();
}
