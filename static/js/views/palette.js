/** The colours that canvases need beside the data's own, as in css/tokens.css. */

/** @import { Theme } from "../types.js" */

/** @type {Readonly<Record<Theme, Readonly<Record<"ink" | "soft" | "page" | "zero" | "accent", string>>>>} */
export const PALETTE = {
  light: { ink: "#1c1d22", soft: "#5f6470", page: "#fbfbf9", zero: "#f4f4f1", accent: "#d9480f" },
  dark: { ink: "#eceef2", soft: "#9aa0ac", page: "#121316", zero: "#202227", accent: "#ffa94d" },
};

/** Ink on the data's colours; these two alone have 4.5 : 1 on any of them. @param {boolean} isBright */
export const inkOn = (isBright) => (isBright ? "#000000" : "#ffffff");

export const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, ' +
  "system-ui, sans-serif";
