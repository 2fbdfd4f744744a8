/** Changes of the drawing: each asks the server, is kept for the next visit and can be undone. */

import { isRefused } from "../api/errors.js";
import { baseFrom, pictureFrom, pictureFromInput } from "../ink/base.js";
import { historyOf, push, redo, replace, undo } from "../ink/history.js";
import { begin, extend, redraw } from "../ink/raster.js";
import { parseDrawing, serialiseDrawing } from "../ink/serialise.js";
import { EMPTY, beginStroke, extendStroke, isEmpty, withLastStroke, withStroke } from "../ink/stroke.js";
import { assign } from "../lib/signals.js";

/** @import { Client } from "../api/client.js" */
/** @import { Drawing, Picture, Sample, Samples, Tensor } from "../types.js" */
/** @import { Table } from "./actions.js" */
/** @import { DrawingHistory, Signals } from "./signals.js" */
/** @import { Storage } from "./storage.js" */

/** The digit that waits on the pad at first sight. */
const WELCOME = 8;

/** Every third surprise is a digit that the network misreads. */
const MISREAD = 3;

/** A digit of the test set and its label, as they are stored. */
const SAMPLE = /^(\d{1,4})\/(\d)$/;

/** In pad pixels; MNIST's own strokes are about as wide for a digit that fills the pad. */
const WIDTHS = { pen: 20, eraser: 36 };

/**
 * Changes of the drawing, each of which asks the server.
 * @param {Signals} signals
 * @param {{storage: Storage, client: Client, ask: () => void, failed: (error: Error) => void}} outside
 */
export function createInk(signals, { storage, client, ask, failed }) {
  const untouched = signals.history.value;
  const present = () => signals.history.value.present;
  const keep = () => store(signals, storage);
  /** @param {DrawingHistory} history */
  const show = (history) => {
    if (history === signals.history.value) return;
    assign(signals, { history, expected: null, greeting: false });
    redraw(signals.raster.value, history.present);
    ask();
  };
  /** @param {DrawingHistory} history */
  const change = (history) => {
    show(history);
    keep();
  };
  /** @param {Drawing} drawing */
  const put = (drawing) => {
    if (signals.failure.value?.about === "file") signals.failure.value = null;
    change(push(signals.history.value, drawing));
  };
  /** There is no such sample: the drawing of before is shown. @param {Error} error */
  const missed = (error) => {
    failed(error);
    if (!isRefused(error)) return;
    signals.expected.value = null;
    redraw(signals.raster.value, present());
    ask();
  };
  /** The newest sample that was asked for; again, if it did not come. */
  const expect = () => {
    const index = signals.expected.value;
    if (index === null) return;
    void client.sample(index).then((sample) => signals.expected.value === index && put(sampleDrawing(sample)), missed);
  };
  return {
    ...{ present, keep, ask, change, put, expect, client, failed },
    /** @param {number} index */
    take(index) {
      const known = signals.samples.value?.featured.find((sample) => sample.index === index);
      signals.expected.value = index;
      if (known) put(sampleDrawing(known));
      else expect();
    },
    /** The drawing of the last visit. Undo brings it back from under a linked one. @param {boolean} pictured */
    restore(pictured) {
      const stored = parseDrawing(storage.read("drawing") ?? "");
      if (!stored) return;
      const drawing = { ...stored, ...storedSample(storage) };
      if (!pictured) return show(historyOf(drawing));
      signals.history.value = historyOf(drawing);
      signals.greeting.value = true;
    },
    /** At first sight a digit is there already. @param {Samples} samples */
    welcome(samples) {
      const sample = samples.featured.find(({ label }) => label === WELCOME) ?? samples.featured[0];
      if (!sample || signals.history.value !== untouched || signals.expected.value !== null) return;
      show(historyOf(sampleDrawing(sample)));
      signals.greeting.value = true;
    },
  };
}

/** Keeps the drawing for the next visit, and which sample it is. @param {Signals} signals @param {Storage} storage */
function store({ history: { value: { present } } }, storage) {
  storage.write("drawing", serialiseDrawing(present));
  storage.write("sample", present.sample ? `${present.sample.index}/${present.sample.label}` : "");
}

/** The sample that is the stored drawing, and its label. @param {Storage} storage */
function storedSample(storage) {
  const [, index, label] = SAMPLE.exec(storage.read("sample") ?? "") ?? [];
  return label && { sample: { index: Number(index), label: Number(label) } };
}

/** @typedef {ReturnType<typeof createInk>} Ink */

/** @param {Signals} signals @param {Ink} ink */
export function inkTable(signals, ink) {
  const { history } = signals;
  return /** @satisfies {Partial<Table>} */ ({
    begin({ point: [x, y], tool }) {
      const chosen = signals.tool.value;
      const used = tool ?? (chosen === "move" ? "pen" : chosen);
      const stroke = beginStroke(used, WIDTHS[used], x, y);
      const under = signals.greeting.value && used === "pen" ? EMPTY : ink.present();
      if (under !== ink.present()) redraw(signals.raster.value, under);
      begin(signals.raster.value, stroke, under.strokes.at(-1));
      history.value = push(history.value, withStroke(under, stroke));
      assign(signals, { greeting: false, expected: null, drawing: true });
      ink.ask();
    },
    extend({ points }) {
      const before = ink.present().strokes.at(-1);
      const stroke = before && extendStroke(before, points);
      if (!stroke || stroke === before || !signals.drawing.value) return;
      extend(signals.raster.value, stroke);
      history.value = replace(history.value, withLastStroke(history.value.present, stroke));
      ink.ask();
    },
    end() {
      signals.drawing.value = false;
      ink.keep();
    },
    undo: () => ink.change(undo(history.value)),
    redo: () => ink.change(redo(history.value)),
    clear() {
      if (!isEmpty(ink.present())) ink.put(EMPTY);
      signals.tool.value = "pen";
    },
    sample: ({ index }) => ink.take(index),
    surprise() {
      signals.surprises.value = signals.surprises.value + 1;
      ink.take(surpriseOf(signals.samples.value, signals.surprises.value));
    },
    show: ({ drawing }) => ink.put(drawing),
    open: ({ file }) => void open(signals, ink, file),
  });
}

/** Puts what the server makes of a file on the pad. @param {Signals} signals @param {Ink} ink @param {File} file */
async function open({ chosen, preprocess: { value: preprocess }, failure }, { client, failed, put }, file) {
  try {
    const { layers } = await client.activations(file, { model: chosen.value, preprocess });
    put(drawingOf(pictureFromInput(/** @type {Tensor} */ (layers.get("input")), preprocess)));
  } catch (error) {
    const cause = /** @type {Error} */ (error);
    if (isRefused(error)) failure.value = { about: "file", error: cause, name: file.name };
    else failed(cause);
  }
}

/** @param {Picture} picture @returns {Drawing} */
function drawingOf(picture) {
  return { ...EMPTY, base: baseFrom(picture) };
}

/** @param {Sample} sample @returns {Drawing} */
function sampleDrawing({ index, label, pixels }) {
  return { ...drawingOf(pictureFrom(pixels)), sample: { index, label } };
}

/** Of every three digits one is known to be misread. @param {Samples | null} samples @param {number} count */
function surpriseOf(samples, count) {
  const { misread = [], count: all = 1 } = samples ?? {};
  const pick = (/** @type {number} */ many) => Math.floor(Math.random() * many);
  return count % MISREAD === 0 ? misread[pick(misread.length)] ?? 0 : pick(all);
}
