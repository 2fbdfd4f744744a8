/** Flat or 3D: two buttons in the header. */

import { element, listen, replaceChildren, setAttributes } from "../lib/dom.js";

/** @typedef {import("../types.js").NetworkView} NetworkView */

/** @type {readonly NetworkView[]} */
const VIEWS = ["2d", "3d"];

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<{view: NetworkView}>}
 */
export function createViewSwitch(root, { onIntent, text }) {
  const buttons = VIEWS.map((view) => element("button", { type: "button", class: "segment", value: view, title: text(`view.${view}.long`),
    "data-testid": `view-${view}` }, text(`view.${view}`)));
  const group = element("div", { class: "segments", role: "group", "aria-label": text("view.title") }, ...buttons);
  replaceChildren(root, group);
  const stops = buttons.map((button) => listen(button, "click", () => onIntent({ type: "view", view: /** @type {NetworkView} */ (button.value) })));
  return {
    render({ view }) {
      for (const button of buttons) setAttributes(button, { "aria-pressed": String(button.value === view) });
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}
