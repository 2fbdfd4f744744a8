/** The page's words with those of the errors, loaded with them. */

import { errors as de } from "./de-errors.js";
import { errors as en } from "./en-errors.js";
import { textWith } from "./text.js";

/** @typedef {import("./text.js").TextKey | keyof typeof en} ErrorsKey */
/** @typedef {(key: ErrorsKey, values?: import("./text.js").Values) => string} ErrorsText */

/** @param {import("./text.js").Text} text @returns {ErrorsText} */
export const errorsTextOf = (text) => textWith(text, text("locale") === "de" ? de : en);
