/** Changes of the drawing. Each is sent to the server, stored for the next visit, and can be undone. */

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

/** The digit that is on the pad at the first visit. */
const WELCOME = 8;

/** Every third random digit is one that the network misreads. */
const MISREAD = 3;

/** The stored form of a sample: index and label. */
const SAMPLE = /^(\d{1,4})\/(\d)$/;

/** The widths of strokes, in pad pixels. The strokes of an MNIST digit that fills the pad are about as wide. */
const WIDTHS = { pen: 20, eraser: 36 };

/**
 * Create the functions that change the drawing and request its trace.
 * @param {Signals} signals
 * @param {{storage: Storage, client: Client, ask: () => void, failed: (error: Error) => void}} outside
 */
export function createDrawing(signals, { storage, client, ask, failed }) {
  const initial = signals.history.value;
  const present = () => signals.history.value.present;
  const keep = () => store(signals, storage);
  /** Show a drawing. @param {DrawingHistory} history */
  const show = (history) => {
    if (history === signals.history.value) return;
    assign(signals, { history, expected: null, greeting: false });
    redraw(signals.raster.value, history.present);
    ask();
  };
  /** Show a drawing and store it. @param {DrawingHistory} history */
  const change = (history) => {
    show(history);
    keep();
  };
  /** Replace the drawing, as one undo step. @param {Drawing} drawing */
  const setDrawing = (drawing) => {
    if (signals.failure.value?.about === "file") signals.failure.value = null;
    change(push(signals.history.value, drawing));
  };
  /** Show the previous drawing again if the sample does not exist. @param {Error} error */
  const sampleFailed = (error) => {
    failed(error);
    if (!isRefused(error)) return;
    signals.expected.value = null;
    redraw(signals.raster.value, present());
    ask();
  };
  /** Fetch the expected sample and put it on the pad, unless another one is expected by then. */
  const expect = () => {
    const index = signals.expected.value;
    if (index === null) return;
    void client.sample(index).then(
      (sample) => signals.expected.value === index && setDrawing(sampleDrawing(sample)),
      sampleFailed,
    );
  };
  return {
    ...{ present, keep, ask, change, setDrawing, expect, client, failed },
    /** Put a sample on the pad. @param {number} index */
    take(index) {
      const featured = signals.samples.value?.featured.find((sample) => sample.index === index);
      signals.expected.value = index;
      if (featured) setDrawing(sampleDrawing(featured));
      else expect();
    },
    /** Restore the last visit's drawing. If the link has a drawing, undo leads back to it. @param {boolean} pictured */
    restore(pictured) {
      const stored = parseDrawing(storage.read("drawing") ?? "");
      if (!stored) return;
      const drawing = { ...stored, ...storedSample(storage) };
      if (!pictured) return show(historyOf(drawing));
      signals.history.value = historyOf(drawing);
      signals.greeting.value = true;
    },
    /** Show the initial digit, unless there is another drawing. @param {Samples} samples */
    welcome(samples) {
      const sample = samples.featured.find(({ label }) => label === WELCOME) ?? samples.featured[0];
      if (!sample || signals.history.value !== initial || signals.expected.value !== null) return;
      show(historyOf(sampleDrawing(sample)));
      signals.greeting.value = true;
    },
  };
}

/** Store the drawing for the next visit, and its sample. @param {Signals} signals @param {Storage} storage */
function store({ history: { value: { present } } }, storage) {
  storage.write("drawing", serialiseDrawing(present));
  storage.write("sample", present.sample ? `${present.sample.index}/${present.sample.label}` : "");
}

/** Return the stored drawing's sample, if it is one. @param {Storage} storage */
function storedSample(storage) {
  const [, index, label] = SAMPLE.exec(storage.read("sample") ?? "") ?? [];
  return label && { sample: { index: Number(index), label: Number(label) } };
}

/** @typedef {ReturnType<typeof createDrawing>} Ink */

/** Return the rows of the drawing's intents. @param {Signals} signals @param {Ink} ink */
export function drawingTable(signals, ink) {
  const { history } = signals;
  return /** @satisfies {Partial<Table>} */ ({
    startStroke({ point: [x, y], tool }) {
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
    extendStroke({ points }) {
      const before = ink.present().strokes.at(-1);
      const stroke = before && extendStroke(before, points);
      if (!stroke || stroke === before || !signals.drawing.value) return;
      extend(signals.raster.value, stroke);
      history.value = replace(history.value, withLastStroke(history.value.present, stroke));
      ink.ask();
    },
    endStroke() {
      signals.drawing.value = false;
      ink.keep();
    },
    undo: () => ink.change(undo(history.value)),
    redo: () => ink.change(redo(history.value)),
    clear() {
      if (!isEmpty(ink.present())) ink.setDrawing(EMPTY);
      signals.tool.value = "pen";
    },
    loadSample: ({ index }) => ink.take(index),
    loadSurprise() {
      signals.surprises.value = signals.surprises.value + 1;
      ink.take(surpriseOf(signals.samples.value, signals.surprises.value));
    },
    loadDrawing: ({ drawing }) => ink.setDrawing(drawing),
    openFile: ({ file }) => void open(signals, ink, file),
  });
}

/** Put a file on the pad, as the server prepared it. @param {Signals} signals @param {Ink} ink @param {File} file */
async function open({ chosen, preprocess: { value: preprocess }, failure }, { client, failed, setDrawing }, file) {
  try {
    const { layers } = await client.activations(file, { model: chosen.value, preprocess });
    setDrawing(drawingOf(pictureFromInput(/** @type {Tensor} */ (layers.get("input")), preprocess)));
  } catch (error) {
    const cause = /** @type {Error} */ (error);
    if (isRefused(error)) failure.value = { about: "file", error: cause, name: file.name };
    else failed(cause);
  }
}

/** Return a drawing of a picture without strokes. @param {Picture} picture @returns {Drawing} */
function drawingOf(picture) {
  return { ...EMPTY, base: baseFrom(picture) };
}

/** Return a sample as a drawing. @param {Sample} sample @returns {Drawing} */
function sampleDrawing({ index, label, pixels }) {
  return { ...drawingOf(pictureFrom(pixels)), sample: { index, label } };
}

/** Return the index of a random digit. @param {Samples | null} samples @param {number} count  of requests so far */
function surpriseOf(samples, count) {
  const { misread = [], count: all = 1 } = samples ?? {};
  const pick = (/** @type {number} */ many) => Math.floor(Math.random() * many);
  return count % MISREAD === 0 ? misread[pick(misread.length)] ?? 0 : pick(all);
}
