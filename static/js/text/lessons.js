/** The page's messages extended by those of the lessons, imported with them. */

import { lessons as de } from "./de-lessons.js";
import { lessons as en } from "./en-lessons.js";
import { extendText } from "./text.js";

/** @typedef {keyof typeof en} OwnKey */
/** @typedef {(key: import("./text.js").TextKey | OwnKey, values?: import("./text.js").Values) => string} LessonText */

/** @param {import("./text.js").Text} text @returns {LessonText} */
export const lessonTextOf = (text) => extendText(text, text("locale") === "de" ? de : en);
