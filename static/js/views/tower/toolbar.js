/** The tower's buttons: where the camera goes, whether height shows the value, the tour. */

import { element, listen, replaceChildren, setAttributes } from "../../lib/dom.js";

/** @typedef {"home" | "front" | "side" | "top" | "walk" | "focus" | "heights" | "tour"} Tool */

/** Their order, and the key of each. @type {ReadonlyArray<readonly [Tool, string]>} */
const TOOLS = [["home", "h"], ["front", "1"], ["side", "2"], ["top", "3"], ["walk", "4"], ["focus", "5"], ["heights", "b"], ["tour", "t"]];

/** @type {ReadonlyMap<string, Tool>} */
export const TOOL_KEYS = new Map(TOOLS.map(([tool, key]) => [key, tool]));

/**
 * @param {HTMLElement} root @param {{text: import("../../text/tower.js").TowerText, onChoose: (tool: Tool) => void}} options
 */
export function createToolbar(root, { text, onChoose }) {
  const buttons = new Map(TOOLS.map(([tool, key]) => [tool, element("button", { type: "button", class: "tower-tool", value: tool,
    title: text("tower.key", { what: text(`tower.${tool}.long`), key }), "aria-keyshortcuts": key, "data-testid": `tower-${tool}` }, text(`tower.${tool}`))]));
  replaceChildren(root, ...buttons.values());
  const stops = [...buttons].map(([tool, button]) => listen(button, "click", () => onChoose(tool)));
  return {
    /** @param {{heights: boolean, canFocus: boolean}} state */
    render({ heights, canFocus }) {
      setAttributes(/** @type {HTMLElement} */ (buttons.get("heights")), { "aria-pressed": String(heights) });
      /** @type {HTMLButtonElement} */ (buttons.get("focus")).disabled = !canFocus;
    },
    destroy() {
      for (const stop of stops) stop();
    },
  };
}
