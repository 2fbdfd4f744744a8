/** The lab's output: activation with its curve, pooling, the map of the chosen kernel, and those of the others small. */

import { html, nothing, svg } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { paintScale } from "../legend.js";
import { exact, shortIn } from "../numbers.js";
import { painting } from "../panel.js";
import { choice } from "./fields.js";
import { KEYS, cellUnder, frameOver, picture } from "./field.js";
import { colouringOf } from "./grid.js";
import { mapOf } from "./input.js";

/** @import { LabActivation, LabMaps, LabPooling } from "../../lab-types.js" */
/** @import { Shown } from "../lab.js" */

/** @type {readonly LabActivation[]} */
const ACTIVATIONS = ["none", "relu", "tanh", "sigmoid"];
/** @type {readonly LabPooling[]} */
const POOLINGS = ["none", "max", "average", "sum"];
const POOLING_SIZES = [2, 3, 4];

/** @type {Readonly<Record<LabActivation, (x: number) => number>>} */
const CURVES = { none: (x) => x, relu: (x) => Math.max(0, x), tanh: Math.tanh, sigmoid: (x) => 1 / (1 + Math.exp(-x)) };
/** The curve is drawn from −REACH to REACH. */
const REACH = 3;

/** @param {Shown} shown */
export function outputPane(shown) {
  const { state, words } = shown;
  const { activation, pooling, poolingSize } = state.signals.settings.value;
  return html`<section class="lab-pane" aria-label=${words("lab.output")}>
    <div class="lab-head"><h2 class="heading">${words("lab.output")}</h2>
      ${choice({ test: "lab-activation", label: words("lab.activation"), value: activation,
        options: ACTIVATIONS.map((name) => /** @type {const} */ ([name, words(`lab.activation.${name}`)])), onChoose: (value) => state.change({ activation: value }) })}
      ${choice({ test: "lab-pooling", label: words("lab.pooling"), value: pooling,
        options: POOLINGS.map((name) => /** @type {const} */ ([name, words(`lab.pooling.${name}`)])), onChoose: (value) => state.change({ pooling: value }) })}
      ${pooling === "none" ? nothing : choice({ test: "lab-pooling-size", label: words("lab.pooling.size"), value: poolingSize,
        options: POOLING_SIZES.map((side) => /** @type {const} */ ([side, `${side} × ${side}`])), onChoose: (value) => state.change({ poolingSize: value }) })}
    </div>
    ${field(shown)}
    <span class="visually-hidden" role="status">${told(shown)}</span>
    <div class="lab-foot">${scale(shown)}${curve(shown)}${stages(shown)}${maps(shown)}</div>
  </section>`;
}

/** @param {Shown} shown */
function field(shown) {
  const { state, words } = shown;
  const place = state.place();
  if (!place) {
    const isRefused = state.signals.result.value?.stages.size === 0;
    const missing = state.signals.isMissing.value ? "lab.missing" : "lab.waiting";
    return html`<div class="lab-field" data-testid="lab-output"><p class="caption lab-empty">${words(isRefused ? "lab.unfit" : missing)}</p></div>`;
  }
  const { maps: all, cell, shown: stage } = place;
  const values = mapOf(all, cell.map);
  const value = Number(values[cell.row * all.side + cell.column]);
  const point = (/** @type {PointerEvent} */ event) => {
    const { row, column } = cellUnder(event, all.side);
    state.point(row, column);
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    const step = KEYS.get(event.key);
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    state.step(step[0], step[1]);
  };
  const until = state.signals.playing.value ? { until: cell.row * all.side + cell.column + 1 } : {};
  return html`<div class="lab-field" data-testid="lab-output" role="application" tabindex="0" data-focus
    aria-roledescription=${words("lab.output.role")} aria-label=${words("lab.output.long", { side: all.side, map: cell.map })}
    data-value=${exact(value)} data-stage=${stage} data-side=${all.side} data-row=${cell.row} data-column=${cell.column}
    @pointermove=${point} @pointerdown=${point} @keydown=${press}>
    ${picture(shown, values, { side: all.side, ...until })}${frameOver({ top: cell.row, left: cell.column, size: 1 }, all.side, "is-cell")}
  </div>`;
}

/** @param {Shown} shown */
function told({ state, words }) {
  const place = state.place();
  if (!place || !state.signals.isTold.value) return "";
  const { maps: all, cell: { map, row, column } } = place;
  return words("lab.sum.said", { row, column, value: shortIn(words)(Number(mapOf(all, map)[row * all.side + column])) });
}

/** What the colours of the shown map mean. @param {Shown} shown */
function scale({ state, words, look }) {
  const place = state.place();
  if (!place) return nothing;
  const { range: ends, table } = colouringOf(mapOf(place.maps, place.cell.map), look);
  const [low, high] = [shortIn(words)(ends.low), shortIn(words)(ends.high)];
  return html`<span class="lab-scale caption" data-testid="lab-scale">${low}<canvas role="img" aria-label=${words("lab.scale", { low, high })}
    ${painting(paintScale, table)}></canvas>${high}</span>`;
}

/** Plots the activation function, with a dot at the pointed number. @param {Shown} shown */
function curve({ state, words }) {
  const { activation } = state.signals.settings.value;
  if (activation === "none") return nothing;
  const place = state.place();
  const convolved = state.signals.result.value?.stages.get("convolution");
  const at = place && convolved ? Number(mapOf(convolved, place.made.map)[place.made.row * convolved.side + place.made.column]) : null;
  const point = (/** @type {number} */ x) => [x, -Math.min(CURVES[activation](x), REACH)];
  const line = range(61).map((i) => point(REACH * (i / 30 - 1)).join()).join(" ");
  const [x, y] = at === null ? [] : point(Math.max(-REACH, Math.min(REACH, at)));
  return html`<svg class="lab-curve" viewBox="-3.2 -3.2 6.4 5" role="img" aria-label=${words("lab.curve", { name: words(`lab.activation.${activation}`) })}>
    <path class="axes" d="M-3.2 0h6.4M0-3.2v5"></path><polyline points=${line}></polyline>
    ${x === undefined ? nothing : svg`<circle cx=${x} cy=${Number(y)} r="0.4"></circle>`}</svg>`;
}

/** Selects which stage's map is shown, if there are several. @param {Shown} shown */
function stages({ state, words }) {
  const names = [...(state.signals.result.value?.stages.keys() ?? [])];
  const current = state.place()?.shown;
  if (names.length < 2 || !current) return nothing;
  return choice({ test: "lab-stage", label: words("lab.stage"), value: current,
    options: names.map((name) => /** @type {const} */ ([name, words(`lab.stage.${name}`)])), onChoose: (name) => { state.signals.stage.value = name === names.at(-1) ? null : name; } });
}

/** @param {Shown} shown */
function maps(shown) {
  const { state, words } = shown;
  const place = state.place();
  if (!place || place.maps.count < 2) return nothing;
  return html`<div class="lab-maps" role="group" aria-label=${words("lab.maps")}>${range(place.maps.count).map((map) => html`
    <button type="button" class="lab-small" data-testid="lab-map-${map}" aria-label=${words("lab.map.one", { map })} aria-pressed=${map === place.cell.map}
      @click=${() => { state.signals.kernel.value = map; }}>${picture(shown, mapOf(/** @type {LabMaps} */ (place.maps), map), { side: place.maps.side, width: shown.look.width && 36 })}</button>`)}</div>`;
}
