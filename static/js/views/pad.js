/** The drawing pad: pointer → samples in pad pixels, and the ink as it is sent. */

import { element, listen, replaceChildren, setAttributes, setText, svgElement } from "../lib/dom.js";
import { paintRaster } from "../ink/raster.js";
import { PAD, padSamples } from "../ink/stroke.js";
import { drawWithKeys } from "./pad-keys.js";
import { createOverlay } from "./pad-overlay.js";
import { context } from "./pixels.js";

/** @typedef {import("../types.js").Raster} Raster */
/** @typedef {import("../types.js").Theme} Theme */
/** @typedef {import("../types.js").Box} Box */
/** @typedef {import("../types.js").PadTool} PadTool */
/** @typedef {import("../intents.js").OnIntent} OnIntent */

/**
 * @typedef {object} PadProps
 * @property {Raster} raster
 * @property {number} revision  changes with every change of the raster
 * @property {boolean} empty
 * @property {PadTool} tool
 * @property {Box | null} box  of the ink, if it can be moved
 * @property {() => {box: Box | null, moving: boolean}} now  as the state is, between two renders
 * @property {Box | null | undefined} crop  what is centred; undefined: as before
 * @property {boolean} canUndo
 * @property {boolean} canRedo
 * @property {number | null} label  what MNIST says of the sample on the pad
 * @property {boolean} stale  the crop is an earlier drawing's
 * @property {Theme} theme
 */

/** The ink's colour on the pad, as in css/tokens.css. @type {Readonly<Record<Theme, readonly [number, number, number]>>} */
const INK = { light: [28, 29, 34], dark: [236, 238, 242] };

/** @type {readonly PadTool[]} */
const TOOLS = ["pen", "eraser", "move"];

/** One path each, on a field of 16. */
const ICONS = {
  pen: "M2.5 13.5l.8-3.2 7.6-7.6 2.4 2.4-7.6 7.6zM9.4 4.2l2.4 2.4",
  eraser: "M5.5 13.5h8M2.5 10l6.5-6.5 4 4-6 6H5.5zM5.8 6.7l4 4",
  move: "M8 1.5v13M1.5 8h13M6 3.5l2-2 2 2M6 12.5l2 2 2-2M3.5 6l-2 2 2 2M12.5 6l2 2-2 2",
  undo: "M5.5 3l-3 3 3 3M2.5 6h7a3.75 3.75 0 0 1 0 7.5H6",
  redo: "M10.5 3l3 3-3 3M13.5 6h-7a3.75 3.75 0 0 0 0 7.5H10",
  clear: "M2.5 4h11M6 4V2.5h4V4M4 4l.7 9.5h6.6L12 4M6.7 6.8v4M9.3 6.8v4",
};

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
  const overlay = createOverlay(root, canvas, onIntent);
  const hint = element("p", { class: "pad-hint", "aria-hidden": "true" }, text("pad.hint"));
  const label = element("p", { class: "pad-label caption", "data-testid": "label" });
  const buttons = toolButtons(text);
  replaceChildren(root, element("div", { class: "pad-head" }, element("h2", { class: "heading pad-title" }, text("pad.title")), label),
    element("div", { class: "pad-surface panel" }, canvas, hint, overlay.picture, ...keys.parts),
    element("div", { class: "pad-tools", role: "toolbar", "aria-label": text("pad.tools") }, ...Object.values(buttons)));
  const stops = [...overlay.stops, ...keys.stops, ...drawWith(canvas, onIntent), ...listenTools(buttons, onIntent)];
  const brush = context(canvas);
  const image = brush.createImageData(PAD, PAD);
  /** @type {{revision: number | null, theme: Theme | null, tool: PadTool}} */
  const shown = { revision: null, theme: null, tool: "pen" };
  return {
    render({ raster, revision, empty, tool, now, box, crop, canUndo, canRedo, label: mnist, stale, theme }) {
      if (revision !== shown.revision || theme !== shown.theme) {
        paintRaster(raster, inkTable(theme), new Uint32Array(image.data.buffer));
        brush.putImageData(image, 0, 0);
      }
      Object.assign(shown, { revision, theme, tool });
      hint.hidden = !empty;
      setText(label, mnist === null ? "" : text("pad.label", { label: mnist }));
      root.classList.toggle("is-stale", stale);
      overlay.render({ now, box, crop, moving: tool === "move" });
      for (const name of TOOLS) setAttributes(buttons[name], { "aria-pressed": String(tool === name) });
      setAttributes(canvas, { "aria-label": text(tool === "move" ? "pad.move.canvas" : "pad.canvas") });
      buttons.undo.disabled = !canUndo;
      buttons.redo.disabled = !canRedo;
      buttons.clear.disabled = empty;
      root.classList.toggle("is-moving", tool === "move");
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}

/** @param {import("../text/text.js").Text} text */
function toolButtons(text) {
  /** @param {keyof typeof ICONS} name */
  const button = (name) => element("button", { type: "button", class: "button", "aria-label": text(`pad.${name}`), title: text(`pad.${name}`), "data-testid": name },
    svgElement("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, svgElement("path", { d: ICONS[name] })));
  return { pen: button("pen"), eraser: button("eraser"), move: button("move"), undo: button("undo"), redo: button("redo"), clear: button("clear") };
}

/** @param {ReturnType<typeof toolButtons>} buttons @param {OnIntent} onIntent */
function listenTools(buttons, onIntent) {
  return [
    ...TOOLS.map((tool) => listen(buttons[tool], "click", () => onIntent({ type: "tool", tool }))),
    listen(buttons.undo, "click", () => onIntent({ type: "undo" })),
    listen(buttons.redo, "click", () => onIntent({ type: "redo" })),
    listen(buttons.clear, "click", () => onIntent({ type: "clear" })),
  ];
}

/**
 * One pointer draws at a time; a second finger does nothing. Where the browser tells of movements at once (`pointerrawupdate`: over https
 * and from this very machine), the server is asked while the frame that shows the ink is still to come; the `pointermove` at that frame
 * then says nothing new.
 * @param {HTMLCanvasElement} canvas @param {OnIntent} onIntent
 */
function drawWith(canvas, onIntent) {
  /** @type {{pointer: number | null, type: string, told: boolean}} */
  const drawing = { pointer: null, type: "", told: false };
  const finish = () => {
    drawing.pointer = null;
    onIntent({ type: "end" });
  };
  /** A pen takes over from a palm, whose stroke is withdrawn; a new primary pointer means that the old one was lost. @param {PointerEvent} event */
  const takesOver = ({ pointerType, isPrimary }) => {
    if (drawing.pointer === null) return true;
    const isPalm = pointerType === "pen" && drawing.type === "touch";
    if (!isPalm && !(isPrimary && pointerType === drawing.type)) return false;
    finish();
    if (isPalm) onIntent({ type: "undo" });
    return true;
  };
  /** @param {PointerEvent} event */
  const begin = (event) => {
    if ((event.pointerType === "mouse" && event.button !== 0) || !takesOver(event)) return;
    Object.assign(drawing, { pointer: event.pointerId, type: event.pointerType });
    canvas.setPointerCapture(event.pointerId);
    const [x = 0, y = 0] = padSamples(event, canvas.getBoundingClientRect()).slice(-2);
    onIntent({ type: "begin", point: [x, y], tool: event.buttons & ERASER_BUTTON ? "eraser" : null });
  };
  /** @param {PointerEvent} event */
  const extend = (event) => {
    if (event.pointerId !== drawing.pointer) return;
    if (event.buttons === 0) return finish(); // its release was lost
    onIntent({ type: "extend", points: padSamples(event, canvas.getBoundingClientRect()) });
  };
  /** @param {Event} event */
  const extendAtOnce = (event) => {
    drawing.told = true;
    extend(/** @type {PointerEvent} */ (event));
  };
  /** @param {PointerEvent} event */
  const extendAtFrame = (event) => {
    if (!drawing.told) extend(event);
    drawing.told = false;
  };
  /** @param {PointerEvent} event */
  const end = (event) => {
    if (event.pointerId === drawing.pointer) finish();
  };
  return [
    listen(canvas, "pointerdown", begin),
    listen(canvas, "pointerrawupdate", extendAtOnce),
    listen(canvas, "pointermove", extendAtFrame),
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
