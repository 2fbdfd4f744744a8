/** Dropped and pasted pictures, and the keyboard shortcuts of the document. */

import { listen } from "../lib/dom.js";

/** @import { OnIntent } from "../intents.js" */

/** Fields that handle keys and pasting themselves while focused. */
const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]";
/** Elements that handle Escape themselves. */
const HANDLE_ESCAPE = "#pad, #network, dialog, [popover]";

/** @param {HTMLElement} root  @param {{onIntent: OnIntent}} options @returns {{destroy: () => void}} */
export function createIncoming(root, { onIntent }) {
  /** Open a picture file from a transfer. @param {DataTransfer | null} data @param {Event} event */
  const take = (data, event) => {
    const file = data?.files[0];
    if (!file) return;
    event.preventDefault();
    const isModel = file.name.endsWith(".safetensors");
    onIntent(isModel ? { type: "edit", change: { what: "open", file } } : { type: "openFile", file });
  };
  const stops = [
    // By default the browser navigates to a dropped file.
    listen(document, "dragover", (event) => isField(event.target) || event.preventDefault()),
    listen(document, "drop", (event) => {
      if (!isField(event.target)) event.preventDefault();
      take(event.dataTransfer, event);
    }),
    listen(root, "paste", (event) => take(event.clipboardData, event)),
    listen(root, "keydown", (event) => press(event, onIntent)),
  ];
  return {
    destroy() {
      for (const stop of stops) stop();
    },
  };
}

/** @param {EventTarget | null} target */
function isField(target) {
  return target instanceof Element && target.matches(FIELDS);
}

/** @param {KeyboardEvent} event @param {OnIntent} onIntent */
function press(event, onIntent) {
  const place = event.target instanceof Element ? event.target : null;
  if (event.key === "Escape" && !place?.closest(HANDLE_ESCAPE)) onIntent({ type: "pinUnit", unit: null });
  const step = place?.matches(FIELDS) ? null : historyStep(event);
  if (!step) return;
  event.preventDefault();
  onIntent({ type: step });
}

/** Return the history shortcut. @param {KeyboardEvent} event @returns {"undo" | "redo" | null} */
function historyStep({ key, altKey, ctrlKey, metaKey, shiftKey }) {
  if (altKey || !(ctrlKey || metaKey)) return null;
  const letter = key.toLowerCase();
  if (letter === "y") return "redo";
  if (letter !== "z") return null;
  return shiftKey ? "redo" : "undo";
}
