/** Icons as inline SVG: fonts need not have their glyphs. One path each, on a field of 16. */

import { svgElement } from "../lib/dom.js";

/** @type {Readonly<Record<"play" | "pause" | "fit" | "close" | "presentation", string>>} */
const PATHS = {
  play: "M4.5 2.5v11l9-5.5z",
  pause: "M5 3v10M11 3v10",
  fit: "M9.5 2.5h4v4M13.5 2.5l-5 5M6.5 13.5h-4v-4M2.5 13.5l5-5",
  close: "M4 4l8 8M12 4l-8 8",
  presentation: "M1.5 3h13v8h-13zM8 11v3M5 14h6",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  return svgElement("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", "data-icon": name }, svgElement("path", { d: PATHS[name] }));
}
