/** What comes from outside the page's own buttons: pictures that are dropped or pasted, and the keys for undo and redo. */

import { listen } from "../lib/dom.js";

/** @typedef {import("../intents.js").OnIntent} OnIntent */

/** Where the keys belong to the field that has the focus. */
const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/**
 * @param {HTMLElement} root  the whole page: a picture may be dropped anywhere
 * @param {{onIntent: OnIntent}} options
 * @returns {{destroy: () => void}}
 */
export function createIncoming(root, { onIntent }) {
  /** @param {DataTransfer | null} data @param {Event} event */
  const take = (data, event) => {
    const file = data?.files[0];
    if (!file) return;
    event.preventDefault();
    onIntent({ type: "open", file });
  };
  const stops = [
    listen(root, "dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault()),
    listen(root, "drop", (event) => take(event.dataTransfer, event)),
    listen(root, "paste", (event) => take(event.clipboardData, event)),
    listen(root, "keydown", (event) => press(event, onIntent)),
  ];
  return {
    destroy() {
      for (const stop of stops) stop();
    },
  };
}

/** @param {KeyboardEvent} event @param {OnIntent} onIntent */
function press(event, onIntent) {
  const field = event.target instanceof Element && event.target.matches(FIELDS);
  if (field || event.altKey || !(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  onIntent({ type: key === "y" || event.shiftKey ? "redo" : "undo" });
}
