/** Event handlers of terms: hovering or focusing a term highlights its unit; clicking it explains the unit. */

import { listen } from "../../lib/dom.js";

/** @import { OnIntent } from "../../intents.js" */
/** @import { Unit } from "../../types.js" */

/** Index of the term that a key moves to. @type {Readonly<Record<string, (at: number, count: number) => number>>} */
const MOVES = {
  ArrowLeft: (at) => at - 1,
  ArrowUp: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Add the listeners. @param {HTMLElement} panel @param {OnIntent} onIntent @returns {Array<() => void>} */
export function watchTerms(panel, onIntent) {
  const mark = (/** @type {Unit | null} */ unit) => onIntent({ type: "markTerm", unit });
  /** @param {MouseEvent} event */
  const choose = (event) => {
    const unit = unitUnder(event);
    if (!unit) return;
    mark(null);
    onIntent({ type: "focusUnit", unit });
  };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const here = termOf(event.target);
    if (!here) return;
    if (event.key === "Enter" || event.key === " ") here.click();
    else if (event.key === "Escape") onIntent({ type: "pinUnit", unit: null });
    else if (Object.hasOwn(MOVES, event.key)) walk(panel, here, event.key);
    else return;
    event.preventDefault();
  };
  return [
    listen(panel, "pointermove", (event) => event.pointerType === "touch" || mark(unitUnder(event))),
    listen(panel, "pointerleave", () => mark(null)),
    listen(panel, "click", choose),
    listen(panel, "keydown", press),
    listen(panel, "focusin", (event) => mark(unitOf(termOf(event.target)))),
    listen(panel, "focusout", () => mark(null)),
  ];
}

/** Keep one term in the tab order (roving tabindex); arrow keys reach the others. @param {HTMLElement} panel */
export function keepTabStop(panel) {
  const terms = termsIn(panel);
  if (terms[0] && !terms.some((term) => term.tabIndex === 0)) terms[0].tabIndex = 0;
}

/** @param {HTMLElement} panel @returns {HTMLElement[]} */
function termsIn(panel) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll(".is-term"))];
}

/** Move the focus between terms. @param {HTMLElement} panel @param {HTMLElement} here @param {string} key */
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

/** Return a term's unit. @param {HTMLElement | null} term @returns {Unit | null} */
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
  const { layer, ...dataset } = patch.dataset;
  const [map = 0, top = 0, left = 0, rows = 0, columns = 0] =
    ["map", "top", "left", "rows", "columns"].map((name) => Number(dataset[name]));
  const box = patch.getBoundingClientRect();
  const row = Math.floor(((clientY - box.top) / box.height) * rows);
  const column = Math.floor(((clientX - box.left) / box.width) * columns);
  const isInside = row >= 0 && row < rows && column >= 0 && column < columns;
  return isInside ? { layer: String(layer), index: [map, top + row, left + column] } : null;
}
