/** The page's messages extended by those of the errors dialog, imported with it. */

import { errors as de } from "./de-errors.js";
import { errors as en } from "./en-errors.js";
import { extendText } from "./text.js";

/** @import { Text } from "./text.js" */
/** @typedef {ReturnType<typeof errorsTextOf>} ErrorsText */

/** @param {Text} text */
export const errorsTextOf = (text) => extendText(text, text("locale") === "de" ? de : en);
