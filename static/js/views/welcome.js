/** The card of the first visit: what one can do here. Closed, it does not come back on this device. */

import { element, listen, replaceChildren } from "../lib/dom.js";
import { icon } from "./icons.js";

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<{welcome: boolean, touch: boolean}>}
 */
export function createWelcome(root, { onIntent, text }) {
  const words = element("p", { "data-testid": "welcome" });
  const close = element("button", { type: "button", class: "icon-button", "aria-label": text("welcome.close"),
    title: text("welcome.close"), "data-testid": "welcome-close" }, icon("close"));
  const tour = element("button", { type: "button", class: "link-button", "data-testid": "welcome-tour" }, text("welcome.tour"));
  replaceChildren(root, words, close);
  const stops = [
    listen(close, "click", () => onIntent({ type: "welcomed" })),
    listen(tour, "click", () => onIntent({ type: "tour" })),
  ];
  return {
    render({ welcome, touch }) {
      root.hidden = !welcome;
      replaceChildren(words, text("welcome.draw"), " · ", text(touch ? "welcome.tap" : "welcome.point"), " · ", tour);
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}
