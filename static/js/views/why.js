/**
 * Why this answer: which pixels speak for a digit or a unit, beside the arithmetic and over the drawing. Loaded when it
 * is opened.
 */

import { html, live, nothing } from "../../vendor/lit-html.min.js";
import { rangeOf, scaleTable } from "../lib/colour.js";
import { find } from "../lib/dom.js";
import { range } from "../lib/math.js";
import { METHODS } from "../model/why-text.js";
import { formatUnit } from "../model/layers.js";
import { whyTextOf } from "../text/why.js";
import { paintScale } from "./legend.js";
import { exact, shortIn } from "./numbers.js";
import { createOpenPanel, painting } from "./panel.js";
import { paintSigned } from "./pixels.js";
import { mapContributions } from "./why/contributions.js";
import { createEraser, eraserButton, eraserWords } from "./why/eraser.js";
import { createPadOverlay } from "./why/pad-overlay.js";

/** @import { View } from "../intents.js" */
/** @import { WhyState } from "../why-types.js" */
/** @import { WhyText } from "../text/why.js" */

/** @typedef {{state: WhyState, text: WhyText}} Shown */

const DIGITS = range(10);

/**
 * @param {HTMLElement} root
 * @param {import("../text/text.js").Text} words
 * @param {WhyState} state
 * @returns {View<{open: boolean}>}
 */
export function createWhy(root, words, state) {
  const text = whyTextOf(words);
  const surface = find(document, ".pad-surface");
  const overlay = createPadOverlay(surface);
  const eraser = createEraser(surface, { state, text });
  const panel = createOpenPanel(root, () => template({ state, text }), {
    onToggle: (open) => open && state.ask(),
    onRendered(open) {
      if (open) overlay.show(state, tableOf(state));
      else overlay.hide();
      eraser.render({ open });
    },
  });
  return {
    render: panel.render,
    destroy() {
      panel.destroy();
      overlay.destroy();
      eraser.destroy();
    },
  };
}

/** @param {WhyState} state */
function tableOf({ outside }) {
  return scaleTable("diverging", outside.theme.value ?? (outside.systemDark.value ? "dark" : "light"));
}

/** @param {Shown} shown */
function template(shown) {
  const { state, text } = shown;
  const why = state.outside.why.value;
  if (!why) return nothing;
  return html`
    <div class="rigid stack gap-2">
      <label class="field"><span class="heading">${text("why.method")}</span>
        <select class="select" data-testid="method"
          @change=${(/** @type {any} */ { target }) => state.choose({ method: target.value })}>
          ${METHODS.map((name) =>
            html`<option value=${name} ?selected=${name === why.method}>${text(`why.${name}`)}</option>`)}
        </select></label>
      ${targets(shown, why)}
      ${why.erase ? eraserWords(shown) : nothing}
    </div>
    <div class="scroll-column" tabindex="0" role="region" aria-label=${text("reading.why")}>
      ${picture(shown, why)}
      <p class="caption">${text(`why.${why.method}.what`)}</p>
      ${mapContributions(shown)}
    </div>`;
}

/** For what, and rather than what. @param {Shown} shown @param {import("../why-types.js").Why} why */
function targets({ state, text }, why) {
  const { target, against } = why;
  const choose = (/** @type {any} */ event) => {
    const { value } = event.target;
    state.choose({ target: value === "" ? null : value === "unit" ? value : Number(value) });
  };
  const compare = (/** @type {any} */ event) =>
    state.choose({ against: event.target.value === "" ? null : Number(event.target.value) });
  const digits = (
    /** @type {number | "unit" | null} */ chosen,
    /** @type {number | "unit" | null | undefined} */ other = null,
  ) =>
    DIGITS.map(
      (digit) => html`
    <option value=${digit} ?disabled=${digit === other}
      .selected=${live(digit === chosen)}>${text("why.digit", { digit })}</option>`,
    );
  const explained = target ?? state.outside.attribution.value?.target;
  return html`<div class="row wrap gap-2">
    <label><span class="caption">${text("why.target")}</span>
      <select class="select" data-testid="why-target" @change=${choose}>
        <option value="" .selected=${live(target === null)}>${text("why.answer")}</option>${digits(target)}
        <option value="unit" .selected=${live(target === "unit")}>${text("why.unit")}</option>
      </select></label>
    ${target === "unit" ? nothing : html`<label><span class="caption">${text("why.against")}</span>
      <select class="select" data-testid="why-against" @change=${compare}>
        <option value="" .selected=${live(against === null)}>${text("why.nothing")}</option>${digits(against, explained)}
      </select></label>`}
    ${eraserButton({ state, text }, why)}
  </div>`;
}

/** The attribution, or why there is none. @param {Shown} shown @param {import("../why-types.js").Why} why */
function picture(shown, why) {
  const { state, text } = shown;
  const [found, failure] = [state.outside.attribution.value, state.signals.failure.value];
  if (failure) return html`<p class="notice" role="alert">${failure.message}</p>`;
  if (found) return figure(shown, why, found);
  if (state.outside.answered.value?.trace.response.blank) return html`<p>${text("why.blank")}</p>`;
  return html`<p>${text(why.target === "unit" && !state.outside.pinned.value ? "why.pin" : "why.waiting")}</p>`;
}

/**
 * The attribution with its legend.
 * @param {Shown} shown
 * @param {import("../why-types.js").Why} why
 * @param {import("../why-types.js").Attribution} found
 */
function figure(shown, why, found) {
  const { state, text } = shown;
  const short = shortIn(text);
  const most = rangeOf(found.map.data, true).high;
  const sum = found.map.data.reduce((all, value) => all + value, 0);
  const subject = subjectOf(shown, why, found);
  const label = text("why.map", { subject, method: text(`why.${why.method}`) });
  const table = tableOf(state);
  return html`
    <figure>
      <canvas class="why-map" role="img" aria-label=${label} data-testid="attribution" data-method=${found.method}
        data-target=${found.unit ?? found.target ?? ""}
        ${painting(paintSigned, found.map, table)}></canvas>
      <canvas class="legend-scale" aria-hidden="true" ${painting(paintScale, table)}></canvas>
      <figcaption class="legend-ends caption"><span>−${short(most)}</span><span>0</span><span>+${short(most)}</span></figcaption>
    </figure>
    <p class="caption">${text("why.legend", { subject })} ·
      <span data-testid="why-score"
        data-value=${exact(found.score)}>${text(scoreKey(why), { score: short(found.score) })}</span>${
        why.method === "occlusion" ? nothing : html` · ${text("why.sum", { sum: short(sum) })}`}</p>
    <label class="field"><span class="caption">${text("why.opacity")}</span>
      <input type="range" min="0" max="100" step="5" data-testid="why-opacity" .value=${live(String(why.opacity))}
        @input=${(/** @type {any} */ { target }) => state.choose({ opacity: Number(target.value) })}></label>`;
}

/** What the score is. @param {import("../why-types.js").Why} why */
function scoreKey({ method, target, against }) {
  if (target === "unit") return "why.score.unit";
  if (method === "occlusion") return against === null ? "why.score.probability" : "why.score.probabilities";
  return against === null ? "why.score.logit" : "why.score.logits";
}

/**
 * @param {Shown} shown
 * @param {import("../why-types.js").Why} why
 * @param {import("../why-types.js").Attribution} found
 */
function subjectOf({ state, text }, { against, target }, found) {
  const unit = state.outside.pinned.value;
  if (target === "unit" && unit) return text("why.subject.unit", { unit: formatUnit(unit) });
  const digit = Number(found.target);
  return against === null
    ? text("why.subject.digit", { digit })
    : text("why.subject.against", { digit, other: against });
}
