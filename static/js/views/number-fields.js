/** Number fields that can be typed in, stepped with the arrow keys or the wheel, or dragged up and down. */

import { Directive, directive, noChange, nothing } from "../../vendor/lit-html.min.js";
import { listen } from "../lib/dom.js";

/** `deltaY` of one wheel notch, in CSS pixels. */
const NOTCH = 100;
/** Vertical distance in CSS pixels from which a press counts as a drag. */
const DRAG_THRESHOLD = 3;
/** Data attribute of a field while the user is typing in it; meanwhile its text is not replaced. */
const TYPING = "typing";

/**
 * @typedef {HTMLInputElement} Field  `data-at` is the number's key ("conv1.weight/37"), `data-value` the number; fields
 *   in a grid have a parent with `data-columns`, which has an ancestor with `data-kernel`
 */

/**
 * @typedef {object} Editing
 * @property {(field: Field, isLarge: boolean) => number} stepOf  for arrow keys and the wheel; `isLarge`: with Shift
 * @property {number} pixels  drag distance of one step, in CSS pixels
 * @property {(field: Field, value: number) => void} set
 * @property {(field: Field, by: number) => void} add
 * @property {() => void} [begin]  begins a gesture, whose changes are undone together
 * @property {() => void} [undo]
 * @property {(field: Field) => void} [onFocus]
 */

/** Handle number fields. @param {HTMLElement} root @param {Editing} editing @returns {() => void} removes listeners */
export function editNumbers(root, editing) {
  const stops = [...typing(root, editing), ...dragging(root, editing),
    listen(root, "keydown", (event) => press(root, editing, event)),
    listen(root, "wheel", (event) => stepWithWheel(editing, event), { passive: false }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Set the text of a field, unless the user is typing in it. */
class FieldText extends Directive {
  /** @param {string} words */
  render(words) {
    return words ? noChange : nothing;
  }

  /** @param {any} part @param {[string]} words */
  update({ element }, [words]) {
    if (element.defaultValue !== words) element.defaultValue = words;
    if (!(TYPING in element.dataset) && element.value !== words) element.value = words;
    return noChange;
  }
}

/** `<input ${fieldText("0,5")}>` */
export const fieldText = directive(FieldText);

/** @param {Event} event @returns {Field | null} */
function fieldOf({ target }) {
  return target instanceof HTMLInputElement && target.matches("[data-at]") ? target : null;
}

/** @param {Field} field */
const isTyping = (field) => TYPING in field.dataset;

/** End typing and restore the field's number. @param {Field} field */
function endTyping(field) {
  delete field.dataset[TYPING];
  field.removeAttribute("aria-invalid");
  field.value = field.defaultValue;
}

/** Parse the field's text; null outside `data-min` to `data-max`. @param {Field} field @returns {number | null} */
function validNumber({ value, dataset: { min, max } }) {
  const number = parseNumber(value);
  return number === null || number < Number(min ?? -Infinity) || number > Number(max ?? Infinity) ? null : number;
}

/** Parse a number with a decimal point or comma; null if the text is not a number. @param {string} words */
function parseNumber(words) {
  const plain = words.trim().replace("\u2212", "-").replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

/** Listen for typing. @param {HTMLElement} root @param {Editing} editing */
function typing(root, { begin, set, onFocus }) {
  return [
    listen(root, "focusin", (event) => {
      const field = fieldOf(event);
      if (!field) return;
      begin?.();
      field.select();
      onFocus?.(field);
    }),
    listen(root, "input", (event) => {
      const field = fieldOf(event);
      if (!field) return;
      if (!isTyping(field)) begin?.();
      field.dataset[TYPING] = "";
      const value = validNumber(field);
      field.setAttribute("aria-invalid", String(value === null));
      if (value !== null) set(field, value);
    }),
    listen(root, "focusout", (event) => {
      const field = fieldOf(event);
      if (field) endTyping(field);
    }),
  ];
}

/** Step with the wheel. @param {Editing} editing @param {WheelEvent} event */
function stepWithWheel({ add, stepOf }, event) {
  const field = fieldOf(event);
  if (!field || field !== document.activeElement || !event.deltaY) return; // let the wheel scroll
  event.preventDefault();
  endTyping(field);
  add(field, -Math.sign(event.deltaY) * stepOf(field, false) * Math.max(1, Math.round(Math.abs(event.deltaY) / NOTCH)));
}

/** Sign of the step of each key that changes the number. @type {Readonly<Record<string, number>>} */
const STEP_KEYS = { ArrowUp: 1, ArrowDown: -1 };

/** Keys to another field. @type {Readonly<Record<string, (root: HTMLElement, field: Field) => Field | undefined>>} */
const MOVE_KEYS = {
  ArrowLeft: (root, field) => neighbour(fieldsIn(root), field, -1),
  ArrowRight: (root, field) => neighbour(fieldsIn(root), field, 1),
  Enter: (_, field) =>
    neighbour(fieldsIn(field.parentElement), field, Number(field.parentElement?.dataset["columns"] ?? 0)),
  Home: (_, field) => fieldsIn(field.parentElement)[0],
  End: (_, field) => fieldsIn(field.parentElement).at(-1),
  PageUp: (root, field) => inNextKernel(root, field, -1),
  PageDown: (root, field) => inNextKernel(root, field, 1),
};

/** @param {HTMLElement} root @param {Editing} editing @param {KeyboardEvent} event */
function press(root, editing, event) {
  const field = fieldOf(event);
  if (editing.undo && isUndo(event)) editing.undo();
  else if (!field || event.altKey || isCaretKey(event, field) || !pressIn(root, editing, field, event)) return;
  event.preventDefault();
  event.stopPropagation(); // the pad handles keys as well
}

/**
 * Handle a key and return whether it was handled.
 * @param {HTMLElement} root @param {Editing} editing @param {Field} field @param {KeyboardEvent} event
 */
function pressIn(root, { add, stepOf }, field, { key, shiftKey }) {
  const [sign, lead] = [STEP_KEYS[key], MOVE_KEYS[key]];
  if (!sign && !lead) return false;
  endTyping(field);
  if (sign) add(field, sign * stepOf(field, shiftKey));
  else lead?.(root, field)?.focus();
  return true;
}

/** @param {KeyboardEvent} event */
function isUndo({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  return (ctrlKey || metaKey) && !shiftKey && !altKey && key.toLowerCase() === "z";
}

/** Return whether the key moves the caret or selects. @param {KeyboardEvent} event @param {Field} field */
function isCaretKey({ key, ctrlKey, metaKey }, field) {
  return ctrlKey || metaKey || (isTyping(field) && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(key));
}

/** @param {ParentNode | null} place @returns {Field[]} */
function fieldsIn(place) {
  return [...(place?.querySelectorAll(/** @type {"input"} */ ("[data-at]")) ?? [])];
}

/** Return the item at an offset. @template One @param {readonly One[]} all @param {One} one @param {number} by */
function neighbour(all, one, by) {
  const at = all.indexOf(one) + by;
  return at < 0 ? undefined : all[at];
}

/** Return the same cell of another kernel. @param {HTMLElement} root @param {Field} field @param {number} by */
function inNextKernel(root, field, by) {
  const kernels = [...root.querySelectorAll("[data-kernel]")];
  const kernel = field.closest("[data-kernel]") ?? kernels[0];
  const next = kernel && neighbour(kernels, kernel, by);
  return next && fieldsIn(next)[Math.max(0, fieldsIn(kernel).indexOf(field))];
}

/**
 * Change a number by dragging: with a mouse any field, with touch only the focused one, since touch must scroll. A
 * click selects the text.
 * @param {HTMLElement} root @param {Editing} editing
 */
function dragging(root, { begin, set, stepOf, pixels }) {
  /** @type {{drag: {field: Field, value: number, y: number, moved: boolean} | null}} */
  const now = { drag: null };
  const end = () => {
    now.drag?.field.classList.remove("is-dragged");
    now.drag = null;
  };
  return [
    listen(root, "mousedown", (event) => {
      const field = fieldOf(event);
      if (!field || event.button !== 0 || isTyping(field)) return;
      event.preventDefault(); // do not select text while dragging
      field.focus({ preventScroll: true });
      field.select();
    }),
    listen(root, "pointerdown", (event) => {
      const field = fieldOf(event);
      const canDrag = event.pointerType === "mouse" || field === document.activeElement;
      if (!field || event.button !== 0 || !canDrag) return;
      now.drag = { field, value: Number(field.dataset["value"]), y: event.clientY, moved: false };
      field.setPointerCapture(event.pointerId);
    }),
    listen(root, "pointermove", ({ clientY, shiftKey }) => {
      const { drag } = now;
      const up = drag ? Math.round(drag.y - clientY) : 0;
      if (!drag || (!drag.moved && Math.abs(up) < DRAG_THRESHOLD)) return;
      if (!drag.moved) {
        begin?.();
        endTyping(drag.field);
        drag.field.classList.add("is-dragged");
      }
      drag.moved = true;
      set(drag.field, drag.value + Math.round(up / pixels) * stepOf(drag.field, shiftKey));
    }),
    listen(root, "pointerup", end),
    listen(root, "pointercancel", end),
  ];
}
