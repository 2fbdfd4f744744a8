/** The empty state of the inspector: how to use it. Part of the first load; the explanations are imported later. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { createPanel } from "../panel.js";

/** @import { Unit } from "../../types.js" */
/** @import { Text } from "../../text/text.js" */

const KEYS = /** @type {const} */ (["arrows", "pages", "ends", "brackets", "enter"]);

/**
 * Render the panel's elements, which persist while their contents change.
 * @param {{name?: string, content: unknown, tools?: unknown, said?: string}} parts  `name`: of the explained unit
 */
export function panelOf({ name = "", content, tools = nothing, said = "" }) {
  return html`
    <div class="inspector-panel stack" data-testid="inspector" data-unit=${name}>${content}</div>
    <div class="inspector-tools rigid" ?hidden=${tools === nothing}>${tools}</div>
    <p class="visually-hidden" role="status">${said}</p>`;
}

/** @param {HTMLElement} root @param {Text} text @returns {(props: {unit: Unit | null, narrow: boolean}) => void} */
export function createHint(root, text) {
  const panel = createPanel(root, (/** @type {{unit: Unit | null, narrow: boolean}} */ props) =>
    panelOf({ content: hintOf(props, text) }),
  );
  return ({ unit, narrow }) => {
    root.classList.toggle("is-empty", unit === null);
    panel.render({ unit, narrow });
  };
}

/** Return the hint's contents. @param {{unit: Unit | null, narrow: boolean}} props @param {Text} text */
export function hintOf({ unit, narrow }, text) {
  if (unit) {
    return html`<div class="inspector-body stack gap-1 scroll"><p
      class="caption">${text("inspector.waiting")}</p></div>`;
  }
  if (narrow) return html`<div class="inspector-body stack gap-1 scroll"><p>${text("inspector.empty.touch")}</p></div>`;
  return html`<div class="inspector-body stack gap-1 scroll">
    <h2 class="heading">${text("inspector.empty.title")}</h2>
    <p class="soft">${text("inspector.empty.body")} ${text("inspector.empty.pin")}</p>
    <dl class="keys caption">${KEYS.map((key) =>
      html`<dt><kbd>${text(`inspector.key.${key}`)}</kbd></dt><dd>${text(`inspector.empty.key.${key}`)}</dd>`)}</dl>
  </div>`;
}
