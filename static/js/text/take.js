/** The page's messages extended by those of the export dialog, imported with it. */

import { take as de } from "./de-take.js";
import { take as en } from "./en-take.js";
import { textWith } from "./text.js";

/** @typedef {import("./text.js").TextKey | keyof typeof en} TakeKey */
/** @typedef {(key: TakeKey, values?: import("./text.js").Values) => string} TakeText */

/** @param {import("./text.js").Text} text @returns {TakeText} */
export const takeTextOf = (text) => textWith(text, text("locale") === "de" ? de : en);
