/** The page's messages extended by those of the lab, imported with it. */

import { lab as de } from "./de-lab.js";
import { lab as en } from "./en-lab.js";
import { extendText } from "./text.js";

/** @typedef {import("./text.js").TextKey | keyof typeof en} LabKey */
/** @typedef {(key: LabKey, values?: import("./text.js").Values) => string} LabText */

/** @param {import("./text.js").Text} text @returns {LabText} */
export const labTextOf = (text) => extendText(text, text("locale") === "de" ? de : en);
