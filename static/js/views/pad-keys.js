/** Drawing with the keyboard alone: arrow keys move a pen over the focused pad, Space puts it down and lifts it. */

import { element, listen, replaceChildren } from "../lib/dom.js";
import { clamp } from "../lib/math.js";
import { PAD } from "../ink/stroke.js";

/** In pad pixels. */
const STEP = 7;
const BIG_STEP = 28;

/** @type {Readonly<Record<string, readonly [number, number]>>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {HTMLElement} canvas @param {import("../intents.js").ViewOptions} options
 * @returns {{parts: readonly HTMLElement[], stops: readonly (() => void)[]}} what lies over the pad: the pen's place, and what it does in words
 */
export function drawWithKeys(canvas, { onIntent, text }) {
  const cursor = element("span", { class: "pad-cursor", "aria-hidden": "true" });
  const said = element("span", { class: "visually-hidden", role: "status" });
  const pen = { x: PAD / 2, y: PAD / 2, isDown: false };
  const place = () => Object.assign(cursor.style, { left: `${(100 * pen.x) / PAD}%`, top: `${(100 * pen.y) / PAD}%` });
  /** @param {boolean} isDown */
  const put = (isDown) => {
    if (isDown === pen.isDown) return;
    pen.isDown = isDown;
    cursor.classList.toggle("is-down", isDown);
    onIntent(isDown ? { type: "begin", point: [pen.x, pen.y], tool: null } : { type: "end" });
    replaceChildren(said, text(isDown ? "pad.pen.down" : "pad.pen.up"));
  };
  /** @param {readonly [number, number]} direction @param {number} step */
  const go = ([right, down], step) => {
    pen.x = clamp(pen.x + step * right, 0, PAD);
    pen.y = clamp(pen.y + step * down, 0, PAD);
    place();
    if (pen.isDown) onIntent({ type: "extend", points: [pen.x, pen.y] });
  };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move) go(move, event.shiftKey ? BIG_STEP : STEP);
    else if (event.key === " ") put(event.repeat ? pen.isDown : !pen.isDown);
    else if (event.key === "Escape") put(false);
    else return;
    event.preventDefault();
  };
  place();
  return {
    parts: [cursor, said],
    stops: [listen(canvas, "keydown", press), listen(canvas, "blur", () => put(false)), listen(canvas, "pointerdown", () => put(false))],
  };
}
