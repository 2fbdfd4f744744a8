/** Terms ↔ the picture: a term that is pointed at or focused names its unit; a unit that is pointed at marks its term. */

import { listen } from "../../lib/dom.js";
import { cellOf, formatUnit } from "../../model/layers.js";

/** @typedef {import("../../types.js").Unit} Unit */

/** Where a key leads from the term `at` of `count`. @type {Readonly<Record<string, (at: number, count: number) => number>>} */
const MOVES = {
  ArrowLeft: (at) => at - 1,
  ArrowUp: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * @param {HTMLElement} panel @param {import("../../intents.js").OnIntent} onIntent
 * @returns {Array<() => void>}
 */
export function watchTerms(panel, onIntent) {
  /** @param {PointerEvent} event */
  const point = (event) => {
    if (event.pointerType !== "touch") onIntent({ type: "term", unit: unitUnder(event) });
  };
  /** @param {MouseEvent} event */
  const choose = (event) => {
    const unit = unitUnder(event);
    if (!unit || /** @type {Element} */ (event.target).closest("summary .number")) return;
    event.preventDefault();
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

/** The one term that Tab reaches; arrow keys lead to the others. @param {HTMLElement} panel */
export function openDoor(panel) {
  const [first] = termsIn(panel);
  if (first) first.tabIndex = 0;
}

/** @param {HTMLElement} panel @param {Unit | null} unit */
export function markTerms(panel, unit) {
  const name = unit ? formatUnit(unit) : null;
  for (const term of termsIn(panel)) term.classList.toggle("is-marked", term.dataset["unit"] === name);
  for (const patch of /** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll(".patch"))) markPatch(patch, unit);
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

/** @param {HTMLElement} patch @param {Unit | null} unit */
function markPatch(patch, unit) {
  const { layer, map, top, left, rows, columns } = windowOf(patch);
  const [unitMap, unitRow, unitColumn] = unit?.layer === layer ? cellOf(unit) : [-1, -1, -1];
  const [row, column] = [unitRow - top, unitColumn - left];
  const mark = /** @type {HTMLElement} */ (patch.querySelector(".patch-mark"));
  mark.hidden = unitMap !== map || row < 0 || row >= rows || column < 0 || column >= columns;
  if (mark.hidden) return;
  Object.assign(mark.style, { left: `${(100 * column) / columns}%`, top: `${(100 * row) / rows}%`, width: `${100 / columns}%`, height: `${100 / rows}%` });
}

/** @param {HTMLElement} patch */
function windowOf({ dataset }) {
  const read = (/** @type {string} */ name) => Number(dataset[name]);
  return { layer: String(dataset["layer"]), map: read("map"), top: read("top"), left: read("left"), rows: read("rows"), columns: read("columns") };
}
