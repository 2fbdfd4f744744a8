/** The occlusion window: erases the ink under it, moves with pointer or arrow keys, and shows the new prediction. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { PAD, padSamples } from "../../ink/stroke.js";
import { ARROWS } from "../../lib/dom.js";
import { clamp } from "../../lib/math.js";
import { ERASER, LAST } from "../../model/why-text.js";
import { button } from "../controls.js";
import { percentIn } from "../numbers.js";
import { createPanel, styled } from "../panel.js";

/** @import { View } from "../../intents.js" */
/** @import { Corner, Why } from "../../why-types.js" */
/** @import { Shown } from "../why.js" */

/** Steps of the arrow keys in pad pixels: one pixel of the 28 × 28 digit, and three. */
const [STEP, BIG_STEP] = [10, 30];

const share = (/** @type {number} */ padPixels) => `${(100 * padPixels) / PAD}%`;
const focus = (/** @type {string} */ test) =>
  /** @type {HTMLElement | null} */ (document.querySelector(`[data-testid=${test}]`))?.focus();

/** @param {HTMLElement} surface  of the pad @param {Shown} shown @returns {View<{open: boolean}>} */
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

/** Render the button that toggles the window. @param {Shown} shown @param {Why} why */
export function eraserButton({ state, text }, { erase }) {
  const toggle = () => {
    state.choose({ erase: erase ? null : [LAST / 2, LAST / 2] });
    if (!erase) requestAnimationFrame(() => requestAnimationFrame(() => focus("eraser-window")));
  };
  return button(text("why.erase"),
    { test: "why-erase", class: "button rigid why-erase", pressed: erase !== null, onClick: toggle });
}

/** Render the prediction without the erased ink. @param {Shown} shown */
export function eraserWords(shown) {
  const { corner, prediction } = shown.state.signals.without.value ?? {};
  return html`<p class="caption">${shown.text("why.erase.what")}</p>
    <p role="status" data-testid="why-erased" data-corner=${corner?.join() ?? ""} data-digit=${prediction?.digit ?? ""}
      data-value=${prediction?.probability ?? ""}>${words(shown, "why.erased", shown.text("why.erased.blank"))}</p>`;
}

/** @param {Shown} shown @param {Corner} corner @param {ReturnType<typeof gesturesOf>} gestures */
function template(shown, [left, top], { begin, drag, end, press }) {
  const { text } = shown;
  return html`
    <div class="pad-eraser mark" role="application" tabindex="0" data-testid="eraser-window"
      aria-label=${text("why.erase.window")} aria-roledescription=${text("why.erase.role")}
      ${styled({ left: share(left), top: share(top), width: share(ERASER), height: share(ERASER) })}
      @pointerdown=${begin} @pointermove=${drag} @pointerup=${end} @pointercancel=${end} @keydown=${press}></div>
    <span class="pad-erased small" aria-hidden="true" ${styled({
      ...(left > LAST / 2 ? { right: share(PAD - left - ERASER) } : { left: share(left) }),
      ...(top > LAST / 2 ? { bottom: share(PAD - top + 2) } : { top: share(top + ERASER + 2) }),
    })}>${words(shown, "why.erased.short", "–")}</span>`;
}

/** @param {Shown} shown @param {"why.erased" | "why.erased.short"} key @param {string} blank */
function words({ state, text }, key, blank) {
  const found = state.signals.without.value;
  if (!found) return "";
  const { prediction } = found;
  return prediction ? text(key, { digit: prediction.digit, percent: percentIn(text)(prediction.probability) }) : blank;
}

/** Return the event handlers. @param {HTMLElement} surface @param {Shown} shown */
function gesturesOf(surface, { state }) {
  /** The dragging pointer, and its offset from the window's corner. */
  const held = { pointer: /** @type {number | null} */ (null), x: 0, y: 0 };
  const cornerNow = () => state.outside.why.value?.erase ?? [0, 0];
  const put = (/** @type {number} */ x, /** @type {number} */ y) =>
    state.choose({ erase: [clamp(Math.round(x), 0, LAST), clamp(Math.round(y), 0, LAST)] });
  const leave = () => {
    state.choose({ erase: null });
    focus("why-erase");
  };
  /** Return the pointer's offset from the window's corner. @param {PointerEvent} event @param {Corner} corner */
  const distance = (event, [left, top]) => {
    const [x = 0, y = 0] = padSamples(event, surface.getBoundingClientRect()).slice(-2);
    return { x: x - left, y: y - top };
  };
  return {
    /** @param {PointerEvent & {currentTarget: HTMLElement}} event */
    begin(event) {
      if (held.pointer !== null || (event.pointerType === "mouse" && event.button !== 0)) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      Object.assign(held, { pointer: event.pointerId }, distance(event, cornerNow()));
    },
    /** @param {PointerEvent} event */
    drag(event) {
      if (event.pointerId !== held.pointer) return;
      const { x, y } = distance(event, [held.x, held.y]);
      put(x, y);
    },
    /** @param {PointerEvent} event */
    end({ pointerId }) {
      if (pointerId === held.pointer) held.pointer = null;
    },
    /** @param {KeyboardEvent} event */
    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const [[left, top], move] = [cornerNow(), ARROWS[event.key]];
      const step = event.shiftKey ? BIG_STEP : STEP;
      if (move) put(left + step * move[0], top + step * move[1]);
      else if (event.key === "Escape") leave();
      else return;
      event.preventDefault();
    },
  };
}
