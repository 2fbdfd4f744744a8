/** The page's messages extended by those of the export dialog, imported with it. */

import { exportTexts as de } from "./de-export.js";
import { exportTexts as en } from "./en-export.js";
import { extendText } from "./text.js";

/** @typedef {import("./text.js").TextKey | keyof typeof en} ExportKey */
/** @typedef {(key: ExportKey, values?: import("./text.js").Values) => string} ExportText */

/** @param {import("./text.js").Text} text @returns {ExportText} */
export const exportTextOf = (text) => extendText(text, text("locale") === "de" ? de : en);
