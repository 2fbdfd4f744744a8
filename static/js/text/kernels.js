/** The page's messages extended by those of the kernels dialog, imported with it. */

import { kernels as de } from "./de-kernels.js";
import { kernels as en } from "./en-kernels.js";
import { extendText } from "./text.js";

/** @typedef {import("./text.js").TextKey | keyof typeof en} KernelsKey */
/** @typedef {(key: KernelsKey, values?: import("./text.js").Values) => string} KernelsText */

/** @param {import("./text.js").Text} text @returns {KernelsText} */
export const kernelsTextOf = (text) => extendText(text, text("locale") === "de" ? de : en);
