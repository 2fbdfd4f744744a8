/** Buttons beside the network: closer, further away, all of it, and whether ReLU stages have rows of their own. */

import { element, listen, replaceChildren, setAttributes } from "../lib/dom.js";
import { icon } from "./icons.js";
import { FITTING, MOST } from "./network/zoom.js";

/** @typedef {import("../types.js").Zoom} Zoom */
/** @typedef {{zoom: Zoom | null, middle: {x: number, y: number}, merged: boolean, flat: boolean}} ToolsProps  `middle`: of the scene */

const STEP = 1.5;

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<ToolsProps>}
 */
export function createNetworkTools(root, { onIntent, text }) {
  /** @type {{props: ToolsProps | null}} */
  const shown = { props: null };
  const button = (/** @type {Node | string} */ sign, /** @type {import("../text/text.js").TextKey} */ key) =>
    element("button", { type: "button", class: "icon-button", "aria-label": text(key), title: text(key), "data-testid": key.replace(".", "-") }, sign);
  const [further, closer, fit] = [button("−", "tools.further"), button("+", "tools.closer"), button(icon("fit"), "tools.fit")];
  const tap = element("p", { class: "tap-hint caption", "data-testid": "tap-hint" }, text("inspector.empty.touch"));
  const merge = element("button", { type: "button", class: "button tool-merge", "data-testid": "tools-merge" }, text("tools.merge"));
  replaceChildren(root, tap, element("div", { class: "tools", role: "group", "aria-label": text("tools.title") }, further, closer, fit, merge));
  /** @param {number} by */
  const scale = (by) => {
    const { zoom = null, middle = { x: 0, y: 0 } } = shown.props ?? {};
    const factor = Math.min(MOST, (zoom?.factor ?? 1) * by);
    onIntent({ type: "zoom", zoom: factor <= FITTING ? null : { sceneX: middle.x, sceneY: middle.y, ...zoom, factor } });
  };
  const stops = [
    listen(closer, "click", () => scale(STEP)),
    listen(further, "click", () => scale(1 / STEP)),
    listen(fit, "click", () => onIntent({ type: "zoom", zoom: null })),
    listen(merge, "click", () => onIntent({ type: "merge", merged: !shown.props?.merged })),
  ];
  return {
    render(props) {
      shown.props = props;
      for (const one of [further, closer, fit]) one.hidden = !props.flat;
      setAttributes(merge, { "aria-pressed": String(props.merged) });
      for (const one of [further, fit]) setAttributes(one, { "aria-disabled": String(props.zoom === null) });
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}
