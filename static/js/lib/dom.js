/** Helpers for elements and their events. Elements are created without markup in strings, to exclude injection. */

/** @typedef {string | number | boolean | null | undefined} AttributeValue  nullish, false: absent; true: empty */
/** @typedef {Readonly<Record<string, AttributeValue>>} Attributes */
/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Create an HTML element: `element("button", {type: "button", class: "primary"}, "Clear")`.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Attributes} [attributes] @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...nodesOf(children));
  return made;
}

/**
 * Set attributes; null, undefined and false remove them. Unchanged attributes are not written, as even an equal value
 * costs the browser work.
 * @param {Element} target @param {Attributes} attributes
 */
export function setAttributes(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "style" || name.startsWith("on")) {
      throw new TypeError(`Unexpected attribute ${name}: use classes and listen().`);
    }
    if (value === null || value === undefined || value === false) target.removeAttribute(name);
    else setAttribute(target, name, value === true ? "" : String(value));
  }
}

/** Set the text of an element, if it differs. @param {Element} target @param {string} words */
export function setText(target, words) {
  if (target.textContent !== words) target.textContent = words;
}

/** Replace all children of an element. @param {Element} target @param {...Child} children */
export function replaceChildren(target, ...children) {
  target.replaceChildren(...nodesOf(children));
}

/**
 * Add an event listener, and return a function that removes it.
 * @template {keyof HTMLElementEventMap} Type
 * @param {EventTarget} target @param {Type} type @param {(event: HTMLElementEventMap[Type]) => void} handler
 * @param {AddEventListenerOptions} [options]
 * @returns {() => void}
 */
export function listen(target, type, handler, options) {
  const listener = /** @type {EventListener} */ (handler);
  target.addEventListener(type, listener, options);
  return () => target.removeEventListener(type, listener, options);
}

/** The columns and rows by which each arrow key moves. @type {Readonly<Record<string, readonly [number, number]>>} */
export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Whether the key is a shortcut of the browser or the system. @param {KeyboardEvent} event */
export const hasModifier = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey;

/**
 * Return the first element that matches; throw an error with the selector if there is none.
 * @template {Element} [Found=HTMLElement]
 * @param {ParentNode} root @param {string} selector
 * @returns {Found}
 */
export function find(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`Missing element ${selector}.`);
  return /** @type {Found} */ (found);
}

/** @param {Element} target @param {string} name @param {string} value */
function setAttribute(target, name, value) {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}

/** @param {readonly Child[]} children @returns {Array<Node | string>} */
function nodesOf(children) {
  return children
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}
