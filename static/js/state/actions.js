/** Everything that can be done; the only writer of state. One row of `perform`'s table for each intent. */

import { createNewest } from "../api/newest.js";
import { baseFrom, pictureFrom, pictureOf } from "../ink/base.js";
import { pictureFromFile } from "../ink/file.js";
import { historyOf, push, redo, replace, undo } from "../ink/history.js";
import { encodePng } from "../ink/png.js";
import { begin, extend, redraw } from "../ink/raster.js";
import { parseDrawing, serialiseDrawing } from "../ink/serialise.js";
import { EMPTY, beginStroke, extendStroke, isEmpty, withLastStroke, withStroke } from "../ink/stroke.js";
import { sameUnit } from "../model/layers.js";
import { createRetry } from "./retry.js";

/** @typedef {import("../intents.js").Intent} Intent */
/** @typedef {import("../types.js").Drawing} Drawing */
/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {import("./atoms.js").Atoms} Atoms */

/** The digit that waits on the pad at first sight. */
const WELCOME = 8;

/** In pad pixels; MNIST's own strokes are about as wide for a digit that fills the pad. */
const WIDTHS = { pen: 20, eraser: 36 };

/**
 * @template {Intent["type"]} Type
 * @typedef {Extract<Intent, {type: Type}>} IntentOf
 */

/** @typedef {{[Type in Intent["type"]]: (intent: IntentOf<Type>) => void}} Table */

/**
 * @param {Atoms} atoms
 * @param {{client: import("../api/client.js").Client, storage: import("./storage.js").Storage}} outside
 */
export function createActions(atoms, { client, storage }) {
  const asking = createAsking(atoms, client, () => fetchMissing());
  const ink = createInk(atoms, storage, asking.ask);
  const fetchMissing = () => fetchOnce(atoms, client, { failed: asking.failed, welcome: ink.welcome });

  /** @type {Table} */
  const table = {
    ...inkTable(atoms, ink, client, asking.failed),
    ...lookTable(atoms, storage, asking.ask),
    ...pointTable(atoms, () => fetchWeights(atoms, client, asking.failed)),
    retry: () => asking.retry(),
    dismiss: () => atoms.failure.set(null),
  };
  return {
    /** @param {Intent} intent */
    perform: (intent) => table[intent.type](/** @type {never} */ (intent)),
    /** The maps of the newest answer are on the screen. */
    painted: () => atoms.painted.set(atoms.answered.get()),
    /** @param {{systemDark: boolean, still: boolean, narrow: boolean, ratio: number}} surroundings */
    surround({ systemDark, still, narrow, ratio }) {
      atoms.still.set(still);
      atoms.systemDark.set(systemDark);
      atoms.narrow.set(narrow);
      atoms.ratio.set(ratio);
    },
    start() {
      restoreLook(atoms, storage);
      ink.restore();
      fetchMissing();
    },
  };
}

/**
 * What the server is asked: the newest drawing's trace, again after a failure.
 * @param {Atoms} atoms @param {import("../api/client.js").Client} client @param {() => void} fetchMissing
 */
function createAsking(atoms, client, fetchMissing) {
  const newest = createNewest({
    run: (/** @type {number} */ _, signal) => client.activations(encodePng(currentPicture(atoms)), { preprocess: atoms.preprocess.get(), signal }),
    onResult(trace, revision) {
      retrying.reset();
      if (atoms.failure.get()?.about === "server") atoms.failure.set(null);
      atoms.answered.set({ trace, revision });
    },
    onError: (error) => failed(/** @type {Error} */ (error)),
  });
  const again = () => {
    newest.submit(atoms.revision.get());
    fetchMissing();
  };
  const retrying = createRetry(again);
  /** @param {Error} error */
  const failed = (error) => {
    atoms.failure.set({ about: "server", error });
    if (/** @type {{kind?: string}} */ (error).kind !== "refused") retrying.schedule();
  };
  return {
    failed,
    retry: () => retrying.now(),
    /** The drawing, or how it is prepared, has changed. */
    ask() {
      atoms.revision.update((revision) => revision + 1);
      newest.submit(atoms.revision.get());
    },
  };
}

/**
 * Changes of the drawing, each of which asks the server.
 * @param {Atoms} atoms @param {import("./storage.js").Storage} storage @param {() => void} ask
 */
function createInk(atoms, storage, ask) {
  const present = () => atoms.history.get().present;
  const keep = () => storage.write("drawing", serialiseDrawing(present()));
  /** @param {import("./atoms.js").DrawingHistory} history */
  const show = (history) => {
    if (history === atoms.history.get()) return;
    atoms.history.set(history);
    atoms.greeting.set(false);
    redraw(atoms.raster.get(), history.present);
    ask();
  };
  return {
    present,
    keep,
    ask,
    /** @param {import("./atoms.js").DrawingHistory} history */
    change(history) {
      show(history);
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
      show(historyOf(drawingOf(pictureFrom(sample.pixels))));
      atoms.greeting.set(true);
    },
  };
}

/** @typedef {ReturnType<typeof createInk>} Ink */

/**
 * @param {Atoms} atoms @param {Ink} ink @param {import("../api/client.js").Client} client @param {(error: Error) => void} failed
 * @returns {Pick<Table, "begin" | "extend" | "end" | "tool" | "undo" | "redo" | "clear" | "sample" | "surprise" | "open">}
 */
function inkTable(atoms, ink, client, failed) {
  const { history } = atoms;
  /** @param {Drawing} drawing */
  const put = (drawing) => {
    if (atoms.failure.get()?.about === "file") atoms.failure.set(null);
    ink.change(push(history.get(), drawing));
  };
  /** @param {number} index */
  const fetchSample = (index) => void client.sample(index).then(({ pixels }) => put(drawingOf(pictureFrom(pixels))), failed);
  return {
    begin({ point: [x, y], tool }) {
      const used = tool ?? atoms.tool.get();
      const stroke = beginStroke(used, WIDTHS[used], x, y);
      const under = atoms.greeting.get() && used === "pen" ? EMPTY : ink.present();
      if (under !== ink.present()) redraw(atoms.raster.get(), under);
      begin(atoms.raster.get(), stroke, under.strokes.at(-1));
      history.update((before) => push(before, withStroke(under, stroke)));
      atoms.greeting.set(false);
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
      if (known) put(drawingOf(pictureFrom(known.pixels)));
      else fetchSample(index);
    },
    surprise: () => fetchSample(Math.floor(Math.random() * (atoms.samples.get()?.count ?? 1))),
    open: ({ file }) => void pictureFromFile(file).then((picture) => put(drawingOf(picture)),
      (error) => atoms.failure.set({ about: "file", error, name: file.name })),
  };
}

/**
 * @param {Atoms} atoms @param {import("./storage.js").Storage} storage @param {() => void} ask
 * @returns {Pick<Table, "preprocess" | "stage" | "range" | "theme" | "view" | "camera" | "heights" | "unloaded">}
 */
function lookTable(atoms, storage, ask) {
  return {
    preprocess({ preprocess }) {
      atoms.preprocess.set(preprocess);
      storage.write("preprocess", preprocess);
      ask();
    },
    stage: ({ width, height }) => atoms.stage.set({ width, height }),
    range({ range }) {
      atoms.range.set(range);
      storage.write("range", range);
    },
    view: ({ view }) => atoms.view.set(view),
    camera: ({ camera }) => atoms.camera.set(camera),
    heights: ({ heights }) => atoms.heights.set(heights),
    unloaded({ error }) {
      atoms.view.set("2d");
      atoms.failure.set({ about: "view", error });
    },
    theme({ theme }) {
      atoms.theme.set(theme);
      storage.write("theme", theme);
    },
  };
}

/**
 * @param {Atoms} atoms @param {() => void} explain  makes sure that what explanations need is there
 * @returns {Pick<Table, "point" | "pin" | "go">}
 */
function pointTable({ pointed, pinned, visited }, explain) {
  return {
    point({ unit }) {
      if (unit) explain();
      if (!sameUnit(pointed.get(), unit)) pointed.set(unit);
      if (!sameUnit(visited.get(), unit)) visited.set(null);
    },
    pin({ unit }) {
      if (unit) explain();
      pinned.set(unit && !sameUnit(pinned.get(), unit) ? unit : null);
      if (!unit) pointed.set(null);
    },
    go({ unit }) {
      explain();
      if (pinned.get()) pinned.set(unit);
      else pointed.set(unit);
      visited.set(unit);
    },
  };
}

/**
 * What never changes is asked for once, and again if it did not come. The weights wait until somebody points at a number.
 * @param {Atoms} atoms @param {import("../api/client.js").Client} client
 * @param {{failed: (error: Error) => void, welcome: (samples: import("../types.js").Samples) => void}} then
 */
function fetchOnce(atoms, client, { failed, welcome }) {
  const { model, samples, pinned } = atoms;
  if (!model.get()) void client.model().then(model.set, failed);
  if (!samples.get()) {
    void client.samples().then((all) => {
      samples.set(all);
      welcome(all);
    }, failed);
  }
  if (pinned.get()) fetchWeights(atoms, client, failed);
}

/** @param {Atoms} atoms @param {import("../api/client.js").Client} client @param {(error: Error) => void} failed */
function fetchWeights({ weights, fetchingWeights }, client, failed) {
  if (weights.get() || fetchingWeights.get()) return;
  fetchingWeights.set(true);
  void client.weights().then(weights.set, failed).finally(() => fetchingWeights.set(false));
}

/** @param {Atoms} atoms @param {import("./storage.js").Storage} storage */
function restoreLook({ theme, range, preprocess }, storage) {
  const saved = { theme: storage.read("theme"), range: storage.read("range"), preprocess: storage.read("preprocess") };
  if (saved.theme === "light" || saved.theme === "dark") theme.set(saved.theme);
  if (saved.range === "layer" || saved.range === "network") range.set(saved.range);
  if (saved.preprocess === "none") preprocess.set(saved.preprocess);
}

/** @param {Atoms} atoms @returns {Picture} */
function currentPicture({ history, raster }) {
  return pictureOf(history.get().present, raster.get());
}

/** @param {Picture} picture @returns {Drawing} */
function drawingOf(picture) {
  return { ...EMPTY, base: baseFrom(picture) };
}
