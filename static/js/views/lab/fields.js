/** The lab's small controls: choices, numbers. */

import { Directive, directive, html, live, noChange } from "../../../vendor/lit-html.min.js";

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

/** What somebody types; a comma is a point. null: no number (yet). @param {string} text */
export function numberFrom(text) {
  const plain = text.trim().replace(",", ".").replace("\u2212", "-");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

/** Writes a number into a field, unless somebody is typing that very number there. */
class Typing extends Directive {
  /** @param {number} value @param {string} text */
  render(value, text) {
    return value === undefined ? text : noChange;
  }

  /** @param {any} part @param {[number, string]} values */
  update({ element }, [value, text]) {
    const isTyped = element === document.activeElement && (numberFrom(element.value) ?? value) === value;
    if (!isTyped && element.value !== text) element.value = text;
    return noChange;
  }
}

/** `<input ${typing(0.5, "0,5")}>` */
export const typing = directive(Typing);

/**
 * A number that is taken over when it is one.
 * @param {{test: string, label: string, value: number, words: import("../lab.js").Words, onNumber: (value: number) => void}} field
 */
export function numberField({ test, label, value, words, onNumber }) {
  const take = (/** @type {any} */ { target }) => {
    const number = numberFrom(target.value);
    if (number !== null) onNumber(number);
  };
  const leave = (/** @type {any} */ { target }) => {
    target.value = typed(words, value);
  };
  return html`<label class="lab-control">${label}<input class="lab-number" type="text" inputmode="decimal" autocomplete="off" data-testid=${test}
    @input=${take} @blur=${leave} ${typing(value, typed(words, value))}></label>`;
}

/** Of each language. @type {Map<string, string>} */
const points = new Map();

/** A number as somebody would type it. @param {import("../lab.js").Words} words @param {number} value */
export function typed(words, value) {
  const locale = words("locale");
  const point = points.get(locale) ?? new Intl.NumberFormat(locale).format(0.5).charAt(1);
  points.set(locale, point);
  return String(value).replace(".", point);
}
