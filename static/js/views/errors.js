/**
 * The errors dialog: the test digits that the model misclassifies, the confusion matrix, the reliability diagram, and a
 * comparison with another model. Imported when it is first opened.
 */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { evaluationFor, listsOf } from "../model/errors.js";
import { errorsTextOf } from "../text/errors.js";
import { PLAIN, button, choice, iconButton } from "./controls.js";
import { matrix, picture } from "./errors/matrix.js";
import { reliability } from "./errors/reliability.js";
import { modelName } from "./model-name.js";
import { numbersIn, percentIn } from "./numbers.js";
import { createDialog } from "./panel.js";

/** @import { ErrorsState, Evaluation, ListName, MisreadDigit } from "../errors-types.js" */
/** @import { View } from "../intents.js" */
/** @import { ErrorsText } from "../text/errors.js" */
/** @import { Text } from "../text/text.js" */

/** @typedef {{state: ErrorsState, text: ErrorsText}} Shown */

/** Maximum number of thumbnails in a list. */
const MOST = 60;

/** @param {HTMLElement} dialog @param {Text} words @param {ErrorsState} state @returns {View<{open: boolean}>} */
export function createErrors(dialog, words, state) {
  const shown = { state, text: errorsTextOf(words) };
  return createDialog(dialog, () => template(shown), { titleId: "errors-title", onClose: state.close });
}

/** @param {Shown} shown */
function template(shown) {
  const { state: { close, compared, outside, shown: { document, failure } }, text } = shown;
  const found = evaluationFor(document.value, outside.preprocess.value);
  const failed = failure.value ?? compared.failure.value;
  return html`
    <div class="dialog-head wrap">
      <h2 class="grow" id="errors-title">${text("errors.title", { model: modelName(outside.chosen.value, text) })}</h2>
      ${compareSelect(shown)}
      ${iconButton("close", text("errors.close"), { test: "errors-close", class: PLAIN, onClick: close })}
    </div>
    <div class="errors-body dialog-body stack gap-3 scroll" tabindex="0" role="region" aria-labelledby="errors-title">
      ${failed ? html`<p role="alert">${failed.message}</p>` : nothing}
      ${found ? contents(shown, found) : failed ? nothing : evaluationProgress(shown)}
    </div>`;
}

/** Render the progress of the evaluation. @param {Shown} shown */
function evaluationProgress({ state, text }) {
  return html`<p class="caption"><label>${text("errors.waiting")} <progress max="10000"
    value=${state.read.value} data-testid="errors-progress"></progress></label></p>`;
}

/** Render the select for the model to compare with. @param {Shown} shown */
function compareSelect({ state, text }) {
  const { chosen: { value: chosen }, against: { value: other } } = state.outside;
  const shipped = String(document.querySelector("#model")?.getAttribute("data-models")).split(" ");
  const checkpoints = state.checkpoints.document.value?.checkpoints ?? [];
  const ofTraining = checkpoints.map((/** @type {{model: string}} */ { model }) => model);
  const names = new Set([...shipped, ...ofTraining, ...(other ? [other] : [])]);
  names.delete(chosen);
  return html`<label class="errors-compare"><span class="caption">${text("errors.compare")}</span>
    ${choice({
      test: "errors-compare", label: text("errors.compare"), value: other ?? "", values: ["", ...names],
      name: (name) => (name ? modelName(name, text) : text("errors.compare.none")), onChoose: state.compare,
    })}</label>`;
}

/** Render the evaluation of the model. @param {Shown} shown @param {Evaluation} found */
function contents(shown, found) {
  const { state: { compared: { document, failure }, outside }, text } = shown;
  const compared = evaluationFor(document.value, outside.preprocess.value);
  return html`
    <p>${text("errors.summary", { count: found.misread.length, accuracy: numbersIn(text).rate(found.accuracy, 2) })}
      <span class="caption">${text(found.preprocess === "center" ? "errors.centred" : "errors.raw")}</span></p>
    <div class="errors-parts row wrap">${matrix(shown, found)}${reliability(shown, found)}</div>
    ${outside.against.value && !compared && !failure.value ? evaluationProgress(shown) : nothing}
    ${lists(shown, found, compared)}`;
}

/**
 * Render the misclassified digits of the selected cell, or all of them; when comparing, as three lists.
 * @param {Shown} shown @param {Evaluation} found @param {Evaluation | null} other
 */
function lists(shown, found, other) {
  const { state: { outside }, text } = shown;
  const cell = outside.cell.value;
  const { all, only, other: theirs, both } = listsOf(found, other, cell);
  const [label = "", prediction = ""] = cell?.split("/") ?? [];
  const title = cell === null ? text("errors.all") : text("errors.cell", { label, prediction });
  if (!only || !theirs || !both) return list(shown, title, "all", all);
  const onlyBy = (/** @type {string} */ model) => text("errors.only", { model: modelName(model, text) });
  return html`
    ${cell === null ? nothing : html`<p>${title}</p>`}
    ${list(shown, onlyBy(outside.chosen.value), "only", only)}
    ${list(shown, onlyBy(String(outside.against.value)), "other", theirs)}
    ${list(shown, text("errors.both"), "both", both)}`;
}

/**
 * Render digits as thumbnails; a click shows the digit in the explorer.
 * @param {Shown} shown @param {string} title @param {ListName} name @param {readonly MisreadDigit[]} digits
 */
function list({ state, text }, title, name, digits) {
  const percent = percentIn(text);
  const tile = (/** @type {MisreadDigit} */ { index, label, prediction, probability }) => html`
    <li>${button(html`${picture(index)}<span class="caption">${label} → ${prediction}</span>`, {
      test: `error-${index}`, class: "errors-digit tile", onClick: () => state.walk(name, index),
      label: text("errors.digit", { label, prediction, percent: percent(probability), index: String(index) }),
    })}</li>`;
  return html`<section class="errors-list stack gap-1">
    <h3 class="heading">${title}: <span class="caption">${digits.length}</span></h3>
    <ul class="row wrap gap-1">${digits.slice(0, MOST).map(tile)}</ul>
    ${digits.length > MOST ? html`<p class="caption">${text("errors.more", { count: digits.length - MOST })}</p>`
      : nothing}</section>`;
}
