/** Pointer and keyboard on terms: a pointed or focused one lights its unit, a chosen one is explained. */

import { listen } from "../../lib/dom.js";

/** @import { OnIntent } from "../../intents.js" */
/** @import { Unit } from "../../types.js" */

/** Where a key leads. @type {Readonly<Record<string, (at: number, count: number) => number>>} */
const MOVES = {
  ArrowLeft: (at) => at - 1,
  ArrowUp: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** @param {HTMLElement} panel @param {OnIntent} onIntent @returns {Array<() => void>} */
export function watchTerms(panel, onIntent) {
  /** @param {PointerEvent} event */
  const point = (event) => {
    if (event.pointerType !== "touch") onIntent({ type: "term", unit: unitUnder(event) });
  };
  /** @param {MouseEvent} event */
  const choose = (event) => {
    const unit = unitUnder(event);
    if (!unit) return;
    onIntent({ type: "term", unit: null });
    onIntent({ type: "go", unit });
  };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const here = termOf(event.target);
    if (!here) return;
    if (event.key === "Enter" || event.key === " ") here.click();
    else if (event.key === "Escape") onIntent({ type: "pin", unit: null });
    else if (Object.hasOwn(MOVES, event.key)) walk(panel, here, event.key);
    else return;
    event.preventDefault();
  };
  return [
    listen(panel, "pointermove", point),
    listen(panel, "pointerleave", () => onIntent({ type: "term", unit: null })),
    listen(panel, "click", choose),
    listen(panel, "keydown", press),
    listen(panel, "focusin", (event) => onIntent({ type: "term", unit: unitOf(termOf(event.target)) })),
    listen(panel, "focusout", () => onIntent({ type: "term", unit: null })),
  ];
}

/** One term is reached with Tab, the others from it with arrow keys. @param {HTMLElement} panel */
export function keepTabStop(panel) {
  const terms = termsIn(panel);
  if (terms[0] && !terms.some((term) => term.tabIndex === 0)) terms[0].tabIndex = 0;
}

/** @param {HTMLElement} panel @returns {HTMLElement[]} */
function termsIn(panel) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll(".is-term"))];
}

/** @param {HTMLElement} panel @param {HTMLElement} here @param {string} key */
function walk(panel, here, key) {
  const terms = termsIn(panel).filter((term) => term.checkVisibility());
  const next = terms[MOVES[key]?.(terms.indexOf(here), terms.length) ?? 0];
  if (!next) return;
  here.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
function termOf(target) {
  return target instanceof Element ? target.closest(".is-term") : null;
}

/** @param {HTMLElement | null} term @returns {Unit | null} */
function unitOf(term) {
  const [layer = "", ...index] = term?.dataset["unit"]?.split("/") ?? [];
  return term ? { layer, index: index.map(Number) } : null;
}

/** @param {MouseEvent} event @returns {Unit | null} */
function unitUnder(event) {
  const target = /** @type {Element} */ (event.target);
  const patch = /** @type {HTMLElement | null} */ (target.closest(".patch"));
  return patch ? unitInPatch(patch, event) : unitOf(termOf(target));
}

/** @param {HTMLElement} patch @param {MouseEvent} event @returns {Unit | null} */
function unitInPatch(patch, { clientX, clientY }) {
  const { layer, map, top, left, rows, columns } = windowOf(patch);
  const box = patch.getBoundingClientRect();
  const row = Math.floor(((clientY - box.top) / box.height) * rows);
  const column = Math.floor(((clientX - box.left) / box.width) * columns);
  const isInside = row >= 0 && row < rows && column >= 0 && column < columns;
  return isInside ? { layer, index: [map, top + row, left + column] } : null;
}

/** @param {HTMLElement} patch */
function windowOf({ dataset }) {
  const read = (/** @type {string} */ name) => Number(dataset[name]);
  return {
    layer: String(dataset["layer"]),
    map: read("map"),
    top: read("top"),
    left: read("left"),
    rows: read("rows"),
    columns: read("columns"),
  };
}
