/** What can be done to how the picture is looked at: pointing, colours, theme, view. Part of the writer of state. */

import { sameUnit } from "../model/layers.js";
import { languageNamed } from "../text/languages.js";

/** @typedef {import("./actions.js").Table} Table */
/** @typedef {import("./atoms.js").Atoms} Atoms */
/** @typedef {import("../types.js").Unit} Unit */

/** So long the pointer may be on its way from a unit to the explanation, in milliseconds. */
const ON_THE_WAY = 500;

/**
 * @param {Atoms} atoms @param {import("./storage.js").Storage} storage @param {() => void} ask
 * @returns {Pick<Table, "preprocess" | "stage" | "zoom" | "fold" | "folds" | "merge" | "range" | "theme" | "language" | "embed" | "present" | "welcomed" | "tour" | "hide" | "view" | "camera" | "heights" | "unloaded">}
 */
export function lookTable(atoms, storage, ask) {
  return {
    preprocess({ preprocess }) {
      atoms.preprocess.set(preprocess);
      storage.write("preprocess", preprocess);
      ask();
    },
    stage: ({ width, height }) => atoms.stage.set({ width, height }),
    zoom: ({ zoom }) => atoms.zoom.set(zoom),
    fold: ({ layer }) => {
      const others = [...atoms.folded.get()].filter((name) => name !== layer);
      atoms.folded.set(new Set(others.length < atoms.folded.get().size ? others : [...others, layer]));
      atoms.zoom.set(null);
    },
    folds: ({ layers }) => {
      atoms.folded.set(new Set(layers));
      atoms.zoom.set(null);
    },
    merge: ({ merged }) => {
      atoms.merged.set(merged);
      atoms.zoom.set(null);
    },
    range({ range }) {
      atoms.range.set(range);
      storage.write("range", range);
    },
    view({ view }) {
      atoms.view.set(view);
      if (view === "2d") atoms.tours.set(0);
    },
    camera: ({ camera }) => atoms.camera.set(camera),
    heights: ({ heights }) => atoms.heights.set(heights),
    unloaded({ error }) {
      atoms.view.set("2d");
      atoms.failure.set({ about: "view", error });
    },
    language({ language }) {
      atoms.language.set(language);
      storage.write("language", language);
    },
    embed: ({ embed }) => atoms.embed.set(embed),
    present: ({ present }) => atoms.present.set(present),
    welcomed() {
      atoms.welcome.set(false);
      storage.write("welcomed", "yes");
    },
    tour() {
      atoms.view.set("3d");
      atoms.tours.update((tours) => tours + 1);
    },
    hide: ({ parts }) => atoms.hidden.set(parts),
    theme({ theme }) {
      atoms.theme.set(theme);
      storage.write("theme", theme);
    },
  };
}

/**
 * The parts of the page that are loaded when they are opened.
 * @param {Atoms} atoms @param {import("../intents.js").OnIntent} perform @returns {Pick<Table, "train" | "paint" | "lesson" | "turn" | "why" | "errors" | "walk" | "lab">}
 */
export function partTable({ train, gradients, lesson, why, errors, walk, lab, view }, perform) {
  return {
    lesson: ({ name }) => lesson.set(name === null ? null : { name, step: 1 }),
    turn: ({ step }) => lesson.update((open) => open && { ...open, step }),
    train(intent) {
      train.set(intent.train);
      gradients.set(null);
    },
    paint: (intent) => gradients.set(intent.gradients),
    why: (intent) => why.set(intent.why),
    lab({ text }) {
      lab.set(text);
      if (text === null || view.get() === "lab") return; // the lab itself refuses what it can't show
      void import("./lab-text.js").then(({ parseLab }) => {
        if (lab.get() !== text || parseLab(text)) return;
        perform({ type: "ignore", keys: ["lab"] });
        lab.set(null);
      }, () => {});
    },
    errors: ({ open }) => errors.set(open),
    walk({ indices, at }) {
      walk.set({ indices, at });
      errors.set(false);
      perform({ type: "sample", index: Number(indices[at]) });
    },
  };
}

/**
 * @param {Atoms} atoms @param {() => void} explain  makes sure that what explanations need is there
 * @returns {Pick<Table, "point" | "read" | "pin" | "go">}
 */
export function pointTable({ pointed, pinned, visited }, explain) {
  const clock = { timer: 0, reading: false };
  /** @param {Unit | null} unit */
  const point = (unit) => {
    if (!sameUnit(pointed.get(), unit)) pointed.set(unit);
    if (!sameUnit(visited.get(), unit)) visited.set(null);
  };
  /** What the pointer has left stays explained until it comes to the explanation or to another unit, or takes too long. */
  const leave = () => {
    window.clearTimeout(clock.timer);
    if (!clock.reading) clock.timer = window.setTimeout(() => point(null), ON_THE_WAY);
  };
  return {
    point({ unit }) {
      if (!unit) return leave();
      window.clearTimeout(clock.timer);
      explain();
      point(unit);
    },
    read({ reading }) {
      clock.reading = reading;
      window.clearTimeout(clock.timer);
      if (!reading) leave();
    },
    pin({ unit }) {
      window.clearTimeout(clock.timer);
      if (unit) explain();
      pinned.set(unit && !sameUnit(pinned.get(), unit) ? unit : null);
      if (!unit) pointed.set(null);
    },
    go({ unit }) {
      window.clearTimeout(clock.timer);
      explain();
      if (pinned.get()) pinned.set(unit);
      else pointed.set(unit);
      visited.set(unit);
    },
  };
}

/**
 * What was chosen on an earlier visit.
 * @param {Atoms} atoms @param {import("./storage.js").Storage} storage @param {boolean} linked  a link shows the same to everybody
 */
export function restoreLook({ digits, theme, language, range, preprocess, welcome }, storage, linked) {
  welcome.set(!linked && storage.read("welcomed") === null);
  const saved = { theme: storage.read("theme"), range: storage.read("range"), preprocess: storage.read("preprocess") };
  if (saved.theme === "light" || saved.theme === "dark") theme.set(saved.theme);
  language.set(languageNamed(storage.read("language")));
  if (linked) return;
  if (saved.range === "layer" || saved.range === "network") range.set(saved.range);
  if (saved.preprocess === "none") preprocess.set(saved.preprocess);
  if (storage.read("digits") === "all") digits.set("all");
}

/** @typedef {{systemDark: boolean, systemLanguage: import("../types.js").Language, still: boolean, narrow: boolean, ratio: number, letters: number, touch: boolean}} Surroundings */

/** @param {Atoms} atoms @param {Surroundings} surroundings  what the browser and its window are like */
export function surround(atoms, { systemDark, systemLanguage, still, narrow, ratio, letters, touch }) {
  atoms.still.set(still);
  atoms.systemDark.set(systemDark);
  atoms.systemLanguage.set(systemLanguage);
  atoms.narrow.set(narrow);
  atoms.ratio.set(ratio);
  atoms.letters.set(letters);
  atoms.touch.set(touch);
}
