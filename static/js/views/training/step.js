/** One training step: the label, the phases, and what each phase does, in numbers. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { button, choice, segments } from "../controls.js";
import { exact } from "../numbers.js";
import { styled } from "../panel.js";
import { gradientStory } from "./gradients.js";
import { decimal, percent } from "./numbers.js";

/** @import { Gradients, Loss, Phase, Steps, Training } from "../../training-types.js" */
/** @import { TrainingText as Words } from "../../text/training.js" */
/** @import { Shown } from "../training.js" */

/** In order. @type {readonly Phase[]} */
const PHASES = ["forward", "error", "gradients", "update", "again"];
const DIGITS = range(10);
/** @type {readonly Loss[]} */
const LOSSES = ["cross-entropy", "squared-error"];
const STEPS = [1, 10, 100];
/** Maximum number of losses listed in the history. */
const MOST_LOSSES = 10;
/** Range and step of the learning rate slider, as powers of ten. */
const RATES = { least: -4, most: 0, step: 0.25 };

/** @param {Shown} shown */
export function stepCard(shown) {
  const { state, words } = shown;
  const { phase: current, gradients, updated } = state.learning.signals;
  const phase = current.value;
  const at = phase ? PHASES.indexOf(phase) : -1;
  const found = gradients.value;
  return html`
    ${labels(state, words)}
    <div class="step-phases row wrap gap-1" role="group"
      aria-label=${words("step.phases")}>${PHASES.map((name, i) => html`
      <button type="button" class="button" data-testid="step-${name}" aria-pressed=${name === phase}
        ?data-done=${i < at} aria-disabled=${!found}
        @click=${() => void state.learning.go(name)}>${words(`step.${name}`)}</button>`)}</div>
    ${found ? lossLine(state, words, found) : html`<p class="caption">${words("step.blank")}</p>`}
    <div class="step-what stack gap-2"
      data-phase=${phase ?? ""}>${found && phase ? CONTENTS[phase](shown, found, updated.value)
        : html`<p>${words("step.note")}</p>`}</div>
    ${startButtons(state, words)}`;
}

/** Render the buttons that set the label. @param {Training} state @param {Words} words */
function labels({ learning }, words) {
  const chosen = learning.labelNow();
  return html`<div class="step-labels" role="group" aria-label=${words("step.label")}>
    <span class="caption">${words(learning.isRead() ? "step.label.read" : "step.label")}</span>
    ${DIGITS.map((digit) => html`
    ${button(digit, { test: `label-${digit}`, class: "segment label-button", pressed: digit === chosen, onClick: () =>
      learning.choose(digit) })}`)}
  </div>`;
}

/** Render the loss. @param {Training} state @param {Words} words @param {Gradients} found */
function lossLine({ learning }, words, { loss }) {
  return html`<div class="step-loss spread baseline">
    <span>${words("step.loss")} <strong data-testid="loss"
      data-value=${exact(loss)}>${decimal(words, loss)}</strong></span>
    ${choice({ test: "loss-kind", label: words("step.loss.kind"), value: learning.signals.loss.value, values: LOSSES,
      name: (name) => words(`step.${name}`), onChoose: learning.measure })}</div>`;
}

/** Render the start and undo buttons. @param {Training} state @param {Words} words */
function startButtons({ learning, timeline, outside }, words) {
  const first = timeline.signals.checkpoints.value?.[0]?.model ?? "lenet@0";
  const count = learning.signals.past.value.reduce((all, { steps }) => all + steps, 0);
  return html`<div class="button-row">
    ${button(words("step.start"), { test: "step-start", idle: outside.chosen.value === first, onClick: () =>
      learning.start(first) })}
    ${button(words("step.undo"), { test: "step-undo", idle: count === 0, onClick: learning.undo })}
  </div>
  ${count ? html`<p class="caption" data-testid="step-count" data-count=${count}>${words("step.count", { count })}</p>`
    : nothing}`;
}

/** @type {Readonly<Record<Phase, (shown: Shown, gradients: Gradients, updated: Steps | null) => unknown>>} */
const CONTENTS = {
  forward: ({ words }, found) => html`<p>${words("step.forward.what")}</p>${bars(words, found, false)}`,
  error: ({ words, state }, found) => html`<p>${words("step.error.what")}</p>${bars(words, found, true)}
    ${formulas(words, found, state.learning.signals.loss.value)}`,
  gradients: (shown) => html`<p>${shown.words("step.gradients.what")}</p>${gradientStory(shown)}${updateRule(shown)}`,
  update: (shown, _, updated) =>
    html`<p>${shown.words("step.update.what")}</p>${updated && changes(shown.words, updated)}${updateRule(shown)}`,
  again: ({ words }, { label }, updated) =>
    updated ? beforeAndAfter(words, label, updated) : html`<p>${words("waiting")}</p>`,
};

/** Render outputs and targets. @param {Words} words @param {Gradients} found @param {boolean} withTarget */
function bars(words, { probabilities, target }, withTarget) {
  return html`<ol class="soft">${probabilities.map((output, digit) => html`
    <li class="bar-row ${target[digit] ? "is-label" : ""}"
      aria-label=${words(withTarget ? "step.bar.target"
        : "step.bar", { digit, output: percent(words, output), target: Number(target[digit]) })}>
      <span>${digit}</span>
      <span class="bar-pair">${withTarget ? html`<i ${styled({ width: `${100 * Number(target[digit])}%` })}></i>`
        : nothing}<i
        class="bar-output" ${styled({ width: `${100 * output}%` })}></i></span>
      <span>${percent(words, output)}</span>
    </li>`)}</ol>
    ${withTarget ? html`<p class="caption bar-keys row gap-3"><span
      class="is-target">${words("step.target")}</span><span class="is-output">${words("step.output")}</span></p>`
        : nothing}`;
}

/** Render both losses in numbers. @param {Words} words @param {Gradients} found @param {Loss} chosen */
function formulas(words, { label, probabilities, target }, chosen) {
  const own = Number(probabilities[label]);
  const squares = probabilities.map((output, digit) => (Number(target[digit]) - output) ** 2);
  const sum = squares.reduce((all, one) => all + one, 0);
  const largest = squares.map((square, digit) => ({ square, digit })).sort((a, b) => b.square - a.square).slice(0, 2);
  const terms = largest
    .map(({ digit }) => `(${Number(target[digit])} − ${decimal(words, Number(probabilities[digit]))})²`)
    .join(" + ");
  return html`<dl class="formulas">
    <dt class="soft ${chosen === "cross-entropy" ? "is-chosen" : ""}">${words("step.cross-entropy")}</dt>
    <dd>−ln p<sub>${label}</sub> = −ln ${decimal(words, own)} = <b>${decimal(words, -Math.log(own))}</b></dd>
    <dt class="soft ${chosen === "squared-error" ? "is-chosen" : ""}">${words("step.squared-error")}</dt>
    <dd>½ Σ (t − o)² = ½ (${terms} + …) = <b>${decimal(words, sum / 2)}</b></dd></dl>`;
}

/** Render the rule of the update. @param {Shown} shown */
function updateRule({ state, words }) {
  const { rate, steps } = state.learning.signals;
  const change = (/** @type {any} */ { target }) => state.learning.descend({ rate: 10 ** Number(target.value) });
  return html`
    <label class="field spread"><span>${words("rate")} <b>${decimal(words, rate.value)}</b></span>
      <input type="range" data-testid="step-rate" min=${RATES.least} max=${RATES.most} step=${RATES.step}
        .value=${String(Math.log10(rate.value))} @input=${change}></label>
    ${segments(words("step.times"), STEPS, { test: "step-times", chosen: steps.value, says: (count) => `× ${count}`,
      onChoose: (count) => state.learning.descend({ steps: count }) })}`;
}

/** Render the changes of the parameters. @param {Words} words @param {Steps} updated */
function changes(words, { changes: largest }) {
  return html`<table class="step-changes"><caption>${words("step.changes")}</caption>
    ${Object.entries(largest).filter(([name]) => name.endsWith("weight")).map(([name, value]) =>
      html`<tr><th scope="row">${name}</th><td>± ${decimal(words, value)}</td></tr>`)}</table>`;
}

/** Render before and after. @param {Words} words @param {number} label @param {Steps} updated */
function beforeAndAfter(words, label, { before, after, losses }) {
  const every = Math.ceil((losses.length - 1) / MOST_LOSSES);
  const some = losses
    .filter((_, i) => i % every === 0 || i === losses.length - 1)
    .map((loss) => decimal(words, loss))
    .join(" → ");
  const row = (/** @type {string} */ name, /** @type {unknown[]} */ ...cells) =>
    html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  return html`<p>${words(after.loss < before.loss ? "step.again.smaller" : "step.again.same")}</p>
  <table class="step-changes">
    <tr><th></th><th scope="col">${words("step.before")}</th><th scope="col">${words("step.after")}</th></tr>
    ${row(words("step.loss"), decimal(words, before.loss), html`<b>${decimal(words, after.loss)}</b>`)}
    ${row(words("step.answer"), before.prediction.digit, after.prediction.digit)}
    ${row(words("step.sure", { label }), ...[before, after].map(({ probabilities }) =>
      percent(words, Number(probabilities[label]))))}
  </table>${losses.length > 2
    ? html`<p class="caption">${words(every > 1 ? "step.losses.some" : "step.losses", { losses: some, every })}</p>`
      : nothing}`;
}
