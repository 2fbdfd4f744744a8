/** What can be done to the drawing: each change asks the server, is kept for the next visit and can be undone. Part of the writer of state. */

import { baseFrom, pictureFrom } from "../ink/base.js";
import { pictureFromFile } from "../ink/file.js";
import { historyOf, push, redo, replace, undo } from "../ink/history.js";
import { begin, extend, redraw } from "../ink/raster.js";
import { parseDrawing, serialiseDrawing } from "../ink/serialise.js";
import { EMPTY, beginStroke, extendStroke, isEmpty, withLastStroke, withStroke } from "../ink/stroke.js";

/** @typedef {import("../types.js").Drawing} Drawing */
/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {import("./actions.js").Table} Table */
/** @typedef {import("./atoms.js").Atoms} Atoms */

/** The digit that waits on the pad at first sight. */
const WELCOME = 8;

/** Every third surprise is a digit that the network misreads. */
const MISREAD = 3;

/** In pad pixels; MNIST's own strokes are about as wide for a digit that fills the pad. */
const WIDTHS = { pen: 20, eraser: 36 };

/**
 * Changes of the drawing, each of which asks the server.
 * @param {Atoms} atoms
 * @param {{storage: import("./storage.js").Storage, client: import("../api/client.js").Client, ask: () => void, failed: (error: Error) => void}} outside
 */
export function createInk(atoms, { storage, client, ask, failed }) {
  const untouched = atoms.history.get();
  const present = () => atoms.history.get().present;
  const keep = () => storage.write("drawing", serialiseDrawing(present()));
  /** @param {import("./atoms.js").DrawingHistory} history @param {number | null} [sampled]  the sample's index, if it is one */
  const show = (history, sampled = null) => {
    if (history === atoms.history.get()) return;
    atoms.history.set(history);
    atoms.sampled.set(sampled);
    atoms.expected.set(null);
    atoms.greeting.set(false);
    redraw(atoms.raster.get(), history.present);
    ask();
  };
  /** @param {import("./atoms.js").DrawingHistory} history @param {number | null} [sampled] */
  const change = (history, sampled) => {
    show(history, sampled);
    keep();
  };
  /** @param {Drawing} drawing @param {number} [sampled] */
  const put = (drawing, sampled) => {
    if (atoms.failure.get()?.about === "file") atoms.failure.set(null);
    change(push(atoms.history.get(), drawing), sampled);
  };
  /** @param {import("../types.js").Sample} sample */
  const putSample = ({ index, label, pixels }) => {
    atoms.labelled.set({ index, label });
    put(drawingOf(pictureFrom(pixels)), index);
  };
  /** There is no such sample: what was there before it was asked for is shown. @param {Error & {kind?: string}} error */
  const missed = (error) => {
    failed(error);
    if (error.kind !== "refused") return;
    atoms.expected.set(null);
    redraw(atoms.raster.get(), present());
    ask();
  };
  /** The newest sample that was asked for; again, if it did not come. */
  const expect = () => {
    const index = atoms.expected.get();
    if (index === null) return;
    void client.sample(index).then((sample) => atoms.expected.get() === index && putSample(sample), missed);
  };
  return {
    ...{ present, keep, ask, change, put, expect },
    /** @param {number} index */
    take(index) {
      const known = atoms.samples.get()?.featured.find((sample) => sample.index === index);
      atoms.expected.set(index);
      if (known) putSample(known);
      else expect();
    },
    /** The drawing of the last visit. Under a linked one it waits unseen: undo brings it back. @param {boolean} pictured */
    restore(pictured) {
      const drawing = parseDrawing(storage.read("drawing") ?? "");
      if (!drawing) return;
      if (!pictured) return show(historyOf(drawing));
      atoms.history.set(historyOf(drawing));
      atoms.greeting.set(true);
    },
    /** At first sight a digit is there already. @param {import("../types.js").Samples} samples */
    welcome(samples) {
      const sample = samples.featured.find(({ label }) => label === WELCOME) ?? samples.featured[0];
      if (!sample || atoms.history.get() !== untouched || atoms.expected.get() !== null) return;
      show(historyOf(drawingOf(pictureFrom(sample.pixels))), sample.index);
      atoms.greeting.set(true);
    },
  };
}

/** @typedef {ReturnType<typeof createInk>} Ink */

/**
 * @param {Atoms} atoms @param {Ink} ink
 * @returns {Pick<Table, "begin" | "extend" | "end" | "tool" | "undo" | "redo" | "clear" | "sample" | "surprise" | "open" | "show">}
 */
export function inkTable(atoms, ink) {
  const { history } = atoms;
  return {
    begin({ point: [x, y], tool }) {
      const chosen = atoms.tool.get();
      const used = tool ?? (chosen === "move" ? "pen" : chosen);
      const stroke = beginStroke(used, WIDTHS[used], x, y);
      const under = atoms.greeting.get() && used === "pen" ? EMPTY : ink.present();
      if (under !== ink.present()) redraw(atoms.raster.get(), under);
      begin(atoms.raster.get(), stroke, under.strokes.at(-1));
      history.update((before) => push(before, withStroke(under, stroke)));
      atoms.greeting.set(false);
      atoms.sampled.set(null);
      atoms.expected.set(null);
      atoms.drawing.set(true);
      ink.ask();
    },
    extend({ points }) {
      const before = ink.present().strokes.at(-1);
      const stroke = before && extendStroke(before, points);
      if (!stroke || stroke === before || !atoms.drawing.get()) return;
      extend(atoms.raster.get(), stroke);
      history.update((all) => replace(all, withLastStroke(all.present, stroke)));
      ink.ask();
    },
    end() {
      atoms.drawing.set(false);
      ink.keep();
    },
    tool: ({ tool }) => atoms.tool.set(tool),
    undo: () => ink.change(undo(history.get())),
    redo: () => ink.change(redo(history.get())),
    clear() {
      if (!isEmpty(ink.present())) ink.put(EMPTY);
      atoms.tool.set("pen");
    },
    sample: ({ index }) => ink.take(index),
    surprise() {
      atoms.surprises.update((count) => count + 1);
      ink.take(surpriseOf(atoms.samples.get(), atoms.surprises.get()));
    },
    show: ({ drawing }) => ink.put(drawing),
    open: ({ file }) => void pictureFromFile(file).then((picture) => ink.put(drawingOf(picture)),
      (error) => atoms.failure.set({ about: "file", error, name: file.name })),
  };
}

/** @param {Picture} picture @returns {Drawing} */
function drawingOf(picture) {
  return { ...EMPTY, base: baseFrom(picture) };
}

/** Of every three digits one is known to be misread. @param {import("../types.js").Samples | null} samples @param {number} count */
function surpriseOf(samples, count) {
  const { misread = [], count: all = 1 } = samples ?? {};
  const pick = (/** @type {number} */ many) => Math.floor(Math.random() * many);
  return count % MISREAD === 0 ? misread[pick(misread.length)] ?? 0 : pick(all);
}
