/** Icons as inline SVG, because fonts may lack the glyphs. One path each, in a 16 × 16 viewBox. */

import { html } from "../../vendor/lit-html.min.js";

const PATHS = {
  back: "M10 3 5 8l5 5",
  clear: "M2.5 4h11M6 4V2.5h4V4M4 4l.7 9.5h6.6L12 4M6.7 6.8v4M9.3 6.8v4",
  close: "M4 4l8 8M12 4l-8 8",
  closer: "M3 8h10M8 3v10",
  dark: "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3",
  eraser: "M5.5 13.5h8M2.5 10l6.5-6.5 4 4-6 6H5.5zM5.8 6.7l4 4",
  fit: "M9.5 2.5h4v4M13.5 2.5l-5 5M6.5 13.5h-4v-4M2.5 13.5l5-5",
  further: "M3 8h10",
  light:
    "M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15" +
    "M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13",
  move: "M8 1.5v13M1.5 8h13M6 3.5l2-2 2 2M6 12.5l2 2 2-2M3.5 6l-2 2 2 2M12.5 6l2 2-2 2",
  next: "M6 3l5 5-5 5",
  pause: "M5 3v10M11 3v10",
  pen: "M2.5 13.5l.8-3.2 7.6-7.6 2.4 2.4-7.6 7.6zM9.4 4.2l2.4 2.4",
  play: "M4.5 2.5v11l9-5.5z",
  presentation: "M1.5 3h13v8h-13zM8 11v3M5 14h6",
  redo: "M10.5 3l3 3-3 3M13.5 6h-7a3.75 3.75 0 0 0 0 7.5H10",
  undo: "M5.5 3l-3 3 3 3M2.5 6h7a3.75 3.75 0 0 1 0 7.5H6",
};

/** @typedef {keyof typeof PATHS} IconName */

/** Render an icon. @param {IconName} name */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]}></path></svg>`;
}
