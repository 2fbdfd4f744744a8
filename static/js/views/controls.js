/** What panels are controlled with: buttons, one of a few, switches, files. */

import { html, live, nothing } from "../../vendor/lit-html.min.js";
import { icon } from "./icons.js";

/** @import { IconName } from "./icons.js" */

/** Of a button without a border. */
export const PLAIN = "icon-button is-plain";

/**
 * @typedef {object} ButtonOptions
 * @property {() => void} onClick
 * @property {string} [test]  its `data-testid`
 * @property {string} [class]
 * @property {string} [title]
 * @property {string} [label]  for screen readers, if its content does not say it
 * @property {boolean | null} [pressed]
 * @property {boolean} [disabled]
 * @property {boolean | null} [idle]  disabled, but still reached with the keyboard
 */

/** @param {unknown} content @param {ButtonOptions} options */
export function button(content, options) {
  const { onClick, test, class: kind = "button", title, label, pressed, disabled = false, idle } = options;
  return html`<button type="button" class=${kind} data-testid=${test ?? nothing} title=${title ?? nothing}
    aria-label=${label ?? nothing} aria-pressed=${pressed ?? nothing} aria-disabled=${idle ?? nothing}
    ?disabled=${disabled} @click=${onClick}>${content}</button>`;
}

/** A button that is an icon. @param {IconName} name @param {string} label @param {ButtonOptions} options */
export function iconButton(name, label, options) {
  return button(icon(name), { class: "icon-button", label, title: label, ...options });
}

/**
 * Buttons side by side, of which one is pressed.
 * @template {string | number} Name
 * @param {string} label  of all
 * @param {readonly Name[]} names @param {object} options
 * @param {string} options.test  the `data-testid` of each, before its name
 * @param {Name | null} options.chosen @param {(name: Name) => unknown} options.says
 * @param {(name: Name) => string} [options.title] @param {(name: Name) => void} options.onChoose
 * @param {string} [options.class]  of all
 */
export function segments(label, names, { test, chosen, says, title, onChoose, class: kind = "" }) {
  return html`<div class="segments ${kind}" role="group" aria-label=${label}>${names.map((name) =>
    button(says(name), {
      ...{ test: `${test}-${name}`, class: "segment", pressed: name === chosen, onClick: () => onChoose(name) },
      ...(title ? { title: title(name) } : {}),
    }))}</div>`;
}

/**
 * One of a few, in a list that opens.
 * @template {string | number} Value
 * @param {object} choice @param {string} choice.test @param {string} choice.label @param {Value} choice.value
 * @param {readonly Value[]} choice.values @param {(value: Value) => string} [choice.name]
 * @param {(value: Value) => void} choice.onChoose @param {string} [choice.class] @param {boolean} [choice.disabled]
 * @param {string} [choice.note]  the last row, which cannot be chosen
 */
export function choice({ test, label, value, values, name = String, onChoose, note = "", ...options }) {
  const choose = (/** @type {any} */ { target }) => onChoose(/** @type {Value} */ (values[target.selectedIndex]));
  return html`<select class=${options.class ?? "select"} aria-label=${label} title=${label} data-testid=${test}
    ?disabled=${options.disabled ?? false} @change=${choose}>
    ${values.map((one) => html`<option value=${one} .selected=${live(one === value)}>${name(one)}</option>`)}
    ${note ? html`<option disabled>${note}</option>` : nothing}
  </select>`;
}

/**
 * @param {string} label
 * @param {{test: string, checked: boolean, onChange: (checked: boolean) => void, class?: string}} options
 */
export function switchLine(label, { test, checked, onChange, class: kind = "" }) {
  return html`<label class="switch-line ${kind}"><input type="checkbox" role="switch" class="switch"
    data-testid=${test} .checked=${live(checked)}
    @change=${(/** @type {any} */ { target }) => onChange(target.checked)}>${label}</label>`;
}

/**
 * A button that opens a file.
 * @param {string} label
 * @param {{test?: string, class?: string, field: string, accept: string, onOpen: (file: File) => void}} options
 *   `field`: the `data-testid` of the field behind it
 */
export function fileButton(label, { field, accept, onOpen, ...options }) {
  /** Resets the field so that the same file can be opened again. @param {any} event */
  const open = ({ target }) => {
    const [file] = target.files;
    target.value = "";
    if (file) onOpen(file);
  };
  const onClick = (/** @type {any} */ { currentTarget }) => currentTarget.nextElementSibling.click();
  return html`${button(label, { ...options, onClick: /** @type {() => void} */ (onClick) })}
    <input type="file" hidden accept=${accept} data-testid=${field} @change=${open}>`;
}

/** What went wrong. @param {string} message @param {string} dismiss @param {() => void} onClick  dismisses it */
export function notice(message, dismiss, onClick) {
  return html`<p class="notice" role="alert">${message} ${button(dismiss, { class: "link-button", onClick })}</p>`;
}
