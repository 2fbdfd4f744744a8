/** Figure of the softmax lesson: adding a constant to all logits does not change the probabilities. */

import { html } from "../../../vendor/lit-html.min.js";
import { percentIn } from "../numbers.js";
import { slider, written } from "./dials.js";

/** @import { Text } from "../../text/text.js" */
/** @import { Shown } from "../lessons.js" */

/** @param {Shown} shown */
export function shares(shown) {
  const { state, words } = shown;
  const view = state.view();
  const { plus = 0, times = 1 } = state.dials.value;
  const logits = Array.from(view?.trace.layers.get("fc3")?.data ?? []).map((logit) => times * logit + plus);
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((all, one) => all + one, 0);
  const percent = percentIn(/** @type {Text} */ (words));
  return html`<div class="lesson-figure stack gap-2 small">
    ${slider(shown, "plus", "softmax.plus", { least: -10, most: 10 })}
    ${slider(shown, "times", "softmax.times", { least: 0, most: 2, step: 0.1 })}
    <ol class="share-list"
      start="0">${logits.map((logit, digit) =>
        html`<li class="spread"><span>${digit}</span><span class="grow end">${written(shown, logit, 1)}</span><b
          class="end">${percent(Number(powers[digit]) / sum)}</b></li>`)}</ol></div>`;
}
