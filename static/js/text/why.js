/** The page's messages extended by those of the "why" panel, imported with it. */

import { why as de } from "./de-why.js";
import { why as en } from "./en-why.js";
import { extendText } from "./text.js";

/** @import { Text } from "./text.js" */
/** @typedef {ReturnType<typeof whyTextOf>} WhyText */

/** @param {Text} text */
export const whyTextOf = (text) => extendText(text, text("locale") === "de" ? de : en);
