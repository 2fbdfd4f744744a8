/** The welcome card of the first visit. Once dismissed, it is not shown again in this browser. */

import { html } from "../../vendor/lit-html.min.js";
import { PLAIN, button, iconButton } from "./controls.js";
import { createPanel } from "./panel.js";

/** @import { View, ViewOptions } from "../intents.js" */

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<{welcome: boolean, touch: boolean}>} */
export function createWelcome(root, { onIntent, text }) {
  const panel = createPanel(root, (/** @type {{touch: boolean}} */ { touch }) => html`
    <p data-testid="welcome">${text("welcome.draw")} · ${text(touch ? "welcome.tap" : "welcome.point")} ·
      ${button(text("welcome.tour"), { test: "welcome-tour", class: "link-button", onClick: () =>
        onIntent({ type: "startTour" }) })}</p>
    ${iconButton("close", text("welcome.close"), { test: "welcome-close", class: PLAIN, onClick: () =>
      onIntent({ type: "closeWelcome" }) })}`);
  return {
    render({ welcome, touch }) {
      root.hidden = !welcome;
      panel.render({ touch });
    },
    destroy: panel.destroy,
  };
}
