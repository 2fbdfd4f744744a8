/** The status message: what failed and the remedy; empty while nothing has failed. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { button } from "./controls.js";
import { modelName } from "./model-name.js";
import { createPanel } from "./panel.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Text } from "../text/text.js" */

/**
 * @typedef {{about: "server" | "file" | "view" | "part" | "link" | "model" | "weights", error: Error & {kind?: string,
 *   detail?: string}, name?: string}} Failure
 */

/**
 * @typedef {"status.unreadable" | "view.unloaded" | "status.part" | "status.link" | "status.model"
 *   | "status.unreachable" | "status.broken"} Words
 */
/** @typedef {{title: string, remedy: string, way: "retry" | "dismiss"}} Notice  `way`: the button that ends it */

/**
 * The text keys and the button of each failure.
 * @type {Readonly<Record<string, readonly [words: Words, way: Notice["way"]]>>}
 */
const NOTICES = {
  file: ["status.unreadable", "dismiss"],
  view: ["view.unloaded", "dismiss"],
  part: ["status.part", "retry"],
  link: ["status.link", "dismiss"],
  model: ["status.model", "dismiss"],
  network: ["status.unreachable", "retry"],
  server: ["status.broken", "retry"],
};

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<{failure: Failure | null}>} */
export function createStatus(root, { onIntent, text }) {
  const panel = createPanel(root, (/** @type {{notice: Notice | null}} */ { notice }) => html`
    <p class="status-words" role="status"
      data-testid="status">${notice ? html`<strong>${notice.title}</strong> ${notice.remedy}` : nothing}</p>
    ${notice ? button(text(`status.${notice.way}`), { class: "link-button", onClick: () =>
      onIntent({ type: notice.way }) }) : nothing}`);
  return {
    render({ failure }) {
      root.classList.toggle("notice", failure !== null);
      panel.render({ notice: failure && noticeOf(failure, text) });
    },
    destroy: panel.destroy,
  };
}

/** Return the message for a failure. @param {Failure} failure @param {Text} text @returns {Notice} */
export function noticeOf(failure, text) {
  const { about, error: { kind = "server", detail = "" } } = failure;
  const name = nameIn(failure, text);
  if (about === "weights") {
    const remedy = kind === "network" ? text("status.unreachable") : detail;
    return { title: text("status.weights", { name }), remedy, way: "dismiss" };
  }
  if (about === "server" && kind === "refused") {
    return { title: text("status.refused"), remedy: detail, way: "dismiss" };
  }
  const [words, way] = NOTICES[about === "server" ? kind : about] ?? ["status.broken", "retry"];
  return { title: text(words, { name }), remedy: text(`${words}.remedy`), way };
}

/** @param {Failure} failure @param {Text} text */
function nameIn({ about, name = "" }, text) {
  return about === "model" || about === "weights" ? modelName(name, text) : name;
}
