/** The page's messages extended by those of training, imported with it. */

import { training as de } from "./de-training.js";
import { training as en } from "./en-training.js";
import { extendText } from "./text.js";

/** @typedef {import("./text.js").TextKey | keyof typeof en} TrainingKey */
/** @typedef {(key: TrainingKey, values?: import("./text.js").Values) => string} TrainingText */

/** @param {import("./text.js").Text} text @returns {TrainingText} */
export const trainingTextOf = (text) => extendText(text, text("locale") === "de" ? de : en);
