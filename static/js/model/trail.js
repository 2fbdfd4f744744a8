/** Keyboard navigation with memory: going back to the previous layer returns to the unit one came from. */

import { sameUnit } from "./layers.js";
import { move } from "./navigation.js";

/** @import { Scene, Unit } from "../types.js" */

/** @typedef {"PageUp" | "PageDown"} Page */

/** @type {ReadonlyMap<string, {key: Page, back: Page}>} */
const PAGES = new Map([
  ["PageUp", { key: "PageUp", back: "PageDown" }],
  ["PageDown", { key: "PageDown", back: "PageUp" }],
]);

/** Return a `move` in which PageUp undoes PageDown and vice versa, until another key moves. */
export function createTrail() {
  /** The last unit, and the units each key returns to. @type {{here: Unit | null, known: Record<Page, Unit[]>}} */
  const way = { here: null, known: { PageUp: [], PageDown: [] } };
  /** @param {Scene} scene @param {Unit} unit @param {string} key @returns {Unit | null} */
  return (scene, unit, key) => {
    const found = move(scene, unit, key);
    const page = PAGES.get(key);
    if (!page || !found || sameUnit(found, unit)) return found;
    if (!sameUnit(way.here, unit)) way.known = { PageUp: [], PageDown: [] };
    const known = way.known[page.key].pop();
    const next = known?.layer === found.layer ? known : found; // they differ if rows were folded in between
    way.known[page.back].push(unit);
    way.here = next;
    return next;
  };
}
