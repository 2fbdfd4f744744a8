/** Why this answer: which pixels speak for a digit or a unit, beside the arithmetic and over the drawing. Loaded when it is opened. */

import { html, live, nothing } from "../../vendor/lit-html.min.js";
import { rangeOf, scaleTable } from "../lib/colour.js";
import { find } from "../lib/dom.js";
import { range } from "../lib/math.js";
import { METHODS } from "../model/why-text.js";
import { formatUnit } from "../model/layers.js";
import { whyTextOf } from "../text/why.js";
import { exact, percentIn, shortIn } from "./numbers.js";
import { createOpenPanel, painting, styled } from "./panel.js";
import { mapContributions } from "./why/contributions.js";
import { createEraser, eraserControl } from "./why/eraser.js";
import { createPadOverlay, paintMap } from "./why/pad-overlay.js";

/** @import { View } from "../intents.js" */
/** @import { WhyState } from "../why-types.js" */
/** @import { WhyText } from "../text/why.js" */

/** @typedef {{state: WhyState, text: WhyText}} Shown */

const DIGITS = range(10);

/** @param {HTMLElement} root @param {import("../text/text.js").Text} words @param {WhyState} state @returns {View<{open: boolean}>} */
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
        <select class="select" data-testid="method" @change=${(/** @type {any} */ { target }) => state.choose({ method: target.value })}>
          ${METHODS.map((name) => html`<option value=${name} ?selected=${name === why.method}>${text(`why.${name}`)}</option>`)}
        </select></label>
      ${targets(shown, why)}
      ${eraserControl(shown, why)}
    </div>
    <div class="scroll-column">
      <p class="caption">${text(`why.${why.method}.what`)}</p>
      ${picture(shown, why)}
      ${mapContributions(shown)}
    </div>`;
}

/** For what, and rather than what. @param {Shown} shown @param {import("../why-types.js").Why} why */
function targets({ state, text }, { target, against }) {
  const choose = (/** @type {any} */ event) => {
    const { value } = event.target;
    state.choose({ target: value === "" ? null : value === "unit" ? value : Number(value) });
  };
  const compare = (/** @type {any} */ event) => state.choose({ against: event.target.value === "" ? null : Number(event.target.value) });
  const digits = (/** @type {number | "unit" | null} */ chosen, /** @type {number | "unit" | null | undefined} */ other = null) => DIGITS.map((digit) => html`
    <option value=${digit} ?disabled=${digit === other} .selected=${live(digit === chosen)}>${text("why.digit", { digit })}</option>`);
  const explained = target ?? state.signals.attribution.value?.target;
  return html`<div class="row wrap">
    <label><span class="caption">${text("why.target")}</span>
      <select class="select" data-testid="why-target" @change=${choose}>
        <option value="" .selected=${live(target === null)}>${text("why.answer")}</option>${digits(target)}
        <option value="unit" .selected=${live(target === "unit")}>${text("why.unit")}</option>
      </select></label>
    ${target === "unit" ? nothing : html`<label><span class="caption">${text("why.against")}</span>
      <select class="select" data-testid="why-against" @change=${compare}>
        <option value="" .selected=${live(against === null)}>${text("why.nothing")}</option>${digits(against, explained)}
      </select></label>`}
  </div>`;
}

/** The attribution, or why there is none. @param {Shown} shown @param {import("../why-types.js").Why} why */
function picture(shown, why) {
  const { state, text } = shown;
  const [found, failure] = [state.signals.attribution.value, state.signals.failure.value];
  if (failure) return html`<p class="notice" role="alert">${failure.message}</p>`;
  if (found) return figure(shown, why, found);
  if (state.outside.answered.value?.trace.response.blank) return html`<p>${text("why.blank")}</p>`;
  return html`<p>${text(why.target === "unit" && !state.outside.pinned.value ? "why.pin" : "why.waiting")}</p>`;
}

/** The attribution with its legend. @param {Shown} shown @param {import("../why-types.js").Why} why @param {import("../why-types.js").Attribution} found */
function figure(shown, why, found) {
  const { state, text } = shown;
  const short = shortIn(text);
  const most = rangeOf(found.map.data, true).high;
  const sum = found.map.data.reduce((all, value) => all + value, 0);
  const subject = subjectOf(shown, why, found);
  const label = text("why.map", { subject, method: text(`why.${why.method}`) });
  return html`
    <figure>
      <div class="why-map"><canvas role="img" aria-label=${label} data-testid="attribution" data-method=${found.method} data-target=${found.unit ?? found.target ?? ""}
        @pointermove=${(/** @type {PointerEvent} */ event) => { state.signals.place.value = placeUnder(event, found); }} @pointerleave=${() => { state.signals.place.value = null; }}
        ${painting(paintMap, found.map, tableOf(state))}></canvas>${windowOver(found, state.signals.place.value)}</div>
      <figcaption class="caption spread">
        <span data-testid="why-score" data-value=${exact(found.score)}>${text(scoreKey(why), { score: short(found.score) })}</span>
        <span>−${short(most)} … +${short(most)}</span>
      </figcaption>
    </figure>
    ${why.method === "occlusion" ? without(shown, found) : nothing}
    <p class="caption">${text("why.legend", { subject })}${why.method === "occlusion" ? nothing : html` · ${text("why.sum", { sum: short(sum) })}`}</p>
    <label class="field"><span class="caption">${text("why.opacity")}</span>
      <input type="range" min="0" max="1" step="0.05" data-testid="why-opacity" .value=${String(state.signals.opacity.value)}
        @input=${(/** @type {any} */ { target }) => { state.signals.opacity.value = Number(target.value); }}></label>`;
}

/** What the score is. @param {import("../why-types.js").Why} why */
function scoreKey({ method, target, against }) {
  if (target === "unit") return "why.score.unit";
  if (method === "occlusion") return against === null ? "why.score.probability" : "why.score.probabilities";
  return against === null ? "why.score.logit" : "why.score.logits";
}

/** Where the window lies that is blank. @param {import("../why-types.js").Attribution} found @param {number | null} place */
function windowOver({ map, scores }, place) {
  if (place === null || !scores) return nothing;
  const [rows = 1, columns = 1] = scores.shape;
  const [side = 1] = map.shape;
  const share = (/** @type {number} */ cells) => `${(100 * cells) / side}%`;
  return html`<span class="why-window mark" ${styled({ top: share(Math.floor(place / columns)), left: share(place % columns), width: share(side - columns + 1), height: share(side - rows + 1) })}></span>`;
}

/** @param {Shown} shown @param {import("../why-types.js").Why} why @param {import("../why-types.js").Attribution} found */
function subjectOf({ state, text }, { against, target }, found) {
  const unit = state.outside.pinned.value;
  if (target === "unit" && unit) return text("why.subject.unit", { unit: formatUnit(unit) });
  const digit = Number(found.target);
  return against === null ? text("why.subject.digit", { digit }) : text("why.subject.against", { digit, other: against });
}

/** What the network says without the ink under the window. @param {Shown} shown @param {import("../why-types.js").Attribution} found */
function without({ state, text }, found) {
  const { scores } = found;
  const place = state.signals.place.value;
  if (place === null || !scores || found.unit) return html`<p class="why-without">&nbsp;</p>`;
  const classes = Number(scores.shape.at(-1));
  const own = [...scores.data.subarray(place * classes, (place + 1) * classes)];
  const digit = own.indexOf(Math.max(...own));
  return html`<p class="why-without" data-testid="why-without" data-digit=${digit}>${text("why.without", { digit, percent: percentIn(text)(Number(own[digit])) })}</p>`;
}

/** @param {PointerEvent} event @param {import("../why-types.js").Attribution} found */
function placeUnder({ currentTarget, clientX, clientY }, { map, scores }) {
  if (!scores) return null;
  const { left, top, width, height } = /** @type {HTMLElement} */ (currentTarget).getBoundingClientRect();
  const [rows = 1, columns = 1] = scores.shape;
  const [side = 1] = map.shape;
  const at = (/** @type {number} */ share, /** @type {number} */ count) => Math.min(Math.max(Math.floor(share * side) - Math.floor((side - count) / 2), 0), count - 1);
  return at((clientY - top) / height, rows) * columns + at((clientX - left) / width, columns);
}
