/** The available languages and their catalogues. English is bundled; others are imported on demand. */

import { en } from "./en.js";

/** @import { Language } from "../types.js" */

/** @typedef {Readonly<Record<import("./text.js").TextKey, import("./text.js").Entry>>} Catalogue */

/** @type {Readonly<Record<Language, () => Promise<Catalogue>>>} */
export const CATALOGUES = {
  en: () => Promise.resolve(en),
  de: async () => (await import("./de.js")).de,
};

/** The languages' own names. @type {Readonly<Record<Language, string>>} */
export const NAMES = { en: "English", de: "Deutsch" };

/** Return the language of a tag. @param {string | null} tag  "de", "de-AT" @returns {Language | null} */
export function languageNamed(tag) {
  const [name] = (tag ?? "").toLowerCase().split("-");
  return name === "en" || name === "de" ? name : null;
}

/** Return the first available one of the preferred languages. @param {readonly string[]} tags @returns {Language} */
export function languageFor(tags) {
  for (const tag of tags) {
    const language = languageNamed(tag);
    if (language) return language;
  }
  return "en";
}
