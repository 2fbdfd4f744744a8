/** The drawing pad: pointer → samples in pad pixels, and the ink as it is sent. */

import { element, listen, replaceChildren, setAttributes } from "../lib/dom.js";
import { paintRaster } from "../ink/raster.js";
import { PAD, padSamples } from "../ink/stroke.js";
import { drawWithKeys } from "./pad-keys.js";
import { context } from "./pixels.js";

/** @typedef {import("../types.js").Raster} Raster */
/** @typedef {import("../types.js").Theme} Theme */
/** @typedef {import("../types.js").Tool} Tool */
/** @typedef {import("../intents.js").OnIntent} OnIntent */

/**
 * @typedef {object} PadProps
 * @property {Raster} raster
 * @property {number} revision  changes with every change of the raster
 * @property {boolean} empty
 * @property {Tool} tool
 * @property {boolean} canUndo
 * @property {Theme} theme
 */

/** The ink's colour on the pad, as in css/tokens.css. @type {Readonly<Record<Theme, readonly [number, number, number]>>} */
const INK = { light: [28, 29, 34], dark: [236, 238, 242] };

/** Held by a pen that is turned round (Pointer Events, 5.1.1.1). */
const ERASER_BUTTON = 32;

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<PadProps>}
 */
export function createPad(root, { onIntent, text }) {
  const canvas = element("canvas", { class: "pad-canvas", width: PAD, height: PAD, role: "application", tabindex: 0,
    "aria-label": text("pad.canvas"), "aria-roledescription": text("pad.role"), "data-testid": "pad" });
  const keys = drawWithKeys(canvas, { onIntent, text });
  const hint = element("p", { class: "pad-hint", "aria-hidden": "true" }, text("pad.hint"));
  const buttons = toolButtons(text);
  replaceChildren(root, element("h2", { class: "heading pad-title" }, text("pad.title")), element("div", { class: "pad-surface panel" }, canvas, hint, ...keys.parts),
    element("div", { class: "pad-tools", role: "toolbar", "aria-label": text("pad.tools") }, ...Object.values(buttons)));
  const stops = [...keys.stops, ...drawWith(canvas, onIntent), ...listenTools(buttons, onIntent)];
  const brush = context(canvas);
  const image = brush.createImageData(PAD, PAD);
  /** @type {{revision: number | null, theme: Theme | null, tool: Tool}} */
  const shown = { revision: null, theme: null, tool: "pen" };
  return {
    render({ raster, revision, empty, tool, canUndo, theme }) {
      if (revision !== shown.revision || theme !== shown.theme) {
        paintRaster(raster, inkTable(theme), new Uint32Array(image.data.buffer));
        brush.putImageData(image, 0, 0);
      }
      Object.assign(shown, { revision, theme, tool });
      hint.hidden = !empty;
      setAttributes(buttons.pen, { "aria-pressed": String(tool === "pen") });
      setAttributes(buttons.eraser, { "aria-pressed": String(tool === "eraser") });
      buttons.undo.disabled = !canUndo;
      buttons.clear.disabled = empty;
      canvas.classList.toggle("is-erasing", tool === "eraser");
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}

/** @param {import("../text/text.js").Text} text */
function toolButtons(text) {
  /** @param {"pen" | "eraser" | "undo" | "clear"} name */
  const button = (name) => element("button", { type: "button", class: "button", "data-testid": name }, text(`pad.${name}`));
  return { pen: button("pen"), eraser: button("eraser"), undo: button("undo"), clear: button("clear") };
}

/** @param {ReturnType<typeof toolButtons>} buttons @param {OnIntent} onIntent */
function listenTools(buttons, onIntent) {
  return [
    listen(buttons.pen, "click", () => onIntent({ type: "tool", tool: "pen" })),
    listen(buttons.eraser, "click", () => onIntent({ type: "tool", tool: "eraser" })),
    listen(buttons.undo, "click", () => onIntent({ type: "undo" })),
    listen(buttons.clear, "click", () => onIntent({ type: "clear" })),
  ];
}

/** One pointer draws at a time; a second finger does nothing. @param {HTMLCanvasElement} canvas @param {OnIntent} onIntent */
function drawWith(canvas, onIntent) {
  /** @type {{pointer: number | null}} */
  const drawing = { pointer: null };
  /** @param {PointerEvent} event */
  const begin = (event) => {
    if (drawing.pointer !== null || (event.pointerType === "mouse" && event.button !== 0)) return;
    drawing.pointer = event.pointerId;
    canvas.setPointerCapture(event.pointerId);
    const [x = 0, y = 0] = padSamples(event, canvas.getBoundingClientRect()).slice(-2);
    onIntent({ type: "begin", point: [x, y], tool: event.buttons & ERASER_BUTTON ? "eraser" : null });
  };
  /** @param {PointerEvent} event */
  const extend = (event) => {
    if (event.pointerId !== drawing.pointer) return;
    onIntent({ type: "extend", points: padSamples(event, canvas.getBoundingClientRect()) });
  };
  /** @param {PointerEvent} event */
  const end = (event) => {
    if (event.pointerId !== drawing.pointer) return;
    drawing.pointer = null;
    onIntent({ type: "end" });
  };
  return [
    listen(canvas, "pointerdown", begin),
    listen(canvas, "pointermove", extend),
    listen(canvas, "pointerup", end),
    listen(canvas, "pointercancel", end),
  ];
}

/** Paper is transparent, ink the theme's. @param {Theme} theme */
function inkTable(theme) {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let byte = 0; byte < 256; byte++) bytes.set([...INK[theme], byte], 4 * byte);
  return new Uint32Array(bytes.buffer);
}
