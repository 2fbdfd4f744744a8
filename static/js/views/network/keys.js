/** Keyboard navigation of the network, flat or 3D: arrow keys move from unit to unit, Enter pins, Escape unpins. */

import { listen } from "../../lib/dom.js";
import { KEYS, keyOf } from "../../model/navigation.js";
import { createTrail } from "../../model/trail.js";

/** @import { OnIntent } from "../../intents.js" */
/** @import { Scene, Unit } from "../../types.js" */

/** @typedef {{scene: Scene, current: Unit | null, start: Unit | null, pinned: Unit | null}} KeyboardState */

/** @param {HTMLElement} stage @param {() => KeyboardState | null} state @param {OnIntent} onIntent */
export function watchKeys(stage, state, onIntent) {
  /** The last move, needed when a key is pressed before its render. @type {{from: Unit | null, to: Unit | null}} */
  const step = { from: null, to: null };
  const move = createTrail();
  /** @param {KeyboardState} now */
  const currentOf = (now) => (step.to && now.current === step.from ? step.to : now.current);
  /** @param {KeyboardState} now @param {Unit | null} unit */
  const go = (now, unit) => {
    if (!unit) return;
    Object.assign(step, { from: now.current, to: unit });
    onIntent({ type: "focusUnit", unit });
  };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const now = state();
    if (!now || isShortcut(event)) return;
    const key = keyOf(event);
    const current = currentOf(now);
    if (key === "Enter" && current) onIntent({ type: "pinUnit", unit: current });
    else if (key === "Escape") leave("pinUnit");
    else if (KEYS.includes(key)) go(now, current ? move(now.scene, current, key) : now.start);
    else return;
    event.preventDefault();
  };
  /** Without focus, as after loading, move from the pinned unit. @param {KeyboardEvent} event */
  const pressElsewhere = (event) => {
    const isFree =
      event.target instanceof Element &&
      event.target.matches("body, main") &&
      !document.querySelector("dialog[open], :popover-open");
    if (isFree && KEYS.includes(keyOf(event)) && state()?.pinned) press(event);
  };
  const enter = () => {
    const now = state();
    if (now && !now.current && stage.matches(":focus-visible")) go(now, now.start);
  };
  /** @param {"pinUnit" | "hoverUnit"} type  the state to clear */
  const leave = (type) => {
    Object.assign(step, { from: null, to: null });
    onIntent({ type, unit: null });
  };
  return [
    listen(stage, "keydown", press),
    listen(document, "keydown", pressElsewhere),
    listen(stage, "focus", enter),
    listen(stage, "blur", () => leave("hoverUnit")),
  ];
}

/** Exclude brackets, which need AltGr on many keyboards. @param {KeyboardEvent} event */
function isShortcut({ key, shiftKey, altKey }) {
  return (shiftKey || altKey) && key !== "[" && key !== "]";
}
