/** The lab's form controls: selects, number fields, map buttons. */

import { html } from "../../../vendor/lit-html.min.js";
import { LARGEST } from "../../model/lab.js";
import { button, choice } from "../controls.js";
import { fieldText } from "../number-fields.js";
import { numbersIn } from "../numbers.js";
import { styled } from "../panel.js";

/** @import { Signal } from "../../../vendor/signals-core.min.js" */
/** @import { LabText } from "../../text/lab.js" */

/** @typedef {"source" | "map" | "activation" | "pooling" | "pooling.size" | "stage" | "apply.map"} Named */

/**
 * Render a select with the label of that name.
 * @template {string | number} Value
 * @param {LabText} words @param {Named} name
 * @param {Omit<Parameters<typeof choice<Value>>[0], "test" | "label">} options
 */
export function labChoice(words, name, options) {
  return choice({ test: `lab-${name.replace(".", "-")}`, label: words(`lab.${name}`), ...options });
}

/**
 * Render a select with the letter that its value has in the formula.
 * @template {string | number} Value
 * @param {LabText} words @param {keyof typeof LETTERS} name
 * @param {Omit<Parameters<typeof choice<Value>>[0], "test" | "label">} options
 */
export function lettered(words, name, options) {
  return html`<span class="row gap-1 caption">${words(`lab.${name}`)} ${letterOf(LETTERS[name])}${
    choice({ test: `lab-${name}`, label: words(`lab.${name}.long`), ...options })}</span>`;
}

const LETTERS = /** @type {const} */ ({ size: "k", stride: "s", padding: "p", depth: "d" });

/** Hue of each letter: those of the formula, and the depth d. @type {Readonly<Record<string, number>>} */
const HUES = { n: 260, k: 45, s: 350, p: 300, d: 150 };

/** Render a letter of the formula, or its value. @param {string} letter @param {string | number} [content] */
export function letterOf(letter, content = letter) {
  return html`<b class="lab-letter" data-letter=${letter} ${styled({ "--hue": String(HUES[letter]) })}>${content}</b>`;
}

/** @param {LabText} words @param {"divisor" | "bias"} name @param {number} value @param {number} [least] */
export function numberField(words, name, value, least = -LARGEST) {
  return html`<label class="row gap-1 caption">${words(`lab.${name}`)}<input class="number-field" size="5" type="text"
    inputmode="decimal" autocomplete="off" data-testid="lab-${name}"
    data-at=${name} data-value=${value} data-min=${least} data-max=${LARGEST}
    ${fieldText(numbersIn(words).all.short(value))}></label>`;
}

/**
 * Render a small picture as a button that selects a map, kernel or channel.
 * @param {unknown} content @param {string} test @param {number} index
 * @param {{label: string, chosen: Signal<number>, pressed?: boolean}} options
 */
export function smallMap(content, test, index, { label, chosen, pressed = chosen.value === index }) {
  return button(content, { test, label, class: "lab-small", pressed, onClick: () => { chosen.value = index; } });
}
