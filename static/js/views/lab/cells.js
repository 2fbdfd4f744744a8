/** How a kernel's cells are edited: typing, arrow keys, the wheel, and dragging up or down. */

import { numberFrom, typed } from "./fields.js";

/** @import { Lab } from "../../lab-types.js" */
/** @import { Words } from "../lab.js" */

/** Among whole numbers a step is 1, or else a tenth; Shift makes it ten times as large. */
const TENTH = 0.1;
const LARGE = 10;
/** How far a pointer goes for a step, and before it drags at all, in CSS pixels. */
const STEP = 8;
const SLACK = 4;

/** The drag that goes on; a view may be rendered meanwhile. @type {WeakMap<Lab, {index: number, y: number, value: number, isMoved: boolean}>} */
const drags = new WeakMap();

/** @param {EventTarget | null} target @returns {HTMLInputElement | null} */
function fieldOf(target) {
  return target instanceof HTMLInputElement && target.dataset["cell"] ? target : null;
}

/** Left and right go to the next cell from the ends of the text. @param {HTMLInputElement} field @param {KeyboardEvent} event @returns {HTMLElement | null} */
function neighbour({ selectionStart, selectionEnd, value, dataset, parentElement }, { key, shiftKey }) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  const isAtEnd = by === 1 ? selectionEnd === value.length : selectionStart === 0;
  return by && isAtEnd && !shiftKey ? parentElement?.querySelector(`[data-cell="${Number(dataset["cell"]) + by}"]`) ?? null : null;
}

/** A cell has room for two digits after the point. @param {Words} words @param {number} value */
export function cellText(words, value) {
  return typed(words, Math.round(value * 100) / 100).replace("-", "\u2212");
}

/** @param {Lab} state @param {Words} words */
export function cellHandlers(state, words) {
  const cellsNow = () => state.atoms.settings.get().kernels[state.atoms.kernel.get()]?.channels[state.atoms.channel.get()] ?? [];
  const step = () => (cellsNow().every(Number.isInteger) ? 1 : TENTH);
  /** @param {number} index @param {number} value */
  const write = (index, value) => state.write(index, Number(value.toFixed(6)));
  /** @param {number} index @param {number} by */
  const add = (index, by) => write(index, Number(cellsNow()[index]) + by);
  return {
    /** @param {Event} event */
    input({ target }) {
      const field = fieldOf(target);
      const value = field && numberFrom(field.value);
      if (field && value !== null) state.write(Number(field.dataset["cell"]), value);
    },
    /** @param {KeyboardEvent} event */
    keydown(event) {
      const field = fieldOf(event.target);
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (event.key === "Enter") field?.blur();
      const next = field && neighbour(field, event);
      if (!field || !(way ?? next)) return;
      event.preventDefault();
      next?.focus();
      if (way) add(Number(field.dataset["cell"]), way * (event.shiftKey ? LARGE : 1) * step());
    },
    /** @param {WheelEvent} event */
    wheel(event) {
      const field = fieldOf(event.target);
      if (!field || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      add(Number(field.dataset["cell"]), (event.deltaY < 0 ? 1 : -1) * step());
    },
    /** @param {PointerEvent} event */
    pointerdown({ target, clientY }) {
      const field = fieldOf(target);
      const index = Number(field?.dataset["cell"]);
      if (field) drags.set(state, { index, y: clientY, value: Number(cellsNow()[index]), isMoved: false });
    },
    /** @param {PointerEvent} event */
    pointermove(event) {
      const drag = drags.get(state);
      if (!drag || !event.buttons) return void drags.delete(state);
      const way = drag.y - event.clientY;
      if (!drag.isMoved && Math.abs(way) < SLACK) return;
      if (!drag.isMoved) {
        drag.isMoved = true;
        /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
        fieldOf(document.activeElement)?.blur();
      }
      write(drag.index, drag.value + Math.round(way / STEP) * step());
    },
    /** All digits while it is edited. @param {Event} event */
    focusin({ target }) {
      const field = fieldOf(target);
      if (!field) return;
      field.value = typed(words, Number(cellsNow()[Number(field.dataset["cell"])]));
      field.select();
    },
    /** @param {Event} event */
    focusout({ target }) {
      const field = fieldOf(target);
      if (field) field.value = cellText(words, Number(cellsNow()[Number(field.dataset["cell"])]));
    },
  };
}
