/** What is wrong with 3D here, in words, with the flat view offered. */

import { element, listen, replaceChildren } from "../../lib/dom.js";

/** @typedef {"missing" | "lost" | "slow"} Trouble */

/**
 * @param {HTMLElement} root @param {{text: import("../../text/tower.js").TowerText, onFlat: () => void}} options
 */
export function createNote(root, { text, onFlat }) {
  const title = element("strong");
  const body = element("span");
  const flat = element("button", { type: "button", class: "tower-tool is-main", "data-testid": "tower-flat" }, text("tower.flat"));
  const stay = element("button", { type: "button", class: "tower-tool" }, text("tower.stay"));
  replaceChildren(root, element("p", { role: "status" }, title, " ", body), element("div", { class: "guide-controls" }, flat, stay));
  root.hidden = true;
  const stops = [listen(flat, "click", onFlat), listen(stay, "click", () => void (root.hidden = true))];
  return {
    /** @param {Trouble | null} trouble */
    show(trouble) {
      root.hidden = trouble === null;
      if (trouble === null) return;
      title.textContent = text(`tower.${trouble}`);
      body.textContent = text(`tower.${trouble}.remedy`);
      stay.hidden = trouble === "missing";
    },
    destroy() {
      for (const stop of stops) stop();
    },
  };
}
