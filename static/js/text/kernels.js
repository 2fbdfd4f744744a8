/** The page's words with those of the kernels, loaded with them. */

import { kernels as de } from "./de-kernels.js";
import { kernels as en } from "./en-kernels.js";
import { textWith } from "./text.js";

/** @import { TextKey, Values } from "./text.js" */

/** @typedef {TextKey | keyof typeof en} KernelsKey */
/** @typedef {(key: KernelsKey, values?: Values) => string} KernelsText */

/** @param {import("./text.js").Text} text @returns {KernelsText} */
export const kernelsTextOf = (text) => textWith(text, text("locale") === "de" ? de : en);
