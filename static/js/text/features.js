/** The page's messages extended by those of the feature views, imported with them. */

import { features as de } from "./de-features.js";
import { features as en } from "./en-features.js";
import { extendText } from "./text.js";

/** @import { Text } from "./text.js" */
/** @typedef {ReturnType<typeof featuresTextOf>} FeaturesText */

/** @param {Text} text */
export const featuresTextOf = (text) => extendText(text, text("locale") === "de" ? de : en);
