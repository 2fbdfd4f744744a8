/** The page's words with those of the tower, loaded with it. */

import { tower as de } from "./de-tower.js";
import { tower as en } from "./en-tower.js";
import { textWith } from "./text.js";

/** @typedef {import("./text.js").TextKey | keyof typeof en} TowerKey */
/** @typedef {(key: TowerKey, values?: import("./text.js").Values) => string} TowerText */

/** @param {import("./text.js").Text} text @returns {TowerText} */
export const towerTextOf = (text) => textWith(text, text("locale") === "de" ? de : en);
