/** Keeps something in sight that was brought there, while the page about it is still being laid out; until a hand moves the page. */

import { listen } from "../lib/dom.js";

/** What a person moves a page with. */
const HANDS = /** @type {const} */ (["pointerdown", "wheel", "keydown"]);

/** @param {(behavior: ScrollBehavior) => void} scroll  brings it into sight, from wherever the page is */
export function createKeeper(scroll) {
  /** @type {{behavior: ScrollBehavior | null}} null: it is not kept */
  const now = { behavior: null };
  const again = () => now.behavior && scroll(now.behavior);
  const observer = new ResizeObserver(again);
  observer.observe(document.body);
  const stops = HANDS.map((type) => listen(window, type, () => void (now.behavior = null), { capture: true, passive: true }));
  return {
    /** Once all of the frame that asks for it is rendered. @param {ScrollBehavior} behavior */
    show(behavior) {
      now.behavior = behavior;
      queueMicrotask(again);
    },
    /** There is more of it now. */
    again,
    destroy() {
      observer.disconnect();
      now.behavior = null;
      for (const stop of stops) stop();
    },
  };
}
