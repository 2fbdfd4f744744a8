/** The lab's small controls: choices, numbers. */

import { html, live, nothing } from "../../../vendor/lit-html.min.js";
import { LARGEST } from "../../model/lab.js";
import { fieldText } from "../number-fields.js";
import { numbersIn } from "../numbers.js";
import { styled } from "../panel.js";

/** @import { LabText } from "../../text/lab.js" */

/**
 * One of a few.
 * @template {string | number} Value
 * @param {object} choice @param {string} choice.test @param {string} choice.label @param {Value} choice.value
 * @param {readonly Value[]} choice.values @param {(value: Value) => string} [choice.name]
 * @param {(value: Value) => void} choice.onChoose @param {boolean} [choice.disabled]
 * @param {string} [choice.note]  the last row, which cannot be chosen
 */
export function choice({ test, label, value, values, name = String, onChoose, disabled = false, note = "" }) {
  const choose = (/** @type {any} */ { target }) => onChoose(/** @type {Value} */ (values[target.selectedIndex]));
  return html`<select class="select" aria-label=${label} title=${label} data-testid=${test} ?disabled=${disabled}
    @change=${choose}>
    ${values.map((one) => html`<option value=${one} .selected=${live(one === value)}>${name(one)}</option>`)}
    ${note ? html`<option disabled>${note}</option>` : nothing}
  </select>`;
}

/**
 * A choice with the letter that it has in the formula.
 * @template {string | number} Value
 * @param {string} letter @param {string} name @param {Parameters<typeof choice<Value>>[0]} options
 */
export function lettered(letter, name, options) {
  return html`<span class="row gap-1 caption">${name} ${letterOf(letter)}${choice(options)}</span>`;
}

/** Of the letters, the formula's and the depth. @type {Readonly<Record<string, number>>} */
const HUES = { n: 260, k: 45, s: 350, p: 300, d: 150 };

/** A letter of the formula, or its number. @param {string} letter @param {string | number} [content] */
export function letterOf(letter, content = letter) {
  return html`<b class="lab-letter" data-letter=${letter} ${styled({ "--hue": String(HUES[letter]) })}>${content}</b>`;
}

/**
 * A number with a name, changed as the kernel's cells are.
 * @param {{test: string, at: string, label: string, value: number, words: LabText, min?: number}} field
 */
export function numberField({ test, at, label, value, words, min = -LARGEST }) {
  return html`<label class="row gap-1 caption">${label}<input class="number-field" size="5" type="text"
    inputmode="decimal" autocomplete="off" data-testid=${test}
    data-at=${at} data-value=${value} data-min=${min} data-max=${LARGEST}
    ${fieldText(numbersIn(words).all.short(value))}></label>`;
}
