/** The drawing pad: the canvas that turns pointer events into samples in pad pixels, and its toolbar. */

import { html, svg } from "../../vendor/lit-html.min.js";
import { paintRaster } from "../ink/raster.js";
import { PAD } from "../ink/stroke.js";
import { createKeyboardPen } from "./pad-keys.js";
import { createMoving, handlesOf } from "./pad-transform.js";
import { createPointerPen } from "./pad-pointer.js";
import { iconButton } from "./controls.js";
import { createPanel, painting } from "./panel.js";
import { context } from "./pixels.js";

/** @import { Intent, View, ViewOptions } from "../intents.js" */
/** @import { Box, PadTool, Raster, Theme } from "../types.js" */

/**
 * @typedef {object} PadProps
 * @property {Raster} raster
 * @property {number} revision  changes whenever the raster's pixels change
 * @property {boolean} empty
 * @property {PadTool} tool
 * @property {Box | null} box  bounding box of the ink, if it can be moved
 * @property {() => {box: Box | null, moving: boolean}} now  reads the current state, which may be newer than the props
 * @property {Box | null | undefined} crop  the part that preprocessing centres; undefined: keep the last one
 * @property {boolean} canUndo
 * @property {boolean} canRedo
 * @property {number | null} label  label of the sample on the pad
 * @property {boolean} stale  whether `crop` belongs to an earlier drawing
 * @property {Theme} theme
 */

/** RGB of `--ink` in css/tokens.css. @type {Readonly<Record<Theme, readonly [number, number, number]>>} */
const INK = { light: [28, 29, 34], dark: [236, 238, 242] };

/** @type {readonly PadTool[]} */
const TOOLS = ["pen", "eraser", "move"];

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<PadProps>} */
export function createPad(root, { onIntent, text }) {
  /** @type {{props: PadProps | null, crop: Box | null}} */
  const shown = { props: null, crop: null };
  const paintDrawing = createDrawingPainter();
  const pointer = createPointerPen(onIntent);
  const keyboard = createKeyboardPen(onIntent, () => shown.props && show(shown.props));
  const moving = createMoving(root, () => shown.props?.now() ?? { box: null, moving: false }, onIntent);
  /** @param {PadProps} props */
  const show = (props) => {
    shown.props = props;
    if (props.crop !== undefined) shown.crop = props.crop;
    panel.render({ ...props, crop: shown.crop, pen: keyboard.pen(), gesture: moving.gesture() });
    root.classList.toggle("is-stale", props.stale);
    root.classList.toggle("is-moving", props.tool === "move");
  };
  const begin = (/** @type {PointerEvent} */ event) => {
    keyboard.lift();
    pointer.begin(event);
  };
  /** @param {PadTool | "undo" | "redo" | "clear"} name @param {Intent} intent @param {object} state */
  const button = (name, intent, state) =>
    iconButton(name, text(`pad.${name}`), { test: name, class: "button centre", onClick: () =>
      onIntent(intent), ...state });
  /** @param {PadProps} props */
  const tools = ({ tool, canUndo, canRedo, empty }) => html`
    <div class="pad-tools button-row" role="toolbar" aria-label=${text("pad.tools")}>
      ${TOOLS.map((name) =>
        button(name, { type: "set", name: "tool", value: name }, { pressed: name === tool }))}
      ${button("undo", { type: "undo" }, { disabled: !canUndo })}
      ${button("redo", { type: "redo" }, { disabled: !canRedo })}
      ${button("clear", { type: "clear" }, { disabled: empty })}
    </div>`;
  /** @typedef {PadProps & {pen: ReturnType<typeof keyboard.pen>, gesture: ReturnType<typeof moving.gesture>}} Props */
  const panel = createPanel(
    root,
    (/** @type {Props} */ props) => html`
    <div class="pad-head spread baseline">
      <h2 class="heading pad-title">${text("pad.title")}</h2>
      <p class="pad-label caption"
        data-testid="label">${props.label === null ? "" : text("pad.label", { label: props.label })}</p>
    </div>
    <div class="pad-surface panel">
      <canvas class="pad-canvas" width=${PAD} height=${PAD} role="application" tabindex="0" data-testid="pad"
        aria-label=${text(props.tool === "move" ? "pad.move.canvas" : "pad.canvas")}
        aria-roledescription=${text("pad.role")}
        @pointerdown=${begin} @pointerrawupdate=${pointer.extendAtOnce} @pointermove=${pointer.extendAtFrame}
        @pointerup=${pointer.end} @pointercancel=${pointer.end} @keydown=${keyboard.press} @blur=${keyboard.lift}
        ${painting(paintDrawing, props.raster, props.theme, props.revision)}></canvas>
      <p class="pad-hint fill centre soft" aria-hidden="true" ?hidden=${!props.empty}>${text("pad.hint")}</p>
      <svg class="fill" viewBox="0 0 ${PAD} ${PAD}" aria-hidden="true">${cropOf(props.crop)}${handles(props)}</svg>
      ${keyboard.template(props.pen, text)}
    </div>
    ${tools(props)}`,
  );
  return {
    render: show,
    destroy() {
      moving.destroy();
      panel.destroy();
    },
  };
}

/** Render the frame of the part that preprocessing scales and centres. @param {Box | null | undefined} box */
function cropOf(box) {
  const { left = 0, top = 0, width = 0, height = 0 } = box ?? {};
  return svg`<rect class="crop" data-testid="crop" x=${left} y=${top} width=${width} height=${height}
    visibility=${box ? "visible" : "hidden"}></rect>`;
}

/** @param {Pick<PadProps, "box" | "tool"> & {gesture: Parameters<typeof handlesOf>[1]}} props */
function handles({ box, tool, gesture }) {
  const corners = tool === "move" ? handlesOf(box, gesture) : [];
  return svg`<g class="handles"
    data-testid="handles">${corners.length ? svg`<polygon points=${corners.join(" ")}></polygon>` : ""}
    ${corners.map(([x, y]) => svg`<circle cx=${x} cy=${y} r="7"></circle>`)}</g>`;
}

/**
 * Return a painter of the raster: the background is transparent, the ink has the theme's text colour.
 * @returns {(canvas: HTMLCanvasElement, raster: Raster, theme: Theme) => void}
 */
function createDrawingPainter() {
  const image = new ImageData(PAD, PAD);
  const out = new Uint32Array(image.data.buffer);
  return (canvas, raster, theme) => {
    const table = new Uint8ClampedArray(256 * 4);
    for (let byte = 0; byte < 256; byte++) table.set([...INK[theme], byte], 4 * byte);
    paintRaster(raster, new Uint32Array(table.buffer), out);
    context(canvas).putImageData(image, 0, 0);
  };
}
