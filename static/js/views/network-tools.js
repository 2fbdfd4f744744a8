/** Buttons beside the network: zoom in, zoom out, fit, and whether ReLU stages share their convolution's row. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { button, iconButton } from "./controls.js";
import { FITTING, MOST } from "./network/zoom.js";
import { createPanel } from "./panel.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Zoom } from "../types.js" */

/** @typedef {{zoom: Zoom | null, middle: {x: number, y: number}, merged: boolean, flat: boolean}} ToolsProps */

const ZOOM_STEP = 1.5;

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<ToolsProps>} */
export function createNetworkTools(root, { onIntent, text }) {
  /** @param {ToolsProps} props @param {number} by */
  const scale = ({ zoom, middle }, by) => {
    const factor = Math.min(MOST, (zoom?.factor ?? 1) * by);
    onIntent({
      type: "set",
      name: "zoom",
      value: factor <= FITTING ? null : { sceneX: middle.x, sceneY: middle.y, ...zoom, factor },
    });
  };
  /** @param {"further" | "closer" | "fit"} name @param {boolean} isIdle @param {() => void} onClick */
  const tool = (name, isIdle, onClick) =>
    iconButton(name, text(`tools.${name}`), { test: `tools-${name}`, idle: isIdle, onClick });
  return createPanel(root, (props) => html`
    <p class="tap-hint caption" data-testid="tap-hint">${text("inspector.empty.touch")}</p>
    <div class="tools row gap-1" role="group" aria-label=${text("tools.title")}>
      ${props.flat ? html`
        ${tool("further", props.zoom === null, () => scale(props, 1 / ZOOM_STEP))}
        ${tool("closer", false, () => scale(props, ZOOM_STEP))}
        ${tool("fit", props.zoom === null, () => onIntent({ type: "set", name: "zoom", value: null }))}` : nothing}
      ${button(text("tools.merge"), {
        test: "tools-merge",
        class: "button tool-merge",
        pressed: props.merged,
        onClick: () => onIntent({ type: "set", name: "merged", value: !props.merged }),
      })}
    </div>`);
}
