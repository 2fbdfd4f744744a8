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

/** In pad pixels; MNIST's own strokes are about as wide for a digit that fills the pad. */
const WIDTHS = { pen: 20, eraser: 36 };

/**
 * Changes of the drawing, each of which asks the server.
 * @param {Atoms} atoms @param {import("./storage.js").Storage} storage @param {() => void} ask
 */
export function createInk(atoms, storage, ask) {
  const present = () => atoms.history.get().present;
  const keep = () => storage.write("drawing", serialiseDrawing(present()));
  /** @param {import("./atoms.js").DrawingHistory} history @param {number | null} [sampled]  the sample's index, if it is one */
  const show = (history, sampled = null) => {
    if (history === atoms.history.get()) return;
    atoms.history.set(history);
    atoms.sampled.set(sampled);
    atoms.greeting.set(false);
    redraw(atoms.raster.get(), history.present);
    ask();
  };
  return {
    present,
    keep,
    ask,
    /** @param {import("./atoms.js").DrawingHistory} history @param {number | null} [sampled] */
    change(history, sampled) {
      show(history, sampled);
      keep();
    },
    restore() {
      const drawing = parseDrawing(storage.read("drawing") ?? "");
      if (drawing) show(historyOf(drawing));
    },
    /** At first sight a digit is there already. @param {import("../types.js").Samples} samples */
    welcome(samples) {
      const sample = samples.featured.find(({ label }) => label === WELCOME) ?? samples.featured[0];
      if (!sample || atoms.revision.get() > 0) return;
      show(historyOf(drawingOf(pictureFrom(sample.pixels))), sample.index);
      atoms.greeting.set(true);
    },
  };
}

/** @typedef {ReturnType<typeof createInk>} Ink */

/**
 * @param {Atoms} atoms @param {Ink} ink @param {import("../api/client.js").Client} client @param {(error: Error) => void} failed
 * @returns {Pick<Table, "begin" | "extend" | "end" | "tool" | "undo" | "redo" | "clear" | "sample" | "surprise" | "open" | "show">}
 */
export function inkTable(atoms, ink, client, failed) {
  const { history } = atoms;
  /** @param {Drawing} drawing @param {number} [sampled] */
  const put = (drawing, sampled) => {
    if (atoms.failure.get()?.about === "file") atoms.failure.set(null);
    ink.change(push(history.get(), drawing), sampled);
  };
  /** @param {import("../types.js").Sample} sample */
  const putSample = ({ index, pixels }) => put(drawingOf(pictureFrom(pixels)), index);
  /** @param {number} index */
  const fetchSample = (index) => void client.sample(index).then(putSample, failed);
  return {
    begin({ point: [x, y], tool }) {
      const used = tool ?? atoms.tool.get();
      const stroke = beginStroke(used, WIDTHS[used], x, y);
      const under = atoms.greeting.get() && used === "pen" ? EMPTY : ink.present();
      if (under !== ink.present()) redraw(atoms.raster.get(), under);
      begin(atoms.raster.get(), stroke, under.strokes.at(-1));
      history.update((before) => push(before, withStroke(under, stroke)));
      atoms.greeting.set(false);
      atoms.sampled.set(null);
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
      if (!isEmpty(ink.present())) put(EMPTY);
      atoms.tool.set("pen");
    },
    sample: ({ index }) => {
      const known = atoms.samples.get()?.featured.find((sample) => sample.index === index);
      if (known) putSample(known);
      else fetchSample(index);
    },
    surprise: () => fetchSample(Math.floor(Math.random() * (atoms.samples.get()?.count ?? 1))),
    show: ({ drawing }) => put(drawing),
    open: ({ file }) => void pictureFromFile(file).then((picture) => put(drawingOf(picture)),
      (error) => atoms.failure.set({ about: "file", error, name: file.name })),
  };
}

/** @param {Picture} picture @returns {Drawing} */
function drawingOf(picture) {
  return { ...EMPTY, base: baseFrom(picture) };
}
