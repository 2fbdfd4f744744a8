/** Sliders and number format of the lessons' figures. */

import { html } from "../../../vendor/lit-html.min.js";
import { numbersIn } from "../numbers.js";

/** @import { LessonKey } from "../../lesson-types.js" */
/** @import { Text } from "../../text/text.js" */
/** @import { Shown } from "../lessons.js" */

/** @param {Shown} shown @param {number} value @param {number} [digits] */
export const written = ({ words }, value, digits = 2) =>
  numbersIn(/** @type {Text} */ (words)).short(value, digits);

/**
 * Render a slider.
 * @param {Shown} shown @param {string} name @param {LessonKey} label
 * @param {{least: number, most: number, step?: number}} ends
 */
export function slider(shown, name, label, { least, most, step = 1 }) {
  const { state, words } = shown;
  const value = Number(state.dials.value[name] ?? least);
  return html`<label class="row lesson-dial"><span>${words(label)}
    <b>${written(shown, value, Number.isInteger(step) ? 0 : 1)}</b></span>
    <input class="grow" type="range" data-testid="dial-${name}" min=${least} max=${most} step=${step}
      .value=${String(value)}
      @input=${(/** @type {any} */ { target }) => state.dial({ [name]: Number(target.value) })}></label>`;
}
