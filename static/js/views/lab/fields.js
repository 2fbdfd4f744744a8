/** The lab's small controls: choices, numbers. */

import { html, live } from "../../../vendor/lit-html.min.js";
import { LARGEST } from "../../model/lab.js";
import { fieldText } from "../number-fields.js";

/** @import { LabText } from "../../text/lab.js" */

/**
 * One of a few.
 * @template {string | number} Value
 * @param {{test: string, label: string, value: Value, options: readonly (readonly [value: Value, name: string])[], onChoose: (value: Value) => void, disabled?: boolean}} choice
 */
export function choice({ test, label, value, options, onChoose, disabled = false }) {
  const choose = (/** @type {any} */ { target }) => {
    const found = options.find(([one]) => String(one) === target.value);
    if (found) onChoose(found[0]);
  };
  return html`<select class="select lab-select" aria-label=${label} title=${label} data-testid=${test} ?disabled=${disabled} @change=${choose}>
    ${options.map(([one, name]) => html`<option value=${String(one)} .selected=${live(one === value)}>${name}</option>`)}
  </select>`;
}

/**
 * A choice with the letter that it has in the formula.
 * @template {string | number} Value
 * @param {string} letter @param {string} name @param {Parameters<typeof choice<Value>>[0]} options
 */
export function lettered(letter, name, options) {
  return html`<span class="lab-control">${name} <b class="lab-letter" data-letter=${letter}>${letter}</b>${choice(options)}</span>`;
}

/**
 * A number with a name, changed as the kernel's cells are.
 * @param {{test: string, at: string, label: string, value: number, words: LabText, min?: number}} field
 */
export function numberField({ test, at, label, value, words, min = -LARGEST }) {
  return html`<label class="lab-control">${label}<input class="number-field lab-number" type="text" inputmode="decimal" autocomplete="off" data-testid=${test}
    data-at=${at} data-value=${value} data-min=${min} data-max=${LARGEST} ${fieldText(typed(words, value))}></label>`;
}

/** Formats a number as it is typed, with the language's decimal separator. @param {LabText} words @param {number} value */
export const typed = (words, value) => String(value).replace(".", words("lab.point"));
