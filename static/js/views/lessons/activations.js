/** ReLU, tanh and sigmoid as curves, with a draggable point on each. */

import { html, svg } from "../../../vendor/lit-html.min.js";
import { hasModifier } from "../../lib/dom.js";
import { clamp, range } from "../../lib/math.js";
import { CURVES } from "../../model/activations.js";
import { written } from "./dials.js";

/** @import { Shown } from "../lessons.js" */

/** The plot shows x from −3 to 3 and y from −1.2 to 3, at 20 viewBox units per 1. */
const [SCALE, SIDE, TOP, BOTTOM] = [20, 3, 3, 1.2];
const POINTS = range(61).map((i) => -SIDE + i / 10);

/** Step of x for each key. @type {Readonly<Record<string, number>>} */
const KEYS = {
  ArrowLeft: -0.1, ArrowDown: -0.1, ArrowRight: 0.1, ArrowUp: 0.1,
  PageDown: -1, PageUp: 1, Home: -2 * SIDE, End: 2 * SIDE,
};

/** Return plot coordinates. @param {number} x @param {number} y */
const at = (x, y) => `${((x + SIDE) * SCALE).toFixed(1)},${((TOP - y) * SCALE).toFixed(1)}`;

/** Return the x under the pointer. @param {PointerEvent} event */
function xUnder({ currentTarget, clientX, clientY }) {
  const toPlot = /** @type {SVGSVGElement} */ (currentTarget).getScreenCTM()?.inverse();
  return new DOMPoint(clientX, clientY).matrixTransform(toPlot).x / SCALE - SIDE;
}

/** @param {Shown} shown */
export function activations(shown) {
  const { state, words } = shown;
  const x = Number(state.dials.value["value"]);
  const values = Object.entries(CURVES).map(([name, curve]) => ({
    name,
    curve,
    title: words(/** @type {"activations.relu"} */ (`activations.${name}`)),
    y: written(shown, curve(x)),
  }));
  const set = (/** @type {number} */ value) => state.dial({ value: clamp(Math.round(10 * value) / 10, -SIDE, SIDE) });
  const grab = (/** @type {any} */ event) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus({ preventScroll: true });
    set(xUnder(event));
  };
  const drag = (/** @type {PointerEvent} */ event) => event.buttons && set(xUnder(event));
  const press = (/** @type {KeyboardEvent} */ event) => {
    const by = KEYS[event.key];
    if (!by || hasModifier(event)) return;
    event.preventDefault();
    set(x + by);
  };
  return html`<figure class="lesson-figure stack gap-2 small">
    <svg class="curves" viewBox="-4 -4 ${2 * SIDE * SCALE + 8} ${(TOP + BOTTOM) * SCALE + 8}" role="slider" tabindex="0"
      data-testid="dial-value" aria-label=${words("activations.title")}
      aria-valuemin=${-SIDE} aria-valuemax=${SIDE} aria-valuenow=${x}
      aria-valuetext="x = ${written(shown, x, 1)}; ${values.map(({ title, y }) => `${title} ${y}`).join("; ")}"
      @pointerdown=${grab} @pointermove=${drag} @keydown=${press}>
      <path d="M0 ${TOP * SCALE}H${2 * SIDE * SCALE}M${SIDE * SCALE} 0V${(TOP + BOTTOM) * SCALE}"></path>
      <path class="is-value" d="M${(x + SIDE) * SCALE} 0V${(TOP + BOTTOM) * SCALE}"></path>
      ${values.map(({ name, curve }) => svg`<g class="is-${name}">
        <polyline points=${POINTS.map((one) => at(one, curve(one))).join(" ")}></polyline>
        <circle cx=${(x + SIDE) * SCALE} cy=${(TOP - curve(x)) * SCALE} r="3.5"></circle></g>`)}
    </svg>
    <dl class="spread"><div><dt>x</dt><dd><b>${written(shown, x, 1)}</b></dd></div>
      ${values.map(({ name, title, y }) =>
        html`<div class="is-${name}"><dt>${title}</dt><dd><b>${y}</b></dd></div>`)}</dl>
  </figure>`;
}
