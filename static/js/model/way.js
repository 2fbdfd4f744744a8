/** The way that keys lead through the network: who turns round between the layers comes back to where they were. */

import { sameUnit } from "./layers.js";
import { move } from "./navigation.js";

/** @import { Scene, Unit } from "../types.js" */

/** @typedef {"PageUp" | "PageDown"} Page */

/** @type {ReadonlyMap<string, {key: Page, back: Page}>} */
const PAGES = new Map([
  ["PageUp", { key: "PageUp", back: "PageDown" }],
  ["PageDown", { key: "PageDown", back: "PageUp" }],
]);

/** Like `move`, but pages are undone by their opposites for as long as no other key leads away. */
export function createWay() {
  /** Where it led last, and what each page comes back to. @type {{here: Unit | null, known: Record<Page, Unit[]>}} */
  const way = { here: null, known: { PageUp: [], PageDown: [] } };
  /** @param {Scene} scene @param {Unit} unit @param {string} key @returns {Unit | null} */
  return (scene, unit, key) => {
    const found = move(scene, unit, key);
    const page = PAGES.get(key);
    if (!page || !found || sameUnit(found, unit)) return found;
    if (!sameUnit(way.here, unit)) way.known = { PageUp: [], PageDown: [] };
    const known = way.known[page.key].pop();
    const next = known?.layer === found.layer ? known : found; // another layer's: rows were folded meanwhile
    way.known[page.back].push(unit);
    way.here = next;
    return next;
  };
}
