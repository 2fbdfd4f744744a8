/** What went wrong, in words, and what to do; nothing while all is well. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { createPanel } from "./panel.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Text } from "../text/text.js" */

/**
 * @typedef {{about: "server" | "file" | "view" | "part" | "link" | "model" | "weights", error: Error & {kind?: string,
 *   detail?: string}, name?: string}} Failure
 */

/**
 * @typedef {object} Notice
 * @property {string} title
 * @property {string} remedy
 * @property {"retry" | "dismiss"} way  how one gets rid of it
 */

/** What happened, and what to do. @type {Readonly<Record<string, (text: Text, failure: Failure) => Notice>>} */
const NOTICES = {
  file: (text, { name = "" }) => ({
    title: text("status.unreadable", { name }),
    remedy: text("status.unreadable.remedy"),
    way: "dismiss",
  }),
  view: (text) => ({ title: text("view.unloaded"), remedy: text("view.unloaded.remedy"), way: "dismiss" }),
  part: (text) => ({ title: text("status.part"), remedy: text("status.part.remedy"), way: "retry" }),
  link: (text, { name = "" }) => ({
    title: text("status.link", { name }),
    remedy: text("status.link.remedy"),
    way: "dismiss",
  }),
  model: (text, { name = "" }) => ({
    title: text("status.model", { name }),
    remedy: text("status.model.remedy"),
    way: "dismiss",
  }),
  weights: (text, { name = "", error }) => ({
    title: text("status.weights", { name }),
    remedy: error.kind === "network" ? text("status.unreachable") : (error.detail ?? ""),
    way: "dismiss",
  }),
  network: (text) => ({ title: text("status.unreachable"), remedy: text("status.unreachable.remedy"), way: "retry" }),
  refused: (text, { error }) => ({ title: text("status.refused"), remedy: error.detail ?? "", way: "dismiss" }),
  server: (text) => ({ title: text("status.broken"), remedy: text("status.broken.remedy"), way: "retry" }),
};

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<{failure: Failure | null}>} */
export function createStatus(root, { onIntent, text }) {
  const panel = createPanel(root, (/** @type {{notice: Notice | null}} */ { notice }) => html`
    <p class="status-words" role="status"
      data-testid="status">${notice ? html`<strong>${notice.title}</strong> ${notice.remedy}` : nothing}</p>
    ${notice ? html`<button type="button" class="link-button"
      @click=${() => onIntent({ type: notice.way })}>${text(`status.${notice.way}`)}</button>` : nothing}`);
  return {
    render({ failure }) {
      root.classList.toggle("notice", failure !== null);
      panel.render({ notice: failure && noticeOf(failure, text) });
    },
    destroy: panel.destroy,
  };
}

/** @param {Failure} failure @param {Text} text */
export function noticeOf(failure, text) {
  const kind = failure.about === "server" ? failure.error.kind ?? "server" : failure.about;
  const notice = NOTICES[kind] ?? /** @type {(typeof NOTICES)[string]} */ (NOTICES["server"]);
  return notice(text, failure);
}
