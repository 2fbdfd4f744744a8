/** ReLU, tanh and sigmoid as curves, with a value that is dragged along them. */

import { html, svg } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { CURVES } from "../../model/activations.js";
import { slider, written } from "./dials.js";

/** @import { Shown } from "../lessons.js" */

/** The plot shows x from −3 to 3 and y from −1.2 to 3, at 20 viewBox units per 1. */
const [SCALE, SIDE, TOP, BOTTOM] = [20, 3, 3, 1.2];
const POINTS = range(61).map((i) => -SIDE + i / 10);

/** @param {number} x @param {number} y */
const at = (x, y) => `${((x + SIDE) * SCALE).toFixed(1)},${((TOP - y) * SCALE).toFixed(1)}`;

/** @param {Shown} shown */
export function activations(shown) {
  const { state, words } = shown;
  const x = Number(state.dials.value["value"]);
  return html`<figure class="lesson-figure">
    <svg class="curves" viewBox="0 0 ${2 * SIDE * SCALE} ${(TOP + BOTTOM) * SCALE}" role="img" aria-label=${words("activations.title")}>
      <path class="axis" d="M0 ${TOP * SCALE}H${2 * SIDE * SCALE}M${SIDE * SCALE} 0V${(TOP + BOTTOM) * SCALE}"></path>
      <path class="axis is-value" d="M${(x + SIDE) * SCALE} 0V${(TOP + BOTTOM) * SCALE}"></path>
      ${Object.entries(CURVES).map(([name, curve]) => svg`<g class="curve is-${name}"><polyline points=${POINTS.map((one) => at(one, curve(one))).join(" ")}></polyline>
        <circle cx=${(x + SIDE) * SCALE} cy=${(TOP - curve(x)) * SCALE} r="2.5"></circle></g>`)}
    </svg>
    ${slider(shown, "value", "activations.value", { least: -SIDE, most: SIDE, step: 0.1 })}
    <dl class="curve-values">${Object.entries(CURVES).map(([name, curve]) => html`<div class="is-${name}"><dt>${words(/** @type {"activations.relu"} */ (`activations.${name}`))}</dt>
      <dd>${written(shown, curve(x))}</dd></div>`)}</dl>
  </figure>`;
}
