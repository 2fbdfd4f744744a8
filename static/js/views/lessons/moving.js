/** Figures of the pooling lesson: a pooled window in numbers, and how far the layers follow a shifted digit. */

import { html } from "../../../vendor/lit-html.min.js";
import { windowOf } from "../../lessons/tasks.js";
import { layerNamed } from "../../model/layers.js";
import { equivarianceOf } from "../../model/equivariance.js";
import { segments } from "../controls.js";
import { written } from "./dials.js";

/** @import { LessonView } from "../../lesson-types.js" */
/** @import { Shown } from "../lessons.js" */

const STEPS = [0, 1, 2, 4, 8];
const LAYERS = ["input", "conv1", "pool1", "conv2", "pool2"];

/** Render maximum, mean and sum of the explained window. @param {Shown} shown */
export function pooled(shown) {
  const { state, words } = shown;
  const view = state.view();
  if (!view?.unit || layerNamed(view.layers, view.unit.layer).kind !== "max_pool") {
    return html`<p class="lesson-figure caption">${words("window.hint")}</p>`;
  }
  const numbers = windowOf(view, view.unit);
  const sum = numbers.reduce((all, one) => all + one, 0);
  const rows = /** @type {const} */ ([
    ["window.max", Math.max(...numbers)],
    ["window.mean", sum / numbers.length],
    ["window.sum", sum],
  ]);
  return html`<div class="lesson-figure row gap-3 small">
    <table><tbody>${[0, 2].map((from) =>
      html`<tr>${numbers.slice(from, from + 2).map((one) =>
        html`<td>${written(shown, one)}</td>`)}</tr>`)}</tbody></table>
    <dl class="grow">${rows.map(([key, value]) =>
      html`<div class="spread"><dt>${words(key)}</dt><dd><b>${written(shown, value)}</b></dd></div>`)}</dl></div>`;
}

/** @param {Shown} shown */
export function moving(shown) {
  const { state, words } = shown;
  const right = Number(state.dials.value["right"]);
  const view = state.view();
  return html`<div class="lesson-figure stack gap-2 small">
    ${segments(words("moving.title"), STEPS, { test: "dial-right", chosen: right,
      says: (pixels) => words("moving.by", { pixels }), onChoose: (pixels) => state.dial({ right: pixels }) })}
    ${view && right ? comparison(shown, view, right) : html`<p class="caption">${words("moving.hint")}</p>`}</div>`;
}

/** Render the shares that moved and stayed. @param {Shown} shown @param {LessonView} view @param {number} right */
function comparison({ words }, { layers, first, trace }, right) {
  const percent = (/** @type {number | null} */ share) => (share === null ? "–" : `${Math.round(100 * share)} %`);
  const [before, after] = [first.response.prediction, trace.response.prediction];
  return html`<table class="lesson-table">
    <thead class="soft"><tr><th scope="col">${words("moving.layer")}</th><th
      scope="col">${words("moving.along")}</th><th scope="col">${words("moving.same")}</th></tr></thead>
    <tbody>${LAYERS.map((name) => {
      const { moved, stayed, by } = equivarianceOf(layers, name, { before: first, after: trace, right });
      const cells = moved === null ? "" : words("moving.cells", { cells: by });
      return html`<tr><th scope="row">${name}</th>
        <td>${percent(moved)} <span class="caption">${cells}</span></td><td>${percent(stayed)}</td></tr>`;
    })}</tbody></table>
    <p>${words("moving.answer", { before: before?.digit ?? "–", after: after?.digit ?? "–" })}</p>`;
}
