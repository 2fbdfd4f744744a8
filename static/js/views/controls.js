/** Form controls as templates: buttons, segmented controls, selects, switches, file inputs, error notices. */

import { html, live, nothing } from "../../vendor/lit-html.min.js";
import { icon } from "./icons.js";

/** @import { IconName } from "./icons.js" */

/** Classes of an icon button without a border. */
export const PLAIN = "icon-button is-plain";

/**
 * @typedef {object} ButtonOptions
 * @property {() => void} onClick
 * @property {string} [test]  its `data-testid`
 * @property {string} [class]
 * @property {string} [title]
 * @property {string} [label]  accessible name, if the content is not one
 * @property {boolean | null} [pressed]
 * @property {boolean} [disabled]
 * @property {boolean | null} [idle]  `aria-disabled`: has no effect, but stays focusable
 */

/** Render a button. @param {unknown} content @param {ButtonOptions} options */
export function button(content, options) {
  const { onClick, test, class: kind = "button", title, label, pressed, disabled = false, idle } = options;
  return html`<button type="button" class=${kind} data-testid=${test ?? nothing} title=${title ?? nothing}
    aria-label=${label ?? nothing} aria-pressed=${pressed ?? nothing} aria-disabled=${idle ?? nothing}
    ?disabled=${disabled} @click=${onClick}>${content}</button>`;
}

/** Render an icon button. @param {IconName} name @param {string} label @param {ButtonOptions} options */
export function iconButton(name, label, options) {
  return button(icon(name), { class: "icon-button", label, title: label, ...options });
}

/**
 * Render a segmented control: buttons side by side, one of them pressed.
 * @template {string | number} Name
 * @param {string} label  accessible name of the group
 * @param {readonly Name[]} names @param {object} options
 * @param {string} options.test  prefix of each button's `data-testid`
 * @param {Name | null} options.chosen @param {(name: Name) => unknown} options.says
 * @param {(name: Name) => string} [options.title] @param {(name: Name) => void} options.onChoose
 * @param {string} [options.class]  of the group
 */
export function segments(label, names, { test, chosen, says, title, onChoose, class: kind = "" }) {
  return html`<div class="segments ${kind}" role="group" aria-label=${label}>${names.map((name) =>
    button(says(name), {
      ...{ test: `${test}-${name}`, class: "segment", pressed: name === chosen, onClick: () => onChoose(name) },
      ...(title ? { title: title(name) } : {}),
    }))}</div>`;
}

/**
 * Render a `<select>`.
 * @template {string | number} Value
 * @param {object} choice @param {string} choice.test @param {string} choice.label @param {Value} choice.value
 * @param {readonly Value[]} choice.values @param {(value: Value) => string} [choice.name]
 * @param {(value: Value) => void} choice.onChoose @param {string} [choice.class] @param {boolean} [choice.disabled]
 * @param {string} [choice.note]  text of a disabled last option
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
 * Render a labelled switch.
 * @param {string} label
 * @param {{test: string, checked: boolean, onChange: (checked: boolean) => void, class?: string}} options
 */
export function labelledSwitch(label, { test, checked, onChange, class: kind = "" }) {
  return html`<label class="switch-line ${kind}"><input type="checkbox" role="switch" class="switch"
    data-testid=${test} .checked=${live(checked)}
    @change=${(/** @type {any} */ { target }) => onChange(target.checked)}>${label}</label>`;
}

/**
 * Render a button that opens a file picker.
 * @param {string} label
 * @param {{test?: string, class?: string, field: string, accept: string, onOpen: (file: File) => void}} options
 *   `field`: the `data-testid` of the hidden file input
 */
export function fileButton(label, { field, accept, onOpen, ...options }) {
  /** Clear the input, so that selecting the same file again fires `change`. @param {any} event */
  const open = ({ target }) => {
    const [file] = target.files;
    target.value = "";
    if (file) onOpen(file);
  };
  const onClick = (/** @type {any} */ { currentTarget }) => currentTarget.nextElementSibling.click();
  return html`${button(label, { ...options, onClick: /** @type {() => void} */ (onClick) })}
    <input type="file" hidden accept=${accept} data-testid=${field} @change=${open}>`;
}

/** Render a dismissible error. @param {string} message @param {string} dismiss @param {() => void} onClick */
export function notice(message, dismiss, onClick) {
  return html`<p class="notice" role="alert">${message} ${button(dismiss, { class: "link-button", onClick })}</p>`;
}
