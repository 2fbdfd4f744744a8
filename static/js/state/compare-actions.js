/** Comparing two drawings, A and B: one is on the pad, the other is held, each with its own undo history. */

import { pictureOf } from "../ink/base.js";
import { historyOf } from "../ink/history.js";
import { encodePng } from "../ink/png.js";
import { createRaster, redraw } from "../ink/raster.js";
import { assign } from "../lib/signals.js";

/** @import { Client } from "../api/client.js" */
/** @import { Table } from "./actions.js" */
/** @import { Ink } from "./drawing-actions.js" */
/** @import { Held, Signals } from "./signals.js" */

/**
 * Create the functions that hold a drawing and load its trace.
 * @param {Signals} signals @param {{client: Client, failed: (error: Error) => void}} outside
 */
export function createCompare(signals, { client, failed }) {
  /** Request the trace of the held drawing, if it is missing. */
  const complete = () => {
    const held = signals.held.value;
    if (!held || held.trace) return;
    const { present } = held.history;
    const [model, preprocess] = [signals.chosen.value, signals.preprocess.value];
    const png = encodePng(pictureOf(present, redraw(createRaster(), present)));
    void client.activations(png, { model, preprocess }).then((trace) => {
      const now = signals.held.value;
      const isSame = model === signals.chosen.value && preprocess === signals.preprocess.value;
      if (isSame && now?.history === held.history) signals.held.value = { ...now, trace };
    }, failed);
  };
  return {
    complete,
    /** Hold a drawing. @param {Held | null} held */
    hold(held) {
      signals.held.value = held;
      complete();
    },
    /** Request the held drawing's trace again, as the preprocessing or the model has changed. */
    renew() {
      const held = signals.held.value;
      if (!held) return;
      signals.held.value = { ...held, trace: null };
      complete();
    },
  };
}

/** @typedef {ReturnType<typeof createCompare>} Compare */

/** Return the rows of comparing. @param {Signals} signals @param {Ink} ink @param {Compare} compare */
export function compareTable(signals, ink, compare) {
  const { held, side, difference } = signals;
  return /** @satisfies {Partial<Table>} */ ({
    startCompare() {
      side.value = "b";
      compare.hold({ ...onPad(signals), history: historyOf(ink.present()) });
    },
    loadCompared: ({ drawing }) => compare.hold({ history: historyOf(drawing), trace: null }),
    side: (intent) => { side.value = held.value ? intent.side : "b"; },
    swapCompared(intent) {
      const other = held.value;
      difference.value = false;
      if (!other || intent.side === side.value) return;
      const previous = onPad(signals);
      side.value = intent.side;
      putOnPad(signals, other);
      ink.ask();
      // Its trace is known: it is shown at once, and the response will be the same.
      if (other.trace?.response.model === signals.model.value?.name && other.trace) {
        signals.answered.value = { trace: other.trace, revision: signals.revision.value };
      }
      ink.keep();
      compare.hold(previous);
    },
    endCompare() {
      assign(signals, { difference: false, side: "b", held: null });
    },
  });
}

/** Return the drawing on the pad, with its trace if it has arrived. @param {Signals} signals @returns {Held} */
function onPad({ history, answered, revision }) {
  const newest = answered.value;
  return {
    history: history.value,
    trace: newest?.revision === revision.value ? newest.trace : null,
  };
}

/** Put a held drawing on the pad. @param {Signals} signals @param {Held} held */
function putOnPad(signals, { history }) {
  assign(signals, { history, expected: null, greeting: false, drawing: false });
  redraw(signals.raster.value, history.present);
}
