/**
 * The "why" panel: the attribution of a digit's logit or a unit to the input pixels, also painted over the drawing.
 * Imported when it is first opened.
 */

import { html, live, nothing } from "../../vendor/lit-html.min.js";
import { rangeOf } from "../lib/colour.js";
import { find } from "../lib/dom.js";
import { range } from "../lib/math.js";
import { METHODS } from "../model/why-text.js";
import { whyTextOf } from "../text/why.js";
import { choice } from "./controls.js";
import { paintScale } from "./legend.js";
import { exact, shortIn } from "./numbers.js";
import { createOpenPanel, painting } from "./panel.js";
import { paintSigned, currentTable } from "./pixels.js";
import { mapContributions } from "./why/contributions.js";
import { createEraser, eraserButton, eraserWords } from "./why/eraser.js";
import { createPadOverlay } from "./why/pad-overlay.js";

/** @import { View } from "../intents.js" */
/** @import { Text } from "../text/text.js" */
/** @import { WhyText } from "../text/why.js" */
/** @import { Attribution, Why, WhyState } from "../why-types.js" */

/** @typedef {{state: WhyState, text: WhyText}} Shown */

/** @param {HTMLElement} root @param {Text} words @param {WhyState} state @returns {View<{open: boolean}>} */
export function createWhy(root, words, state) {
  const shown = { state, text: whyTextOf(words) };
  const surface = find(document, ".pad-surface");
  const [overlay, eraser] = [createPadOverlay(surface, state), createEraser(surface, shown)];
  const panel = createOpenPanel(root, () => template(shown), {
    onToggle: (open) => open && state.ask(),
    onRendered(open) {
      overlay.render({ open });
      eraser.render({ open });
    },
  });
  return {
    render: panel.render,
    destroy: () => [panel, overlay, eraser].forEach(({ destroy }) => destroy()),
  };
}

/** @param {Shown} shown */
function template(shown) {
  const { state, text } = shown;
  const why = state.outside.why.value;
  if (!why) return nothing;
  return html`
    <div class="rigid stack gap-2">
      <label class="field"><span class="heading">${text("why.method")}</span>
        ${choice({ test: "method", label: text("why.method"), value: why.method, values: METHODS,
          name: (method) => text(`why.${method}`), onChoose: (method) => state.choose({ method }) })}</label>
      ${targets(shown, why)}
      ${why.erase ? eraserWords(shown) : nothing}
    </div>
    <div class="scroll-column" tabindex="0" role="region" aria-label=${text("reading.why")}>
      ${picture(shown, why)}
      <p class="caption">${text(`why.${why.method}.what`)}</p>
      ${mapContributions(shown)}
    </div>`;
}

/** Render the selects: what is explained, and the digit to contrast it with. @param {Shown} shown @param {Why} why */
function targets(shown, why) {
  const { state, text } = shown;
  const { target, against } = why;
  const explained = target ?? state.outside.attribution.value?.target;
  const others = range(10).filter((digit) => digit !== explained);
  const name = (/** @type {number | "answer" | "nothing" | "unit"} */ value) =>
    typeof value === "number" ? text("why.digit", { digit: value }) : text(`why.${value}`);
  return html`<div class="row wrap gap-2">
    <label><span class="caption">${text("why.target")}</span> ${choice({
      test: "why-target", label: text("why.target"), value: target ?? "answer",
      values: ["answer", ...range(10), "unit"], name,
      onChoose: (value) => state.choose({ target: value === "answer" ? null : value }),
    })}</label>
    ${target === "unit" ? nothing : html`<label><span class="caption">${text("why.against")}</span> ${choice({
      test: "why-against", label: text("why.against"), value: against ?? "nothing",
      values: ["nothing", ...others], name,
      onChoose: (value) => state.choose({ against: value === "nothing" ? null : value }),
    })}</label>`}
    ${eraserButton(shown, why)}
  </div>`;
}

/** Render the attribution, or the reason that there is none. @param {Shown} shown @param {Why} why */
function picture(shown, why) {
  const { state: { outside, signals }, text } = shown;
  const [found, failure] = [outside.attribution.value, signals.failure.value];
  if (failure) return html`<p class="notice" role="alert">${failure.message}</p>`;
  if (found) return figure(shown, why, found);
  if (outside.answered.value?.trace.response.blank) return html`<p>${text("why.blank")}</p>`;
  return html`<p>${text(why.target === "unit" && !outside.pinned.value ? "why.pin" : "why.waiting")}</p>`;
}

/** Render the attribution with its legend. @param {Shown} shown @param {Why} why @param {Attribution} found */
function figure({ state, text }, why, found) {
  const { map, method, score, target, unit } = found;
  const short = shortIn(text);
  const most = short(rangeOf(map.data, true).high);
  const sum = map.data.reduce((all, value) => all + value, 0);
  const table = currentTable(state.outside, "diverging");
  const subject = explainedName(text, why, found);
  return html`
    <figure>
      <canvas class="why-map" role="img" data-testid="attribution" data-method=${method}
        data-target=${unit ?? target ?? ""} ${painting(paintSigned, map, table)}
        aria-label=${text("why.map", { subject, method: text(`why.${why.method}`) })}></canvas>
      <canvas class="legend-scale" aria-hidden="true" ${painting(paintScale, table)}></canvas>
      <figcaption class="legend-ends caption"><span>−${most}</span><span>0</span><span>+${most}</span></figcaption>
    </figure>
    <p class="caption">${text("why.legend", { subject })} ·
      <span data-testid="why-score"
        data-value=${exact(score)}>${text(scoreKey(why), { score: short(score) })}</span>${
        why.method === "occlusion" ? nothing : html` · ${text("why.sum", { sum: short(sum) })}`}</p>
    <label class="field"><span class="caption">${text("why.opacity")}</span>
      <input type="range" min="0" max="100" step="5" data-testid="why-opacity" .value=${live(String(why.opacity))}
        @input=${(/** @type {any} */ { target: { value } }) => state.choose({ opacity: Number(value) })}></label>`;
}

/** Return the text key that names the attributed score. @param {Why} why */
function scoreKey({ method, target, against }) {
  if (target === "unit") return "why.score.unit";
  if (method === "occlusion") return against === null ? "why.score.probability" : "why.score.probabilities";
  return against === null ? "why.score.logit" : "why.score.logits";
}

/** Return the name of what is explained. @param {WhyText} text @param {Why} why @param {Attribution} found */
function explainedName(text, { against: other }, { target, unit }) {
  if (unit !== null) return text("why.subject.unit", { unit });
  const digit = Number(target);
  return other === null ? text("why.subject.digit", { digit }) : text("why.subject.against", { digit, other });
}
