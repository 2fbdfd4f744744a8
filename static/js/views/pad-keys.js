/** Keyboard drawing: arrow keys move a pen over the focused pad; Space lowers and lifts it. */

import { html } from "../../vendor/lit-html.min.js";
import { PAD } from "../ink/stroke.js";
import { ARROWS, hasModifier } from "../lib/dom.js";
import { clamp } from "../lib/math.js";
import { styled } from "./panel.js";

/** @import { OnIntent } from "../intents.js" */
/** @import { Text, TextKey } from "../text/text.js" */

/** Distance that an arrow key moves the pen, in pad pixels; `BIG_STEP` with Shift. */
const STEP = 7;
const BIG_STEP = 28;

/** @typedef {{x: number, y: number, isDown: boolean, said: TextKey | null}} Pen */

/** @param {OnIntent} onIntent @param {() => void} onChange  called when the pen has moved, or gone down or up */
export function createKeyboardPen(onIntent, onChange) {
  /** @type {{pen: Pen}} */
  const now = { pen: { x: PAD / 2, y: PAD / 2, isDown: false, said: null } };
  /** @param {Partial<Pen>} change */
  const set = (change) => {
    now.pen = { ...now.pen, ...change };
    onChange();
  };
  /** Lower or lift the pen. @param {boolean} isDown */
  const put = (isDown) => {
    if (isDown === now.pen.isDown) return;
    onIntent(isDown ? { type: "startStroke", point: [now.pen.x, now.pen.y], tool: null } : { type: "endStroke" });
    set({ isDown, said: isDown ? "pad.pen.down" : "pad.pen.up" });
  };
  /** Move the pen. @param {readonly [number, number]} direction @param {number} step */
  const go = ([right, down], step) => {
    set({ x: clamp(now.pen.x + step * right, 0, PAD), y: clamp(now.pen.y + step * down, 0, PAD) });
    if (now.pen.isDown) onIntent({ type: "extendStroke", points: [now.pen.x, now.pen.y] });
  };
  return {
    pen: () => now.pen,
    lift: () => put(false),
    /** @param {KeyboardEvent} event */
    press(event) {
      if (hasModifier(event)) return;
      const move = ARROWS[event.key];
      if (move) go(move, event.shiftKey ? BIG_STEP : STEP);
      else if (event.key === " ") put(event.repeat ? now.pen.isDown : !now.pen.isDown);
      else if (event.key === "Escape") put(false);
      else return;
      event.preventDefault();
    },
    /** Render the pen's cursor and the announcement of its last action. @param {Pen} pen @param {Text} text */
    template: ({ x, y, isDown, said }, text) => html`
      <span class="pad-cursor ${isDown ? "is-down" : ""}" aria-hidden="true"
        ${styled({ left: `${(100 * x) / PAD}%`, top: `${(100 * y) / PAD}%` })}></span>
      <span class="visually-hidden" role="status">${said ? text(said) : ""}</span>`,
  };
}
