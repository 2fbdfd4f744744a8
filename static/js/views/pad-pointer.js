/**
 * Drawing with pointers. One pointer draws at a time; a second touch is ignored. Where the browser dispatches
 * `pointerrawupdate` (secure contexts only), the request is sent before the frame that paints the stroke; the
 * `pointermove` of that frame is then ignored.
 */

import { padSamples } from "../ink/stroke.js";

/** @import { OnIntent } from "../intents.js" */

/** `buttons` value of a pen's eraser (Pointer Events, 5.1.1.1). */
const ERASER_BUTTON = 32;

/** @param {OnIntent} onIntent */
export function createPointerPen(onIntent) {
  /** @type {{pointer: number | null, type: string, told: boolean}} */
  const drawing = { pointer: null, type: "", told: false };
  const finish = () => {
    drawing.pointer = null;
    onIntent({ type: "endStroke" });
  };
  /**
   * Return whether a pointer may start a stroke. A pen cancels the stroke of a touch (the palm); a new primary pointer
   * means that the `pointerup` of the last one was lost.
   * @param {PointerEvent} event
   */
  const takesOver = ({ pointerType, isPrimary }) => {
    if (drawing.pointer === null) return true;
    const isPalm = pointerType === "pen" && drawing.type === "touch";
    if (!isPalm && !(isPrimary && pointerType === drawing.type)) return false;
    finish();
    if (isPalm) onIntent({ type: "undo" });
    return true;
  };
  /** @param {PointerEvent} event */
  const samplesOf = (event) => padSamples(event, /** @type {HTMLElement} */ (event.target).getBoundingClientRect());
  /** @param {PointerEvent} event */
  const extend = (event) => {
    if (event.pointerId !== drawing.pointer) return;
    if (event.buttons === 0) return finish(); // its `pointerup` was lost
    onIntent({ type: "extendStroke", points: samplesOf(event) });
  };
  return {
    /** @param {PointerEvent} event */
    begin(event) {
      if ((event.pointerType === "mouse" && event.button !== 0) || !takesOver(event)) return;
      Object.assign(drawing, { pointer: event.pointerId, type: event.pointerType });
      /** @type {HTMLElement} */ (event.target).setPointerCapture(event.pointerId);
      const [x = 0, y = 0] = samplesOf(event).slice(-2);
      onIntent({ type: "startStroke", point: [x, y], tool: event.buttons & ERASER_BUTTON ? "eraser" : null });
    },
    /** @param {PointerEvent} event */
    extendAtOnce(event) {
      drawing.told = true;
      extend(event);
    },
    /** @param {PointerEvent} event */
    extendAtFrame(event) {
      if (!drawing.told) extend(event);
      drawing.told = false;
    },
    /** @param {PointerEvent} event */
    end: (event) => void (event.pointerId === drawing.pointer && finish()),
  };
}
