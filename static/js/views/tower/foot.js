/** What stands under the tower: what is wrong with 3D here, the tour's words, the buttons. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { createPanel } from "../panel.js";

/** @import { TowerText } from "../../text/tower.js" */

/** @typedef {"home" | "front" | "side" | "top" | "walk" | "focus" | "heights" | "tour"} Tool */
/** @typedef {"missing" | "lost"} Trouble */
/** @typedef {{step: number, steps: number, isPlaying: boolean, name: string, words: string}} Chapter  of the tour */
/** @typedef {{trouble: Trouble | null, chapter: Chapter | null, heights: boolean, canFocus: boolean}} FootProps */

/**
 * @typedef {object} FootEvents
 * @property {(tool: Tool) => void} onTool
 * @property {(step: number) => void} onStep  past the last one it ends
 * @property {() => void} onPlay
 * @property {() => void} onEnd  of the tour
 * @property {() => void} onFlat
 */

/** In their order, each with its key. @type {Readonly<Record<"tour" | "tools", Array<[tool: Tool, key: string]>>>} */
const GROUPS = {
  tour: [["tour", "t"]],
  tools: [["home", "h"], ["front", "1"], ["side", "2"], ["top", "3"], ["walk", "4"], ["focus", "5"], ["heights", "b"]],
};
/** @type {ReadonlyMap<string, Tool>} */
export const TOOL_KEYS = new Map([...GROUPS.tour, ...GROUPS.tools].map(([tool, key]) => [key, tool]));

/** @param {HTMLElement} root @param {{text: TowerText, events: Partial<FootEvents>}} options */
export function createFoot(root, { text, events }) {
  const leave = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // it means nothing more than that
    events.onEnd?.();
  };
  /** @param {FootProps} props @param {[tool: Tool, key: string]} tool */
  const button = (props, [tool, key]) => html`
    <button type="button" class="tower-tool ${tool === "tour" ? "is-main" : ""}" data-testid="tower-${tool}"
      title=${text("tower.key", { what: text(`tower.${tool}`), key })} aria-keyshortcuts=${key}
      ?disabled=${tool === "focus" && !props.canFocus} aria-pressed=${tool === "heights" ? props.heights : nothing}
      @click=${() => events.onTool?.(tool)}>${text(`tower.${tool}`)}</button>`;
  return createPanel(root, (/** @type {FootProps} */ props) => html`
    <div class="tower-note panel spread wrap" data-testid="tower-note" ?hidden=${!props.trouble}>
      <p class="grow" role="status">${props.trouble ? note(props.trouble, text) : nothing}</p>
      <button type="button" class="tower-tool is-main" data-testid="tower-flat" @click=${events.onFlat}
        >${text("tower.flat")}</button></div>
    <section class="tower-guide panel stack gap-2" data-testid="tour" aria-label=${text("tower.tour")}
      ?hidden=${!props.chapter} @keydown=${leave}
      >${props.chapter ? guide(props.chapter, text, events) : nothing}</section>
    <div class="tower-tools row wrap gap-1" ?hidden=${props.trouble === "missing" || props.chapter !== null}>
      ${/** @type {const} */ (["tour", "tools"]).map((name) => html`
        <div class="tower-group row wrap gap-1" role="group" aria-label=${text(`tower.${name}`)}
          >${GROUPS[name].map((tool) => button(props, tool))}</div>`)}</div>`);
}

/** @param {Trouble} trouble @param {TowerText} text */
function note(trouble, text) {
  return html`<strong>${text(`tower.${trouble}`)}</strong> ${text(`tower.${trouble}.remedy`)}`;
}

/** @param {Chapter} chapter @param {TowerText} text @param {Partial<FootEvents>} events */
function guide({ step, steps, isPlaying, name, words }, text, { onStep, onPlay, onEnd }) {
  const slide = (/** @type {InputEvent & {target: HTMLInputElement}} */ { target }) => onStep?.(Number(target.value));
  return html`
    <p class="guide-words" aria-live="polite" data-testid="tour-words" data-step=${step}
      ><strong>${name}</strong> ${words}</p>
    <div class="row wrap">
      <button type="button" class="tower-tool" ?disabled=${step === 0}
        @click=${() => onStep?.(step - 1)}>${text("tower.tour.back")}</button>
      <button type="button" class="tower-tool" data-testid="tour-play"
        @click=${onPlay}>${text(isPlaying ? "tower.tour.pause" : "tower.tour.play")}</button>
      <button type="button" class="tower-tool is-main" data-testid="tour-forward" data-focus
        @click=${() => onStep?.(step + 1)}>${text(step === steps - 1 ? "tower.tour.done" : "tower.tour.next")}</button>
      <input type="range" class="guide-scrubber" min="0" max=${steps - 1} step="1" .value=${String(step)}
        aria-label=${text("tower.tour.scrubber")} aria-valuetext=${name} @input=${slide}>
      <button type="button" class="tower-tool" @click=${onEnd}>${text("tower.tour.close")}</button>
    </div>`;
}
