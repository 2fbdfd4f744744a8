/** The languages there are: one catalogue each. English is always there; another is fetched when it is asked for. */

import { en } from "./en.js";

/** @import { Language } from "../types.js" */

/** @typedef {Readonly<Record<import("./text.js").TextKey, import("./text.js").Entry>>} Catalogue */

/** @type {Readonly<Record<Language, () => Promise<Catalogue>>>} */
export const CATALOGUES = {
  en: () => Promise.resolve(en),
  de: async () => (await import("./de.js")).de,
};

/** Each in its own words. @type {Readonly<Record<Language, string>>} */
export const NAMES = { en: "English", de: "Deutsch" };

/** @param {string | null} tag  "de", "de-AT" @returns {Language | null} */
export function languageNamed(tag) {
  const [name] = (tag ?? "").toLowerCase().split("-");
  return name === "en" || name === "de" ? name : null;
}

/** The first that there is, among those somebody reads. @param {readonly string[]} tags @returns {Language} */
export function languageFor(tags) {
  for (const tag of tags) {
    const language = languageNamed(tag);
    if (language) return language;
  }
  return "en";
}
