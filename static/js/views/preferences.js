/** What a person prefers of the page: its language and its theme. */

import { element, listen, replaceChildren, setAttributes, svgElement } from "../lib/dom.js";
import { NAMES } from "../text/languages.js";
import { icon as presentationIcon } from "./icons.js";

/** @typedef {import("../types.js").Language} Language */
/** @typedef {import("../types.js").Theme} Theme */

/** One path each, on a field of 16. @type {Readonly<Record<Theme, string>>} */
const ICONS = {
  light: "M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13",
  dark: "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3",
};

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<{theme: Theme, language: Language, present: boolean}>}
 */
export function createPreferences(root, { onIntent, text }) {
  const path = svgElement("path", { d: "" });
  const icon = svgElement("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, path);
  const button = element("button", { type: "button", class: "icon-button", "data-testid": "theme" }, icon);
  const languages = element("select", { class: "select language", "aria-label": text("language.title"), "data-testid": "language" },
    ...Object.entries(NAMES).map(([value, name]) => element("option", { value, lang: value }, name)));
  const presentation = element("button", { type: "button", class: "icon-button", "data-testid": "present" }, presentationIcon("presentation"));
  /** @type {{other: Theme, present: boolean}} */
  const shown = { other: "dark", present: false };
  replaceChildren(root, presentation, languages, button);
  const stops = [
    listen(languages, "change", () => onIntent({ type: "language", language: /** @type {Language} */ (languages.value) })),
    listen(presentation, "click", () => onIntent({ type: "present", present: !shown.present })),
    listen(button, "click", () => onIntent({ type: "theme", theme: shown.other })),
  ];
  return {
    render({ theme, language, present }) {
      const label = text(present ? "present.off" : "present.on");
      shown.present = present;
      setAttributes(presentation, { "aria-label": label, title: label, "aria-pressed": String(present) });
      shown.other = theme === "dark" ? "light" : "dark";
      setAttributes(path, { d: ICONS[shown.other] });
      setAttributes(button, { "aria-label": text(`theme.${shown.other}`), title: text(`theme.${shown.other}`) });
      languages.value = language;
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}
