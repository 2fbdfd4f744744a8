/** What went wrong, in words, and what to do; nothing while all is well. */

import { element, listen, replaceChildren } from "../lib/dom.js";

/**
 * @typedef {object} Notice
 * @property {string} title
 * @property {string} remedy
 * @property {"retry" | "dismiss"} way  how one gets rid of it
 */

/** @typedef {{notice: Notice | null}} StatusProps */

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<StatusProps>}
 */
export function createStatus(root, { onIntent, text }) {
  const title = element("strong");
  const remedy = element("span");
  const words = element("p", { class: "status-words", role: "status", "data-testid": "status" });
  const button = element("button", { type: "button", class: "link-button", hidden: true });
  /** @type {{notice: Notice | null}} */
  const shown = { notice: null };
  replaceChildren(root, words, button);
  const stop = listen(button, "click", () => onIntent({ type: shown.notice?.way ?? "dismiss" }));
  return {
    render({ notice }) {
      root.classList.toggle("has-notice", notice !== null);
      if (notice === shown.notice) return;
      shown.notice = notice;
      title.textContent = notice?.title ?? "";
      remedy.textContent = notice?.remedy ?? "";
      replaceChildren(words, ...(notice ? [title, " ", remedy] : []));
      button.hidden = notice === null;
      button.textContent = text(`status.${notice?.way ?? "dismiss"}`);
    },
    destroy() {
      stop();
      replaceChildren(root);
    },
  };
}
