/** How a number is changed: typed, with the arrow keys, with the wheel, or dragged up and down. */

import { listen } from "../../lib/dom.js";
import { TYPING } from "./row.js";

/** @import { Change } from "../../intents.js" */
/** @import { Place } from "../kernels.js" */

const STEP = 0.01;
const BIG_STEP = 0.1;
/** Of a wheel, in pixels. */
const NOTCH = 100;
/** A press that moves so many pixels up or down is a drag. */
const SLACK = 3;

/** @typedef {HTMLInputElement} Field  `data-at` says which number it is: conv1.weight/37 */

/**
 * @typedef {object} Hand
 * @property {() => void} begin  what is changed from now on is undone by itself
 * @property {(field: Field, value: number) => void} set
 * @property {(field: Field, by: number) => void} add
 * @property {() => void} undo
 * @property {(place: Place) => void} onPlace
 */

/**
 * @param {HTMLElement} root
 * @param {{onChange: (change: Change) => void, onPlace: (place: Place) => void}} outside  `onPlace`: a kernel is chosen
 */
export function createGestures(root, { onChange, onPlace }) {
  const count = { gestures: 0 };
  /** @param {Field} field */
  const place = ({ dataset }) => {
    const [tensor = "", from] = String(dataset["at"]).split("/");
    return { tensor, from: Number(from), gesture: String(count.gestures) };
  };
  /** @type {Hand} */
  const hand = {
    begin: () => void (count.gestures += 1),
    set: (field, value) => onChange({ what: "write", ...place(field), values: [value] }),
    add: (field, by) => onChange({ what: "add", ...place(field), by }),
    undo: () => onChange({ what: "undo" }),
    onPlace,
  };
  const stops = [...typing(root, hand), ...dragging(root, hand),
    listen(root, "keydown", (event) => press(root, hand, event)),
    listen(root, "wheel", (event) => turn(hand, event), { passive: false }),
  ];
  return { destroy: () => stops.forEach((stop) => stop()) };
}

/** @param {Event} event @returns {Field | null} */
function fieldOf({ target }) {
  return target instanceof HTMLInputElement && target.matches("[data-at]") ? target : null;
}

/** @param {Field} field */
const isTyping = (field) => TYPING in field.dataset;

/** Nobody types into the field any more: it says what the weight is. @param {Field} field */
function leave(field) {
  delete field.dataset[TYPING];
  field.value = field.defaultValue;
}

/** What a text says, with a decimal point or comma; null if that is no number. @param {string} words */
export function parseNumber(words) {
  const plain = words.trim().replace("\u2212", "-").replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

/** @param {HTMLElement} root @param {Hand} hand */
function typing(root, { begin, set, onPlace }) {
  return [
    listen(root, "focusin", (event) => {
      const field = fieldOf(event);
      if (!field) return;
      begin();
      field.select();
      const [map, from] = String(field.closest("[data-kernel]")?.getAttribute("data-kernel")).split("/").map(Number);
      if (map !== undefined && from !== undefined) onPlace({ map, from });
    }),
    listen(root, "input", (event) => {
      const field = fieldOf(event);
      if (!field) return;
      if (!isTyping(field)) begin();
      field.dataset[TYPING] = "";
      const value = parseNumber(field.value);
      if (value !== null) set(field, value);
    }),
    listen(root, "focusout", (event) => {
      const field = fieldOf(event);
      if (field) leave(field);
    }),
  ];
}

/** @param {Hand} hand @param {WheelEvent} event */
function turn({ add }, event) {
  const field = fieldOf(event);
  if (!field || field !== document.activeElement || !event.deltaY) return; // elsewhere the wheel scrolls
  event.preventDefault();
  leave(field);
  add(field, -Math.sign(event.deltaY) * STEP * Math.max(1, Math.round(Math.abs(event.deltaY) / NOTCH)));
}

/** Keys that change the number, by their sign. @type {Readonly<Record<string, number>>} */
const CHANGING = { ArrowUp: 1, ArrowDown: -1 };

/** Keys that lead to another field. @type {Readonly<Record<string, (root: HTMLElement, field: Field) => Field | undefined>>} */
const LEADING = {
  ArrowLeft: (root, field) => beside(fieldsIn(root), field, -1),
  ArrowRight: (root, field) => beside(fieldsIn(root), field, 1),
  Enter: (_, field) => beside(fieldsIn(field.parentElement), field, Number(field.parentElement?.dataset["columns"] ?? 0)),
  Home: (_, field) => fieldsIn(field.parentElement)[0],
  End: (_, field) => fieldsIn(field.parentElement).at(-1),
  PageUp: (root, field) => inKernelBeside(root, field, -1),
  PageDown: (root, field) => inKernelBeside(root, field, 1),
};

/** @param {HTMLElement} root @param {Hand} hand @param {KeyboardEvent} event */
function press(root, hand, event) {
  const field = fieldOf(event);
  const isDone = isUndo(event) ? (hand.undo(), true) : field && !event.altKey && !isCaret(event, field) && pressIn(root, hand, field, event);
  if (!isDone) return;
  event.preventDefault();
  event.stopPropagation(); // the drawing behind has keys of its own
}

/** Has the key a meaning? @param {HTMLElement} root @param {Hand} hand @param {Field} field @param {KeyboardEvent} event */
function pressIn(root, { add }, field, { key, shiftKey }) {
  const [sign, lead] = [CHANGING[key], LEADING[key]];
  if (!sign && !lead) return false;
  leave(field);
  if (sign) add(field, sign * (shiftKey ? BIG_STEP : STEP));
  else lead?.(root, field)?.focus();
  return true;
}

/** @param {KeyboardEvent} event */
function isUndo({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  return (ctrlKey || metaKey) && !shiftKey && !altKey && key.toLowerCase() === "z";
}

/** While somebody types, some keys move within the text, or mark it. @param {KeyboardEvent} event @param {Field} field */
function isCaret({ key, ctrlKey, metaKey }, field) {
  return ctrlKey || metaKey || (isTyping(field) && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(key));
}

/** @param {ParentNode | null} place @returns {Field[]} */
function fieldsIn(place) {
  return [...(place?.querySelectorAll(/** @type {"input"} */ ("[data-at]")) ?? [])];
}

/** @template One @param {readonly One[]} all @param {One} one @param {number} by */
function beside(all, one, by) {
  const at = all.indexOf(one) + by;
  return at < 0 ? undefined : all[at];
}

/** The same cell of the next kernel. @param {HTMLElement} root @param {Field} field @param {number} by */
function inKernelBeside(root, field, by) {
  const kernels = [...root.querySelectorAll("[data-kernel]")];
  const kernel = field.closest("[data-kernel]") ?? kernels[0];
  const next = kernel && beside(kernels, kernel, by);
  return next && fieldsIn(next)[Math.max(0, fieldsIn(kernel).indexOf(field))];
}

/**
 * A mouse drags any number; a finger the chosen one, as elsewhere it scrolls. A press alone chooses the whole number, to be typed over.
 * @param {HTMLElement} root @param {Hand} hand
 */
function dragging(root, { begin, set }) {
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
      event.preventDefault(); // no text is marked by a drag
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
      if (!drag || (!drag.moved && Math.abs(up) < SLACK)) return;
      if (!drag.moved) {
        begin();
        leave(drag.field);
        drag.field.classList.add("is-dragged");
      }
      drag.moved = true;
      set(drag.field, drag.value + up * (shiftKey ? BIG_STEP : STEP));
    }),
    listen(root, "pointerup", end),
    listen(root, "pointercancel", end),
  ];
}
