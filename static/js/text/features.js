/** The page's words with those of the features, loaded with them. */

import { features as de } from "./de-features.js";
import { features as en } from "./en-features.js";
import { textWith } from "./text.js";

/** @typedef {import("./text.js").TextKey | keyof typeof en} FeaturesKey */
/** @typedef {(key: FeaturesKey, values?: import("./text.js").Values) => string} FeaturesText */

/** @param {import("./text.js").Text} text @returns {FeaturesText} */
export const featuresTextOf = (text) => textWith(text, text("locale") === "de" ? de : en);
