/**
 * A window over the drawing that erases the ink under it: the pointer drags it, the arrow keys move it; beside it
 * stands what is read then.
 */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { PAD, padSamples } from "../../ink/stroke.js";
import { clamp } from "../../lib/math.js";
import { ERASER, LAST } from "../../model/why-text.js";
import { percentIn } from "../numbers.js";
import { createPanel, styled } from "../panel.js";

/** @import { Shown } from "../why.js" */
/** @import { Why } from "../../why-types.js" */

/** In pad pixels: one pixel of a digit, and three. */
const STEP = 10;
const BIG_STEP = 30;

/** @type {Readonly<Record<string, readonly [number, number]>>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const share = (/** @type {number} */ padPixels) => `${(100 * padPixels) / PAD}%`;
const windowIn = (/** @type {ParentNode} */ root) =>
  /** @type {HTMLElement | null} */ (root.querySelector(".pad-eraser"));

/**
 * @param {HTMLElement} surface  of the pad
 * @param {Shown} shown
 * @returns {import("../../intents.js").View<{open: boolean}>}
 */
export function createEraser(surface, shown) {
  const root = document.createElement("div");
  surface.append(root);
  const gestures = gesturesOf(surface, shown);
  const panel = createPanel(root, (/** @type {{open: boolean}} */ { open }) => {
    const corner = open ? shown.state.outside.why.value?.erase : null;
    return corner ? template(shown, corner, gestures) : nothing;
  });
  return {
    render: panel.render,
    destroy() {
      panel.destroy();
      root.remove();
    },
  };
}

/** What puts the window there. @param {Shown} shown @param {Why} why */
export function eraserButton({ state, text }, why) {
  const toggle = () => {
    state.choose({ erase: why.erase ? null : [LAST / 2, LAST / 2] });
    if (!why.erase) requestAnimationFrame(() => requestAnimationFrame(() => windowIn(document)?.focus()));
  };
  return html`<button type="button" class="button rigid why-erase" data-testid="why-erase"
    aria-pressed=${why.erase !== null} @click=${toggle}>${text("why.erase")}</button>`;
}

/** What is read without its ink. @param {Shown} shown */
export function eraserWords({ state, text }) {
  const found = state.signals.without.value;
  return html`<p class="caption">${text("why.erase.what")}</p>
    <p role="status" data-testid="why-erased" data-corner=${found?.corner.join(",") ?? ""}
      data-digit=${found?.prediction?.digit ?? ""}
      data-value=${found?.prediction?.probability ?? ""}>${words({ state, text }, "why.erased")}</p>`;
}

/** @param {Shown} shown @param {readonly [number, number]} corner @param {ReturnType<typeof gesturesOf>} gestures */
function template(shown, [left, top], { begin, drag, end, press }) {
  const isLow = top > LAST / 2;
  return html`
    <div class="pad-eraser mark" role="application" tabindex="0" data-testid="eraser-window"
      aria-label=${shown.text("why.erase.window")}
      aria-roledescription=${shown.text("why.erase.role")}
      ${styled({ left: share(left), top: share(top), width: share(ERASER), height: share(ERASER) })}
      @pointerdown=${begin} @pointermove=${drag} @pointerup=${end} @pointercancel=${end} @keydown=${press}></div>
    <span class="pad-erased small" aria-hidden="true" ${styled({
      ...(left > LAST / 2 ? { right: share(PAD - left - ERASER) } : { left: share(left) }),
      ...(isLow ? { bottom: share(PAD - top + 2) } : { top: share(top + ERASER + 2) }),
    })}>${words(shown, "why.erased.short")}</span>`;
}

/** @param {Shown} shown @param {"why.erased" | "why.erased.short"} key */
function words({ state, text }, key) {
  const found = state.signals.without.value;
  if (!found) return "";
  if (!found.prediction) return key === "why.erased" ? text("why.erased.blank") : "–";
  return text(key, { digit: found.prediction.digit, percent: percentIn(text)(found.prediction.probability) });
}

/** @param {HTMLElement} surface @param {Shown} shown */
function gesturesOf(surface, { state }) {
  /** Where the window was taken hold of, from its corner. */
  const held = { pointer: /** @type {number | null} */ (null), x: 0, y: 0 };
  const cornerNow = () => state.outside.why.value?.erase ?? [0, 0];
  const put = (/** @type {number} */ x, /** @type {number} */ y) =>
    state.choose({ erase: [clamp(Math.round(x), 0, LAST), clamp(Math.round(y), 0, LAST)] });
  /** @param {PointerEvent} event */
  const pointOf = (event) => {
    const [x = 0, y = 0] = padSamples(event, surface.getBoundingClientRect()).slice(-2);
    return [x, y];
  };
  return {
    /** @param {PointerEvent} event */
    begin(event) {
      if (held.pointer !== null || (event.pointerType === "mouse" && event.button !== 0)) return;
      /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
      const [[x = 0, y = 0], [left, top]] = [pointOf(event), cornerNow()];
      Object.assign(held, { pointer: event.pointerId, x: x - left, y: y - top });
    },
    /** @param {PointerEvent} event */
    drag(event) {
      if (event.pointerId !== held.pointer) return;
      const [x = 0, y = 0] = pointOf(event);
      put(x - held.x, y - held.y);
    },
    /** @param {PointerEvent} event */
    end(event) {
      if (event.pointerId === held.pointer) held.pointer = null;
    },
    /** @param {KeyboardEvent} event */
    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const [left, top] = cornerNow();
      const [right, down] = MOVES[event.key] ?? [0, 0];
      const step = event.shiftKey ? BIG_STEP : STEP;
      if (event.key in MOVES) put(left + step * right, top + step * down);
      else if (event.key === "Escape") leave();
      else return;
      event.preventDefault();
    },
  };
  function leave() {
    state.choose({ erase: null });
    /** @type {HTMLElement | null} */ (document.querySelector("[data-testid=why-erase]"))?.focus();
  }
}
