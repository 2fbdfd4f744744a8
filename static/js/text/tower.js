/** The page's messages extended by those of the 3D view, imported with it. */

import { tower as de } from "./de-tower.js";
import { tower as en } from "./en-tower.js";
import { extendText } from "./text.js";

/** @import { Text, TextKey, Values } from "./text.js" */

/** @typedef {TextKey | keyof typeof en} TowerKey */
/** @typedef {(key: TowerKey, values?: Values) => string} TowerText */

/** @param {Text} text @returns {TowerText} */
export const towerTextOf = (text) => extendText(text, text("locale") === "de" ? de : en);
