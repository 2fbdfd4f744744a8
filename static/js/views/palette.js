/** Theme colours for canvases, equal to those in css/tokens.css. */

/** @import { Theme } from "../types.js" */

/** @type {Readonly<Record<Theme, Readonly<Record<"ink" | "soft" | "page" | "zero" | "accent", string>>>>} */
export const PALETTE = {
  light: { ink: "#1c1d22", soft: "#5f6470", page: "#fbfbf9", zero: "#f4f4f1", accent: "#d9480f" },
  dark: { ink: "#eceef2", soft: "#9aa0ac", page: "#121316", zero: "#202227", accent: "#ffa94d" },
};

/** Return the text colour on a data colour: only black and white reach 4.5 : 1 on all. @param {boolean} isBright */
export const textColourOn = (isBright) => (isBright ? "#000000" : "#ffffff");

export const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, ' +
  "system-ui, sans-serif";
