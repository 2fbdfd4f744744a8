/** The page's words with those of attributions, loaded with them. */

import { why as de } from "./de-why.js";
import { why as en } from "./en-why.js";
import { textWith } from "./text.js";

/** @import { TextKey, Values } from "./text.js" */

/** @typedef {TextKey | keyof typeof en} WhyKey */
/** @typedef {(key: WhyKey, values?: Values) => string} WhyText */

/** @param {import("./text.js").Text} text @returns {WhyText} */
export const whyTextOf = (text) => textWith(text, text("locale") === "de" ? de : en);
