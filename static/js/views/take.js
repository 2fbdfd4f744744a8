/** Share and export: two buttons in the header. What was done is said beside them. */

import { element, listen, replaceChildren } from "../lib/dom.js";
import { wordsOf } from "./told.js";

/** @typedef {import("./told.js").Told} Told */

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<{told: Told | null}>}
 */
export function createTake(root, { onIntent, text }) {
  const told = element("span", { class: "told", role: "status", "data-testid": "told" });
  const share = element("button", { type: "button", class: "button", title: text("take.share.long"), "data-testid": "share" }, text("take.share"));
  const open = element("button", { type: "button", class: "button", "aria-haspopup": "dialog", "data-testid": "export" }, text("take.export"));
  replaceChildren(root, told, share, open);
  const stops = [
    listen(share, "click", () => onIntent({ type: "copy", what: "address" })),
    listen(open, "click", () => onIntent({ type: "take", open: true })),
  ];
  return {
    render(props) {
      const words = wordsOf(props.told, text);
      if (told.textContent !== words) told.textContent = words;
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}
