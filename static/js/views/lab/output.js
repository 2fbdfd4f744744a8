/** The lab's output pane: activation function and its curve, pooling, the selected kernel's map, and the other maps. */

import { html, nothing, svg } from "../../../vendor/lit-html.min.js";
import { hasModifier } from "../../lib/dom.js";
import { clamp, range } from "../../lib/math.js";
import { CURVES } from "../../model/activations.js";
import { valueAt } from "../../model/lab.js";
import { paintScale } from "../legend.js";
import { exact, shortIn } from "../numbers.js";
import { painting } from "../panel.js";
import { labChoice, smallMap } from "./fields.js";
import { KEYS, cellUnder, frameOver, picture } from "./field.js";
import { colouringOf } from "./grid.js";

/** @import { LabActivation, LabPooling } from "../../lab-types.js" */
/** @import { Shown } from "../lab.js" */

/** @typedef {NonNullable<ReturnType<Shown["state"]["place"]>>} Place  the selected cell of the shown map */

/** @type {readonly LabActivation[]} */
const ACTIVATIONS = ["none", "relu", "tanh", "sigmoid"];
/** @type {readonly LabPooling[]} */
const POOLINGS = ["none", "max", "average", "sum"];
const POOLING_SIZES = [2, 3, 4];
/** The curve is drawn from −REACH to REACH. */
const REACH = 3;

/** @param {Shown} shown */
export function outputPane(shown) {
  const { state, words } = shown;
  const { activation, pooling, poolingSize } = state.signals.settings.value;
  const place = state.place();
  return html`<section class="stack gap-1" aria-label=${words("lab.output")}>
    <div class="lab-line row wrap"><h2 class="heading">${words("lab.output")}</h2>
      ${labChoice(words, "activation", { value: activation, values: ACTIVATIONS,
        name: (name) => words(`lab.activation.${name}`), onChoose: (value) => state.change({ activation: value }) })}
      ${labChoice(words, "pooling", { value: pooling, values: POOLINGS,
        name: (name) => words(`lab.pooling.${name}`), onChoose: (value) => state.change({ pooling: value }) })}
      ${pooling === "none" ? nothing : labChoice(words, "pooling.size", { value: poolingSize, values: POOLING_SIZES,
        name: (side) => `${side} × ${side}`, onChoose: (value) => state.change({ poolingSize: value }) })}
    </div>
    ${place ? field(shown, place) : empty(shown)}
    <span class="visually-hidden" role="status">${place && state.signals.isTold.value ? told(shown, place) : ""}</span>
    <div class="lab-line row wrap">${place
      ? [scale(shown, place), curve(shown, place), stages(shown, place), otherMaps(shown, place)] : nothing}</div>
  </section>`;
}

/** Render the placeholder of a map that is missing or not computed yet. @param {Shown} shown */
function empty({ state, words }) {
  const missing = state.isMissing() ? "lab.missing" : "lab.waiting";
  const isUnfit = state.signals.result.value?.stages.size === 0;
  return html`<div class="lab-field" data-testid="lab-output">
    <p class="caption">${words(isUnfit ? "lab.unfit" : missing)}</p></div>`;
}

/** @param {Place} place */
const shownMap = ({ maps: { maps }, cell: { map } }) => /** @type {Float32Array} */ (maps[map]);

/** Render the selected map. @param {Shown} shown @param {Place} place */
function field(shown, place) {
  const { state, words } = shown;
  const { maps: { side }, maps, cell, shown: stage } = place;
  const point = (/** @type {PointerEvent} */ event) => {
    const { row, column } = cellUnder(event, side);
    state.point(row, column);
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    const step = KEYS[event.key];
    if (!step || hasModifier(event)) return;
    event.preventDefault();
    state.step(step[1], step[0]);
  };
  const until = state.signals.playing.value ? { until: cell.row * side + cell.column + 1 } : {};
  return html`<div class="lab-field" data-testid="lab-output" role="application" tabindex="0" data-focus
    aria-roledescription=${words("lab.output.role")} aria-label=${words("lab.output.long", { side, map: cell.map })}
    data-value=${exact(valueAt(maps, cell))} data-stage=${stage} data-side=${side} data-row=${cell.row}
    data-column=${cell.column}
    @pointermove=${point} @pointerdown=${point} @keydown=${press}>
    ${picture(shown, shownMap(place), { side, ...until })}
    ${frameOver({ top: cell.row, left: cell.column, size: 1 }, side)}
  </div>`;
}

/** Return the announcement. @param {Shown} shown @param {Place} place */
function told({ words }, { maps, cell }) {
  return words("lab.sum.said", { row: cell.row, column: cell.column, value: shortIn(words)(valueAt(maps, cell)) });
}

/** Render the colour scale of the shown map. @param {Shown} shown @param {Place} place */
function scale({ words, look }, place) {
  const { range: ends, table } = colouringOf(shownMap(place), look);
  const [low, high] = [shortIn(words)(ends.low), shortIn(words)(ends.high)];
  return html`<span class="row gap-1 caption" data-testid="lab-scale">${low}<canvas class="lab-scale" role="img"
    aria-label=${words("lab.scale", { low, high })}
    ${painting(paintScale, table)}></canvas>${high}</span>`;
}

/** Plot the activation function with a dot at the selected number. @param {Shown} shown @param {Place} place */
function curve({ state, words }, { made }) {
  const { activation } = state.signals.settings.value;
  const convolved = state.signals.result.value?.stages.get("convolution");
  if (activation === "none" || !convolved) return nothing;
  const point = (/** @type {number} */ x) => [x, -Math.min(CURVES[activation](x), REACH)];
  const line = range(61).map((i) => point(REACH * (i / 30 - 1)).join()).join(" ");
  const [x, y] = point(clamp(valueAt(convolved, made), -REACH, REACH));
  return html`<svg class="lab-curve" viewBox="-3.2 -3.2 6.4 5" role="img"
    aria-label=${words("lab.curve", { name: words(`lab.activation.${activation}`) })}>
    <path d="M-3.2 0h6.4M0-3.2v5"></path><polyline
      points=${line}></polyline>${svg`<circle cx=${x} cy=${y} r="0.4"></circle>`}</svg>`;
}

/** Render the stage select, if there are several. @param {Shown} shown @param {Place} place */
function stages({ state, words }, place) {
  const names = [...(state.signals.result.value?.stages.keys() ?? [])];
  if (names.length < 2) return nothing;
  return labChoice(words, "stage", {
    value: place.shown,
    values: names,
    name: (name) => words(`lab.stage.${name}`),
    onChoose: (name) => { state.signals.stage.value = name === names.at(-1) ? null : name; },
  });
}

/** Render the other maps as buttons. @param {Shown} shown @param {Place} place */
function otherMaps(shown, { maps: { side, maps }, cell }) {
  const { state, words } = shown;
  if (maps.length < 2) return nothing;
  return html`<div class="row gap-1" role="group" aria-label=${words("lab.maps")}>${maps.map((values, map) =>
    smallMap(picture(shown, values, { side, width: 36 }), `lab-map-${map}`, map, {
      label: words("lab.map.one", { map }), chosen: state.signals.kernel, pressed: map === cell.map }))}</div>`;
}
