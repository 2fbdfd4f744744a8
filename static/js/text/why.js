/** The page's words with those of attributions, loaded with them. */

import { why as de } from "./de-why.js";
import { why as en } from "./en-why.js";
import { textWith } from "./text.js";

/** @typedef {import("./text.js").TextKey | keyof typeof en} WhyKey */
/** @typedef {(key: WhyKey, values?: import("./text.js").Values) => string} WhyText */

/** @param {import("./text.js").Text} text @returns {WhyText} */
export const whyTextOf = (text) => textWith(text, text("locale") === "de" ? de : en);
