/** The keyboard on a picture of the network, flat or as a tower: it moves from unit to unit, pins and lets go. */

import { listen } from "../../lib/dom.js";
import { KEYS, keyOf, move } from "../../model/navigation.js";

/** @typedef {import("../../types.js").Scene} Scene */
/** @typedef {import("../../types.js").Unit} Unit */

/** @typedef {{scene: Scene, current: Unit | null, start: Unit | null}} KeyboardState  `start`: where the keyboard begins */

/**
 * @param {HTMLElement} stage @param {() => KeyboardState | null} state @param {import("../../intents.js").OnIntent} onIntent
 * @returns {Array<() => void>}
 */
export function watchKeys(stage, state, onIntent) {
  /** @param {Unit | null | undefined} unit */
  const go = (unit) => unit && onIntent({ type: "go", unit });
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const now = state();
    if (!now || event.shiftKey || event.altKey) return;
    const key = keyOf(event);
    if (key === "Enter" && now.current) onIntent({ type: "pin", unit: now.current });
    else if (key === "Escape") onIntent({ type: "pin", unit: null });
    else if (KEYS.includes(key)) go(now.current ? move(now.scene, now.current, key) : now.start);
    else return;
    event.preventDefault();
  };
  const enter = () => {
    const now = state();
    if (now && !now.current && stage.matches(":focus-visible")) go(now.start);
  };
  return [listen(stage, "keydown", press), listen(stage, "focus", enter), listen(stage, "blur", () => onIntent({ type: "point", unit: null }))];
}
