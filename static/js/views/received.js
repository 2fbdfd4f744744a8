/** What the network receives, pixel by pixel, and the step that made it, which can be turned off. */

import { element, listen, replaceChildren, setText } from "../lib/dom.js";
import { paintPixels } from "./pixels.js";

/** @typedef {import("../types.js").Preprocess} Preprocess */
/** @typedef {import("../types.js").Tensor} Tensor */

/** @typedef {{input: Tensor | null, preprocess: Preprocess, tables: import("./pixels.js").Tables, stale: boolean}} ReceivedProps */

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<ReceivedProps>}
 */
export function createReceived(root, { onIntent, text }) {
  const canvas = element("canvas", { class: "received-pixels", width: 32, height: 32, role: "img", "aria-label": text("received.canvas") });
  const box = element("input", { type: "checkbox", role: "switch", class: "switch", "data-testid": "center" });
  const how = element("p", { class: "caption" });
  const words = element("div", { class: "received-words" },
    element("h2", { class: "heading" }, text("received.title")),
    element("p", { class: "caption received-size" }, text("received.size")),
    element("label", { class: "switch-line" }, box, text("received.center")), how);
  replaceChildren(root, canvas, words);
  const stop = listen(box, "change", () => onIntent({ type: "preprocess", preprocess: box.checked ? "center" : "none" }));
  return {
    render({ input, preprocess, tables, stale }) {
      canvas.classList.toggle("is-stale", stale);
      const [, rows = 32, columns = 32] = input?.shape ?? [];
      const values = input?.data ?? new Float32Array(rows * columns);
      paintPixels(canvas, values, columns, { range: { low: 0, high: 1 }, table: tables.sequential });
      box.checked = preprocess === "center";
      setText(how, text(preprocess === "center" ? "received.center.how" : "received.none.how"));
    },
    destroy() {
      stop();
      replaceChildren(root);
    },
  };
}
