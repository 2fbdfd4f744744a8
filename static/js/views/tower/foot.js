/** The panel under the tower: a note if WebGL is missing or lost, the text of the tour, the toolbar. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { button } from "../controls.js";
import { createPanel } from "../panel.js";

/** @import { TowerText } from "../../text/tower.js" */
/** @import { ButtonOptions } from "../controls.js" */

/** @typedef {"home" | "front" | "side" | "top" | "walk" | "focus" | "heights" | "tour"} Tool */
/** @typedef {"missing" | "lost"} Trouble */
/** @typedef {{step: number, steps: number, isPlaying: boolean, name: string, words: string}} Chapter  a tour step */
/** @typedef {{trouble: Trouble | null, chapter: Chapter | null, heights: boolean, canFocus: boolean}} FootProps */

/**
 * `onStep`: a step past the last one ends the tour; `onEnd`: ends it at once.
 * @typedef {{onTool: (tool: Tool) => void, onStep: (step: number) => void, onPlay: () => void, onEnd: () => void,
 *   onFlat: () => void}} FootEvents
 */

/** With their shortcuts. @type {Readonly<Record<"tour" | "tools", Array<[tool: Tool, key: string]>>>} */
const GROUPS = {
  tour: [["tour", "t"]],
  tools: [["home", "h"], ["front", "1"], ["side", "2"], ["top", "3"], ["walk", "4"], ["focus", "5"], ["heights", "b"]],
};
/** @type {ReadonlyMap<string, Tool>} */
export const TOOL_KEYS = new Map([...GROUPS.tour, ...GROUPS.tools].map(([tool, key]) => [key, tool]));

const MAIN = { class: "tower-tool is-main" };

/** @param {HTMLElement} root @param {{text: TowerText, events: Partial<FootEvents>}} options */
export function createFoot(root, { text, events }) {
  const leave = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // Escape only ends the tour
    events.onEnd?.();
  };
  /** @param {FootProps} props @param {[tool: Tool, key: string]} tool */
  const toolButton = (props, [tool, key]) => html`
    <button type="button" class="tower-tool ${tool === "tour" ? "is-main" : ""}" data-testid="tower-${tool}"
      title=${text("tower.key", { what: text(`tower.${tool}`), key })} aria-keyshortcuts=${key}
      ?disabled=${tool === "focus" && !props.canFocus} aria-pressed=${tool === "heights" ? props.heights : nothing}
      @click=${() => events.onTool?.(tool)}>${text(`tower.${tool}`)}</button>`;
  return createPanel(root, (/** @type {FootProps} */ props) => html`
    <div class="tower-note panel spread wrap" data-testid="tower-note" ?hidden=${!props.trouble}>
      <p class="grow" role="status">${props.trouble ? note(props.trouble, text) : nothing}</p>
      ${button(text("tower.flat"), { ...MAIN, test: "tower-flat", onClick: () => events.onFlat?.() })}
    </div>
    <section class="tower-guide panel stack gap-2" data-testid="tour" aria-label=${text("tower.tour")}
      ?hidden=${!props.chapter} @keydown=${leave}
      >${props.chapter ? guide(props.chapter, text, events) : nothing}</section>
    <div class="tower-tools row wrap gap-1" ?hidden=${props.trouble === "missing" || props.chapter !== null}>
      ${/** @type {const} */ (["tour", "tools"]).map((name) => html`
        <div class="tower-group row wrap gap-1" role="group" aria-label=${text(`tower.${name}`)}
          >${GROUPS[name].map((tool) => toolButton(props, tool))}</div>`)}</div>`);
}

/** @param {Trouble} trouble @param {TowerText} text */
function note(trouble, text) {
  return html`<strong>${text(`tower.${trouble}`)}</strong> ${text(`tower.${trouble}.remedy`)}`;
}

/** @param {Chapter} chapter @param {TowerText} text @param {Partial<FootEvents>} events */
function guide({ step, steps, isPlaying, name, words }, text, events) {
  const go = (/** @type {number} */ to) => events.onStep?.(to);
  const slide = (/** @type {InputEvent & {target: HTMLInputElement}} */ { target }) => go(Number(target.value));
  /** @param {"back" | "play" | "pause" | "next" | "done" | "close"} key @param {ButtonOptions} options */
  const tool = (key, options) => button(text(`tower.tour.${key}`), { class: "tower-tool", ...options });
  return html`
    <p class="guide-words" aria-live="polite" data-testid="tour-words" data-step=${step}
      ><strong>${name}</strong> ${words}</p>
    <div class="row wrap">
      ${tool("back", { disabled: step === 0, onClick: () => go(step - 1) })}
      ${tool(isPlaying ? "pause" : "play", { test: "tour-play", onClick: () => events.onPlay?.() })}
      ${tool(step === steps - 1 ? "done" : "next", { ...MAIN, test: "tour-forward", onClick: () => go(step + 1) })}
      <input type="range" class="guide-scrubber" min="0" max=${steps - 1} step="1" .value=${String(step)}
        aria-label=${text("tower.tour.scrubber")} aria-valuetext=${name} @input=${slide}>
      ${tool("close", { onClick: () => events.onEnd?.() })}
    </div>`;
}
