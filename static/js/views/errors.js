/**
 * The digits that the shown model misreads: confusion matrix, reliability, comparison with another model. Loaded when
 * it is opened.
 */

import { html, live, nothing } from "../../vendor/lit-html.min.js";
import { ROOT } from "../lib/root.js";
import { errorsTextOf } from "../text/errors.js";
import { matrix } from "./errors/matrix.js";
import { reliability } from "./errors/reliability.js";
import { labelOf } from "./header.js";
import { numbersIn, percentIn } from "./numbers.js";
import { PLAIN, createDialog, iconButton } from "./panel.js";

/** @import { View } from "../intents.js" */
/** @import { ErrorsState, Evaluation, MisreadDigit } from "../errors-types.js" */
/** @import { ErrorsText } from "../text/errors.js" */

/** @typedef {{state: ErrorsState, text: ErrorsText}} Shown */

/** So many thumbnails of a list are shown. */
const MOST = 60;

/**
 * @param {HTMLElement} dialog
 * @param {import("../text/text.js").Text} words
 * @param {ErrorsState} state
 * @returns {View<{open: boolean}>}
 */
export function createErrors(dialog, words, state) {
  const shown = { state, text: errorsTextOf(words) };
  return createDialog(dialog, () => template(shown), {
    titleId: "errors-title",
    onClose: state.close,
    onOpen: state.refresh,
  });
}

/** @param {Shown} shown */
function template(shown) {
  const { state, text } = shown;
  const found = evaluationIn(state, state.signals.shown.value);
  const failure = state.signals.failure.value;
  return html`
    <div class="dialog-head wrap">
      <h2 class="grow" id="errors-title">${text("errors.title", { model: labelOf(state.outside.chosen.value, text) })}</h2>
      ${others(shown)}
      ${iconButton("close", text("errors.close"), { test: "errors-close", class: PLAIN, onClick: state.close })}
    </div>
    <div class="errors-body dialog-body stack gap-3 scroll" tabindex="0" role="region" aria-labelledby="errors-title">
      ${failure ? html`<p role="alert">${failure.message}</p>` : nothing}
      ${found ? contents(shown, found) : failure ? nothing : waiting(shown)}
    </div>`;
}

/** How far the evaluation is. @param {Shown} shown */
function waiting({ state, text }) {
  const read = state.signals.read.value;
  return html`<p class="caption"><label>${text("errors.waiting")} <progress max="10000" value=${read}
    data-testid="errors-progress"></progress></label></p>`;
}

/**
 * Of the digits preprocessed as the drawing is.
 * @param {ErrorsState} state
 * @param {import("../errors-types.js").ModelEvaluation | null} document
 */
function evaluationIn({ outside }, document) {
  return document?.evaluations.find(({ preprocess }) => preprocess === outside.preprocess.value) ?? null;
}

/** With which model it is compared. @param {Shown} shown */
function others({ state, text }) {
  const { chosen, against: { value: other } } = state.outside;
  const shipped = String(document.querySelector("#model")?.getAttribute("data-models")).split(" ");
  const names = new Set([...shipped, ...state.signals.checkpoints.value, ...(other ? [other] : [])]);
  names.delete(chosen.value);
  const choose = (/** @type {any} */ { target }) => state.compare(target.value || null);
  return html`<label class="errors-compare"><span class="caption">${text("errors.compare")}</span>
    <select class="select" data-testid="errors-compare" @change=${choose}>
      <option value="" .selected=${live(other === null)}>${text("errors.compare.none")}</option>
      ${[...names].map((name) =>
        html`<option value=${name} .selected=${live(name === other)}>${labelOf(name, text)}</option>`)}
    </select></label>`;
}

/** @param {Shown} shown @param {Evaluation} found */
function contents(shown, found) {
  const { state, text } = shown;
  const compared = evaluationIn(state, state.signals.compared.value);
  return html`
    <p>${text("errors.summary", { count: found.misread.length, accuracy: numbersIn(text).rate(found.accuracy, 2) })}
      <span class="caption">${text(found.preprocess === "center" ? "errors.centred" : "errors.raw")}</span></p>
    <div class="errors-parts row wrap">${matrix(shown, found)}${reliability(shown, found)}</div>
    ${state.outside.against.value && !compared && !state.signals.failure.value ? waiting(shown) : nothing}
    ${lists(shown, found, compared)}`;
}

/**
 * The digits of the chosen cell, or all; compared, which of them one model reads and the other does not.
 * @param {Shown} shown
 * @param {Evaluation} found
 * @param {Evaluation | null} other
 */
function lists(shown, found, other) {
  const { state: { outside }, text } = shown;
  const [label, prediction] = outside.cell.value?.split("/") ?? [];
  const listed = (/** @type {Evaluation} */ { misread }) =>
    misread.filter((one) => label === undefined || `${one.label}/${one.prediction}` === outside.cell.value);
  const title =
    label === undefined ? text("errors.all") : text("errors.cell", { label, prediction: String(prediction) });
  if (!other) return list(shown, title, listed(found));
  const [own, theirs] = [found, other].map(({ misread }) => new Set(misread.map(({ index }) => index)));
  const [name, otherName] = [outside.chosen.value, String(outside.against.value)].map((one) => labelOf(one, text));
  return html`
    ${label === undefined ? nothing : html`<p>${title}</p>`}
    ${list(shown, text("errors.only", { model: String(name) }), listed(found).filter(({ index }) =>
      !theirs?.has(index)))}
    ${list(shown, text("errors.only", { model: String(otherName) }), listed(other).filter(({ index }) =>
      !own?.has(index)))}
    ${list(shown, text("errors.both"), listed(found).filter(({ index }) => theirs?.has(index)))}`;
}

/**
 * Digits as thumbnails; chosen, one is shown in the explorer.
 * @param {Shown} shown
 * @param {string} title
 * @param {readonly MisreadDigit[]} digits
 */
function list({ state, text }, title, digits) {
  const indices = digits.map(({ index }) => index);
  const percent = percentIn(text);
  return html`<section class="errors-list stack gap-1"><h3 class="heading">${title}:
    <span class="caption">${digits.length}</span></h3>
    <ul class="row wrap gap-1">${digits.slice(0, MOST).map(
      ({ index, label, prediction, probability }, at) => html`
      <li><button type="button" class="errors-digit tile" data-testid="error-${index}"
        aria-label=${text("errors.digit", { label, prediction, percent: percent(probability), index })}
        @click=${() => state.walk(indices, at)}><img src="${ROOT}/api/v1/samples/${index}?format=png" width="28"
        height="28" alt="" loading="lazy"
        ><span class="caption">${label} → ${prediction}</span></button></li>`,
    )}
    </ul>
    ${digits.length > MOST ? html`<p class="caption">${text("errors.more", { count: digits.length - MOST })}</p>`
      : nothing}</section>`;
}
