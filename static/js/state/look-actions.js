/** What can be done to how the picture is looked at: pointing, colours, theme, view. Part of the writer of state. */

import { sameUnit } from "../model/layers.js";
import { languageNamed } from "../text/languages.js";

/** @import { Unit } from "../types.js" */
/** @import { Table } from "./actions.js" */
/** @import { Signals } from "./signals.js" */

/** So long the pointer may be on its way from a unit to the explanation, in milliseconds. */
const ON_THE_WAY = 500;

/**
 * @param {Signals} signals @param {import("./storage.js").Storage} storage @param {() => void} ask
 * @returns {Pick<Table, "preprocess" | "stage" | "zoom" | "fold" | "folds" | "merge" | "range" | "theme" | "language" | "embed" | "present" | "welcomed" | "tour" | "hide" | "view" | "camera" | "heights" | "unloaded" | "hand">}
 */
export function lookTable(signals, storage, ask) {
  return {
    preprocess({ preprocess }) {
      signals.preprocess.value = preprocess;
      storage.write("preprocess", preprocess);
      ask();
    },
    stage: ({ width, height }) => { signals.stage.value = { width, height }; },
    zoom: ({ zoom }) => { signals.zoom.value = zoom; },
    fold: ({ layer }) => {
      const others = [...signals.folded.value].filter((name) => name !== layer);
      signals.folded.value = new Set(others.length < signals.folded.value.size ? others : [...others, layer]);
      signals.zoom.value = null;
    },
    folds: ({ layers }) => {
      signals.folded.value = new Set(layers);
      signals.zoom.value = null;
    },
    merge: ({ merged }) => {
      signals.merged.value = merged;
      signals.zoom.value = null;
    },
    range({ range }) {
      signals.range.value = range;
      storage.write("range", range);
    },
    view({ view }) {
      signals.view.value = view;
      if (view === "2d") signals.tours.value = 0;
      if (signals.failure.value?.about === "view") signals.failure.value = null;
    },
    hand: () => { signals.revealing.value = false; },
    camera: ({ camera }) => { signals.camera.value = camera; },
    heights: ({ heights }) => { signals.heights.value = heights; },
    unloaded({ error }) {
      signals.view.value = "2d";
      signals.failure.value = { about: "view", error };
    },
    language({ language }) {
      signals.language.value = language;
      storage.write("language", language);
    },
    embed: ({ embed }) => { signals.embed.value = embed; },
    present: ({ present }) => { signals.present.value = present; },
    welcomed() {
      signals.welcome.value = false;
      storage.write("welcomed", "yes");
    },
    tour() {
      signals.view.value = "3d";
      signals.tours.value = signals.tours.value + 1;
    },
    hide: ({ parts }) => { signals.hidden.value = parts; },
    theme({ theme }) {
      signals.theme.value = theme;
      storage.write("theme", theme);
    },
  };
}

/**
 * The parts of the page that are loaded when they are opened.
 * @param {Signals} signals @param {import("../intents.js").OnIntent} perform @returns {Pick<Table, "train" | "paint" | "lesson" | "turn" | "why" | "looks" | "gallery" | "errors" | "against" | "walk" | "lab">}
 */
export function partTable({ train, gradients, lesson, why, looks, gallery, errors, against, walk, lab, view }, perform) {
  return {
    lesson: ({ name }) => { lesson.value = name === null ? null : { name, step: 1 }; },
    turn: ({ step }) => { lesson.value = lesson.value && { ...lesson.value, step }; },
    train(intent) {
      train.value = intent.train;
      gradients.value = null;
    },
    paint: (intent) => { gradients.value = intent.gradients; },
    why(intent) {
      why.value = intent.why;
      if (intent.why) looks.value = false;
    },
    looks(intent) {
      looks.value = intent.looks;
      if (intent.looks) why.value = null;
    },
    gallery: ({ layer }) => { gallery.value = layer; },
    lab({ text }) {
      lab.value = text;
      if (text === null || view.value === "lab") return; // the lab itself refuses what it can't show
      void import("./lab-text.js").then(({ parseLab }) => {
        if (lab.value !== text || parseLab(text)) return;
        perform({ type: "ignore", keys: ["lab"] });
        lab.value = null;
      }, () => {});
    },
    errors: ({ open }) => { errors.value = open; },
    against: ({ model }) => { against.value = model; },
    walk({ indices, at }) {
      walk.value = { indices, at };
      errors.value = false;
      perform({ type: "sample", index: Number(indices[at]) });
    },
  };
}

/**
 * @param {Signals} signals @param {() => void} explain  makes sure that what explanations need is there
 * @returns {Pick<Table, "point" | "read" | "pin" | "go">}
 */
export function pointTable({ pointed, pinned, visited, revealing }, explain) {
  const clock = { timer: 0, reading: false };
  /** @param {Unit | null} unit */
  const point = (unit) => {
    if (!sameUnit(pointed.value, unit)) pointed.value = unit;
    if (!sameUnit(visited.value, unit)) visited.value = null;
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
      revealing.value = true;
      pinned.value = unit && !sameUnit(pinned.value, unit) ? unit : null;
      if (!unit) pointed.value = null;
    },
    go({ unit }) {
      window.clearTimeout(clock.timer);
      explain();
      if (pinned.value) pinned.value = unit;
      else pointed.value = unit;
      visited.value = unit;
    },
  };
}

/**
 * What was chosen on an earlier visit.
 * @param {Signals} signals @param {import("./storage.js").Storage} storage @param {boolean} linked  a link shows the same to everybody
 */
export function restoreLook({ digits, theme, language, range, preprocess, welcome }, storage, linked) {
  welcome.value = !linked && storage.read("welcomed") === null;
  const saved = { theme: storage.read("theme"), range: storage.read("range"), preprocess: storage.read("preprocess") };
  if (saved.theme === "light" || saved.theme === "dark") theme.value = saved.theme;
  language.value = languageNamed(storage.read("language"));
  if (linked) return;
  if (saved.range === "layer" || saved.range === "network") range.value = saved.range;
  if (saved.preprocess === "none") preprocess.value = saved.preprocess;
  if (storage.read("digits") === "all") digits.value = "all";
}

/** @typedef {{systemDark: boolean, systemLanguage: import("../types.js").Language, still: boolean, narrow: boolean, ratio: number, letters: number, touch: boolean, pageHeight: number}} Surroundings */

/** @param {Signals} signals @param {Surroundings} surroundings  what the browser and its window are like */
export function surround(signals, { systemDark, systemLanguage, still, narrow, ratio, letters, touch, pageHeight }) {
  signals.still.value = still;
  signals.systemDark.value = systemDark;
  signals.systemLanguage.value = systemLanguage;
  signals.narrow.value = narrow;
  signals.ratio.value = ratio;
  signals.letters.value = letters;
  signals.touch.value = touch;
  signals.pageHeight.value = pageHeight;
}
