/** The header's controls: view, model, lessons, sharing and export, presentation mode, language and theme. */

import { html, live } from "../../vendor/lit-html.min.js";
import { OPACITY } from "../model/why-text.js";
import { NAMES } from "../text/languages.js";
import { PLAIN, button, choice, iconButton, segments } from "./controls.js";
import { modelName } from "./model-name.js";
import { createPanel } from "./panel.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Language, NetworkView, Theme, ExportStatus } from "../types.js" */
/** @import { Text } from "../text/text.js" */

/** The attribution shown when the "why" panel is first opened. */
const DEFAULT_WHY = /** @type {const} */ ({
  method: "gradient-x-input",
  target: null,
  against: null,
  erase: null,
  opacity: OPACITY,
});
/** @type {readonly Reading[]} */
const READINGS = ["number", "why", "looks-for"];
/** @type {readonly NetworkView[]} */
const VIEWS = ["2d", "3d", "lab"];

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<{view: NetworkView, train: boolean}>} */
export function createViewSwitch(root, { onIntent, text }) {
  /** Toggle training, which leaves the lab. @param {{view: NetworkView, train: boolean}} props */
  const train = (props) => {
    if (props.view === "lab") onIntent({ type: "set", name: "view", value: "2d" });
    onIntent({ type: "set", name: "train", value: !props.train });
  };
  return createPanel(
    root,
    (props) => html`
    ${segments(text("view.title"), VIEWS, {
      test: "view",
      chosen: props.view,
      says: (view) => text(`view.${view}`),
      title: (view) => text(`view.${view}.long`),
      onChoose: (view) => onIntent({ type: "set", name: "view", value: view }),
    })}
    <div class="segments">${button(text("view.train"), { test: "view-train", class: "segment",
      title: text("view.train.long"), pressed: props.train, onClick: () => train(props) })}</div>`,
  );
}

/** @typedef {"number" | "why" | "looks-for"} Reading */

/**
 * Create the switch of the side panel: the arithmetic of a number, the attribution of the answer to pixels, or the
 * features that a unit responds to.
 * @param {HTMLElement} root @param {ViewOptions} options
 * @returns {View<{shown: Reading}>}
 */
export function createPanelSwitch(root, { onIntent, text }) {
  const intents = {
    number: () => onIntent({ type: "why", why: null }),
    why: () => onIntent({ type: "why", why: DEFAULT_WHY }),
    "looks-for": () => onIntent({ type: "set", name: "looks", value: true }),
  };
  const choose = (/** @type {Reading} */ name) => {
    if (name === "number") onIntent({ type: "set", name: "looks", value: false });
    intents[name]();
  };
  return createPanel(root, ({ shown }) => segments(text("reading.title"), READINGS, {
    test: "inspector", chosen: shown, says: (name) => text(`reading.${name}`), onChoose: choose }));
}

/**
 * Create the select of models: those shipped with the service (`data-models`) and the current one.
 * @param {HTMLElement} root @param {ViewOptions} options @returns {View<{model: string}>}
 */
export function createModelPicker(root, { onIntent, text }) {
  const shipped = String(root.dataset["models"]).split(" ");
  return createPanel(root, ({ model }) => choice({
    test: "model",
    label: text("model.title"),
    value: model,
    values: [...new Set([...shipped, model])],
    name: (name) => modelName(name, text),
    onChoose: (name) => onIntent({ type: "model", name }),
  }));
}

/**
 * @param {HTMLElement} root @param {ViewOptions} options
 * @returns {View<{exportStatus: ExportStatus | null, learns: boolean}>}
 */
export function createShareButtons(root, { onIntent, text }) {
  return createPanel(
    root,
    ({ exportStatus, learns }) => html`
    <span class="told caption" role="status"
      data-testid="told">${exportStatus?.outcome === "by hand" ? "" : wordsOf(exportStatus, text)}</span>
    <button type="button" class="button" data-testid="learn" aria-pressed=${learns} popovertarget="more"
      popovertargetaction="hide"
      @click=${() => onIntent({ type: "lesson", name: learns ? null : "" })}>${text("learn")}</button>
    ${button(text("export.share"), { test: "share", title: text("export.share.long"), onClick: () =>
      onIntent({ type: "copy", what: "address" }) })}
    <button type="button" class="button" aria-haspopup="dialog" data-testid="export"
      @click=${() => onIntent({ type: "showExport", open: true })}>${text("export.export")}</button>`,
  );
}

/** Return the message about what was copied or saved. @param {ExportStatus | null} exportStatus @param {Text} text */
export function wordsOf(exportStatus, text) {
  if (!exportStatus) return "";
  if (exportStatus.outcome === "saved") return text("export.saved", { name: exportStatus.what });
  if (exportStatus.outcome === "failed") return text("export.failed");
  if (exportStatus.outcome === "by hand") return text("export.by.hand");
  return exportStatus.what === "address"
    ? text("export.copied.address")
    : text("export.copied", { what: text(`export.${exportStatus.what}`) });
}

/**
 * @param {HTMLElement} root @param {ViewOptions} options
 * @returns {View<{theme: Theme, language: Language, present: boolean}>}
 */
export function createPreferences(root, { onIntent, text }) {
  const choose = (/** @type {any} */ { target }) => onIntent({ type: "set", name: "language", value: target.value });
  return createPanel(root, ({ theme, language, present }) => {
    const other = theme === "dark" ? "light" : "dark";
    return html`
      ${iconButton("presentation", text(present ? "present.off" : "present.on"), {
        test: "present",
        class: PLAIN,
        pressed: present,
        onClick: () => onIntent({ type: "set", name: "present", value: !present }),
      })}
      <select class="select language" aria-label=${text("language.title")} data-testid="language" @change=${choose}>
        ${Object.entries(NAMES).map(([value, name]) =>
          html`<option value=${value} lang=${value} .selected=${live(value === language)}>${name}</option>`)}
      </select>
      ${iconButton(other, text(`theme.${other}`), { test: "theme", class: PLAIN, onClick: () =>
        onIntent({ type: "set", name: "theme", value: other }) })}`;
  });
}
