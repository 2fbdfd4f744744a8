/** Buttons beside the network: closer, further away, all of it, and whether ReLU stages share their layer's row. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { icon } from "./icons.js";
import { FITTING, MOST } from "./network/zoom.js";
import { createPanel } from "./panel.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Zoom } from "../types.js" */

/**
 * @typedef {{zoom: Zoom | null, middle: {x: number, y: number}, merged: boolean, flat: boolean}} ToolsProps  `middle`:
 *   of the scene
 */

const STEP = 1.5;

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
  const button = (name, isIdle, onClick) => html`
    <button type="button" class="icon-button" aria-label=${text(`tools.${name}`)} title=${text(`tools.${name}`)}
      data-testid="tools-${name}" aria-disabled=${isIdle} @click=${onClick}>${icon(name)}</button>`;
  return createPanel(root, (props) => html`
    <p class="tap-hint caption" data-testid="tap-hint">${text("inspector.empty.touch")}</p>
    <div class="tools row gap-1" role="group" aria-label=${text("tools.title")}>
      ${props.flat ? html`
        ${button("further", props.zoom === null, () => scale(props, 1 / STEP))}
        ${button("closer", false, () => scale(props, STEP))}
        ${button("fit", props.zoom === null, () => onIntent({ type: "set", name: "zoom", value: null }))}` : nothing}
      <button type="button" class="button tool-merge" data-testid="tools-merge" aria-pressed=${props.merged}
        @click=${() => onIntent({ type: "set", name: "merged", value: !props.merged })}>${text("tools.merge")}</button>
    </div>`);
}
