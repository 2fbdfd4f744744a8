/** Panels and dialogs: lit-html templates of props or signals, and directives that paint canvases and set styles. */

import { Directive, directive, noChange, nothing, render } from "../../vendor/lit-html.min.js";
import { signal, untracked } from "../../vendor/signals-core.min.js";
import { createPainting } from "../lib/frame.js";

export { PLAIN, iconButton } from "./controls.js";

/** @import { View } from "../intents.js" */
/** @import { Box } from "../types.js" */

/**
 * Render a template of the props into an element.
 * @template {object} Props
 * @param {HTMLElement} root @param {(props: Props) => unknown} template
 * @returns {View<Props>}
 */
export function createPanel(root, template) {
  return { render: (props) => renderPanel(root, template(props)), destroy: () => void render(nothing, root) };
}

/**
 * Render a template of signals into an element that can be opened, in the frame after one of them has changed.
 * @param {HTMLElement} root  hidden while it is closed
 * @param {() => unknown} template
 * @param {{onToggle?: (open: boolean) => void, onRendered?: (open: boolean) => void}} [then]  at once; after rendering
 * @returns {View<{open: boolean}>}
 */
export function createOpenPanel(root, template, { onToggle = () => {}, onRendered = () => {} } = {}) {
  const isOpen = signal(false);
  const painter = createPainting().add(() => {
    renderPanel(root, isOpen.value ? template() : nothing);
    onRendered(isOpen.value);
  });
  return {
    render({ open }) {
      if (isOpen.peek() === open) return;
      root.hidden = !open;
      isOpen.value = open;
      untracked(() => onToggle(open));
    },
    destroy() {
      painter.stop();
      render(nothing, root);
      root.hidden = true;
    },
  };
}

/**
 * Render a template of signals into a modal dialog, in the frame after one of them has changed.
 * @param {HTMLElement} place  a `<dialog>`
 * @param {() => unknown} template
 * @param {{titleId: string, onClose: () => void}} options  titleId: the id of the element that names the dialog
 * @returns {View<{open: boolean}>}
 */
export function createDialog(place, template, { titleId, onClose }) {
  const root = /** @type {HTMLDialogElement} */ (place);
  const isOpen = signal(false);
  const painter = createPainting().add(() => void (isOpen.value && renderPanel(root, template())));
  root.setAttribute("aria-labelledby", titleId);
  root.onclose = onClose;
  root.onclick = ({ target }) => target === root && onClose();
  return {
    render({ open }) {
      if (open === isOpen.peek()) return;
      isOpen.value = open;
      if (!open) return root.close();
      root.showModal();
      painter.now();
    },
    destroy() {
      painter.stop();
      render(nothing, root);
    },
  };
}

/**
 * Render, and move the focus to the panel's first control if the focused one was removed.
 * @param {HTMLElement} root @param {unknown} content
 */
function renderPanel(root, content) {
  const hadFocus = root.contains(document.activeElement);
  render(content, root);
  if (hadFocus && !root.contains(document.activeElement)) firstControl(root)?.focus();
}

/** Return the first control. @param {HTMLElement} root @returns {HTMLElement | null} */
function firstControl(root) {
  return root.querySelector("[data-focus]") ?? root.querySelector("[tabindex='0'], button:enabled, select, input");
}

/** Directive: paint a canvas when its arguments have changed. */
class Painting extends Directive {
  /** @type {readonly unknown[]} */
  #last = [];

  /**
   * `painting(paint, ...args)`
   * @param {[paint: (canvas: HTMLCanvasElement, ...args: any[]) => void, ...any[]]} values
   */
  render(...values) {
    return values.length ? noChange : nothing;
  }

  /** @param {any} part @param {any[]} values */
  update({ element }, [paint, ...values]) {
    if (values.some((value, i) => !Object.is(value, this.#last[i]))) paint(element, ...values);
    this.#last = values;
    return noChange;
  }
}

/** `<canvas ${painting(paintPixels, values, columns, colouring)}></canvas>` */
export const painting = directive(Painting);

/** Directive: set styles by property. lit's styleMap first writes a `style` attribute, which the CSP forbids. */
class Styles extends Directive {
  /** @type {Readonly<Record<string, string>>} */
  #last = {};

  /** @param {Readonly<Record<string, string>>} styles */
  render(styles) {
    return styles ? noChange : nothing;
  }

  /** @param {any} part @param {[Readonly<Record<string, string>>]} values */
  update({ element }, [styles]) {
    for (const name of Object.keys(this.#last)) if (!(name in styles)) element.style[name] = "";
    for (const [name, value] of Object.entries(styles)) {
      if (name.startsWith("--")) element.style.setProperty(name, value);
      else element.style[name] = value;
    }
    this.#last = styles;
    return noChange;
  }
}

/** `<span ${styled({ left: "3px" })}></span>` */
export const styled = directive(Styles);

/**
 * Return the styles that position an element over a part of a picture.
 * @param {Box} part @param {{width: number, height: number}} whole  the picture's size, in the part's units
 */
export function partOf({ left, top, width, height }, whole) {
  const percent = (/** @type {number} */ length, /** @type {number} */ all) => `${(100 * length) / all}%`;
  return {
    ...{ left: percent(left, whole.width), width: percent(width, whole.width) },
    ...{ top: percent(top, whole.height), height: percent(height, whole.height) },
  };
}
