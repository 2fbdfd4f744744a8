/** Stride, padding and kernel size along one row, and the formula of the output's size. */

import { html, svg } from "../../../vendor/lit-html.min.js";
import { outputSize } from "../../lessons/sizes.js";
import { range } from "../../lib/math.js";
import { slider } from "./dials.js";

/** @import { Shown } from "../lessons.js" */

/** A cell's side in the picture's own pixels. */
const CELL = 8;

/** @param {Shown} shown */
export function sizes(shown) {
  const { state, words } = shown;
  const dials = state.dials.get();
  const { n = 1, k = 1, s = 1, p = 0 } = dials;
  const out = outputSize(dials);
  const width = (n + 2 * p) * CELL;
  return html`<figure class="lesson-figure">
    <svg class="size-row" viewBox="0 0 ${width} ${4.5 * CELL}" role="img" aria-label=${words("sizes.picture", { out })}>
      ${range(n + 2 * p).map((i) => svg`<rect class=${i < p || i >= n + p ? "is-padding" : "is-input"} x=${i * CELL} y="0" width=${CELL - 1} height=${CELL - 1}></rect>`)}
      ${range(out).map((i) => svg`<path class="window ${i === 0 ? "is-first" : ""}" d="M${i * s * CELL} ${CELL + 1 + (i % 2) * 4}h${k * CELL - 1}"></path>
        <rect class="is-output" x=${(i * s + (k - 1) / 2) * CELL} y=${3 * CELL} width=${CELL - 1} height=${CELL - 1}></rect>`)}
    </svg>
    <p class="size-formula">⌊(${n} + 2 × ${p} − ${k}) / ${s}⌋ + 1 = <b data-testid="size" data-value=${out}>${out}</b></p>
    <div class="size-dials">${slider(shown, "n", "sizes.n", { least: 5, most: 32 })}${slider(shown, "k", "sizes.k", { least: 1, most: 7 })}
      ${slider(shown, "s", "sizes.s", { least: 1, most: 4 })}${slider(shown, "p", "sizes.p", { least: 0, most: 3 })}</div>
  </figure>`;
}
