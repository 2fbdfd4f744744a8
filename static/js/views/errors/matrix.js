/** The confusion matrix: a row for each label, a column for each prediction, with a digit of each kind of error. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { ROOT } from "../../lib/root.js";

/** @import { Evaluation } from "../../errors-types.js" */
/** @import { Shown } from "../errors.js" */

const DIGITS = range(10);
/** Row and column that an arrow key goes. @type {ReadonlyMap<string, readonly [number, number]>} */
const KEYS = new Map([["ArrowUp", [-1, 0]], ["ArrowDown", [1, 0]], ["ArrowLeft", [0, -1]], ["ArrowRight", [0, 1]]]);

/** @param {Shown} shown @param {Evaluation} found */
export function matrix({ state, text }, found) {
  const chosen = state.outside.cell.value;
  const most = Math.max(
    ...found.confusion_matrix.flatMap((counts, label) => counts.filter((_, prediction) => prediction !== label)),
    1,
  );
  const cell = (/** @type {number} */ label, /** @type {number} */ prediction) => {
    const count = Number(found.confusion_matrix[label]?.[prediction]);
    const isRight = label === prediction;
    const name = `${label}/${prediction}`;
    return html`<td role="gridcell"><button type="button" class="confusion number-field ${isRight ? "is-right" : ""}"
      data-testid="confusion-${label}-${prediction}" data-count=${count}
      data-share=${isRight ? 0 : Math.ceil((4 * count) / most)} tabindex=${name === (chosen ?? "0/0") ? 0 : -1}
      aria-pressed=${name === chosen}
      aria-label=${text("errors.count", { label, prediction, count })} @click=${() => state.choose(name)}>
      ${isRight ? nothing : thumbnail(found, label, prediction)}<span>${count || ""}</span></button></td>`;
  };
  return html`<div class="errors-matrix"><table class="small" role="grid" aria-label=${text("errors.matrix")}
    @keydown=${press}>
    <tr><th class="caption">${text("errors.axes")}</th>${DIGITS.map((digit) =>
      html`<th class="soft" scope="col">${digit}</th>`)}</tr>
    ${DIGITS.map((label) =>
      html`<tr><th class="soft" scope="row">${label}</th>${DIGITS.map((prediction) => cell(label, prediction))}</tr>`)}
  </table></div>`;
}

/** The first digit of a cell. @param {Evaluation} found @param {number} row @param {number} column */
function thumbnail({ misread }, row, column) {
  const first = misread.find(({ label, prediction }) => label === row && prediction === column);
  return first
    ? html`<img src="${ROOT}/api/v1/samples/${first.index}?format=png" width="28" height="28" alt="" loading="lazy">`
    : nothing;
}

/** @param {KeyboardEvent} event */
function press(event) {
  const by = KEYS.get(event.key);
  const from = /^confusion-(\d)-(\d)$/.exec(/** @type {HTMLElement} */ (event.target).dataset["testid"] ?? "");
  if (!by || !from) return;
  event.preventDefault();
  const name = `confusion-${Number(from[1]) + by[0]}-${Number(from[2]) + by[1]}`;
  /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.currentTarget).querySelector(`[data-testid="${name}"]`))?.focus();
}
