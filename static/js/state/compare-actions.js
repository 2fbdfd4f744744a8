/** Two drawings, A and B: one on the pad, the other held, each with its own steps to undo. */

import { pictureOf } from "../ink/base.js";
import { historyOf } from "../ink/history.js";
import { encodePng } from "../ink/png.js";
import { createRaster, redraw } from "../ink/raster.js";
import { assign } from "../lib/signals.js";

/** @import { Client } from "../api/client.js" */
/** @import { Table } from "./actions.js" */
/** @import { Ink } from "./ink-actions.js" */
/** @import { Held, Signals } from "./signals.js" */

/** @param {Signals} signals @param {{client: Client, failed: (error: Error) => void}} outside */
export function createCompare(signals, { client, failed }) {
  /** The held drawing's maps, if they are not there. */
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
    /** @param {Held | null} held */
    hold(held) {
      signals.held.value = held;
      complete();
    },
    /** Drawings are prepared in another way now, or seen by another model. */
    renew() {
      const held = signals.held.value;
      if (!held) return;
      signals.held.value = { ...held, trace: null };
      complete();
    },
  };
}

/** @typedef {ReturnType<typeof createCompare>} Compare */

/** @param {Signals} signals @param {Ink} ink @param {Compare} compare */
export function compareTable(signals, ink, compare) {
  const { held, side, difference } = signals;
  return /** @satisfies {Partial<Table>} */ ({
    hold() {
      side.value = "b";
      compare.hold({ ...onPad(signals), history: historyOf(ink.present()) });
    },
    beside: ({ drawing }) => compare.hold({ history: historyOf(drawing), trace: null }),
    side: (intent) => { side.value = held.value ? intent.side : "b"; },
    flip(intent) {
      const other = held.value;
      difference.value = false;
      if (!other || intent.side === side.value) return;
      const lifted = onPad(signals);
      side.value = intent.side;
      putDown(signals, other);
      ink.ask();
      // Its maps are known; what the server says to them is the same.
      if (other.trace?.response.model === signals.model.value?.name && other.trace) {
        signals.answered.value = { trace: other.trace, revision: signals.revision.value };
      }
      ink.keep();
      compare.hold(lifted);
    },
    release() {
      assign(signals, { difference: false, side: "b", held: null });
    },
  });
}

/** What is on the pad, with its maps if they are there. @param {Signals} signals @returns {Held} */
function onPad({ history, answered, revision }) {
  const newest = answered.value;
  return {
    history: history.value,
    trace: newest?.revision === revision.value ? newest.trace : null,
  };
}

/** @param {Signals} signals @param {Held} held */
function putDown(signals, { history }) {
  assign(signals, { history, expected: null, greeting: false, drawing: false });
  redraw(signals.raster.value, history.present);
}
