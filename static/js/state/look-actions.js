/** What can be done to how the picture is looked at: pointing, colours, theme, view. Part of the writer of state. */

import { sameUnit } from "../model/layers.js";
import { languageNamed } from "../text/languages.js";

/** @import { Signal } from "../../vendor/signals-core.min.js" */
/** @import { OnIntent } from "../intents.js" */
/** @import { Unit } from "../types.js" */
/** @import { Table } from "./actions.js" */
/** @import { Signals } from "./signals.js" */
/** @import { Key, Storage } from "./storage.js" */

/** So long the pointer may be on its way from a unit to the explanation, in milliseconds. */
const ON_THE_WAY = 500;

/** What outlives a reload. @type {ReadonlySet<string>} */
const STORED = new Set(["digits", "language", "preprocess", "range", "theme"]);

/** @param {Signals} signals @param {Storage} storage @param {() => void} ask */
export function lookTable(signals, storage, ask) {
  const { folded, zoom } = signals;
  const consequences = consequencesOf(signals, ask);
  /** @param {Iterable<string>} layers */
  const fold = (layers) => {
    folded.value = new Set(layers);
    zoom.value = null;
  };
  return /** @satisfies {Partial<Table>} */ ({
    set({ name, value }) {
      /** @type {Signal<unknown>} */ (signals[name]).value = value;
      if (STORED.has(name)) storage.write(/** @type {Key} */ (name), String(value));
      consequences[name]?.();
    },
    stage: ({ width, height }) => { signals.stage.value = { width, height }; },
    fold({ layer }) {
      const others = [...folded.value].filter((name) => name !== layer);
      fold(others.length < folded.value.size ? others : [...others, layer]);
    },
    folds: ({ layers }) => fold(layers),
    hand: () => { signals.revealing.value = null; },
    unloaded({ error }) {
      signals.view.value = "2d";
      signals.failure.value = { about: "view", error };
    },
    welcomed() {
      signals.welcome.value = false;
      storage.write("welcomed", "yes");
    },
    tour() {
      signals.view.value = "3d";
      signals.tours.value = signals.tours.value + 1;
    },
  });
}

/**
 * What setting one signal does to others.
 * @param {Signals} signals @param {() => void} ask
 * @returns {Readonly<Record<string, () => void>>}
 */
function consequencesOf({ difference, failure, gradients, held, looks, tours, view, why, zoom }, ask) {
  return {
    preprocess: ask,
    difference: () => { difference.value &&= held.value !== null; },
    looks: () => { if (looks.value) why.value = null; },
    merged: () => { zoom.value = null; },
    train: () => { gradients.value = null; },
    view() {
      if (view.value === "2d") tours.value = 0;
      if (failure.value?.about === "view") failure.value = null;
    },
  };
}

/** The parts of the page that are loaded when they are opened. @param {Signals} signals @param {OnIntent} perform */
export function partTable({ lesson, why, looks, errors, walk, lab, view }, perform) {
  return /** @satisfies {Partial<Table>} */ ({
    lesson: ({ name }) => { lesson.value = name === null ? null : { name, step: 1 }; },
    turn: ({ step }) => { lesson.value = lesson.value && { ...lesson.value, step }; },
    why(intent) {
      why.value = intent.why;
      if (intent.why) looks.value = false;
    },
    lab({ text }) {
      lab.value = text;
      if (text === null || view.value === "lab") return; // the lab itself refuses what it can't show
      void import("./lab-text.js").then(({ parseLab }) => {
        if (lab.value !== text || parseLab(text)) return;
        perform({ type: "ignore", keys: ["lab"] });
        lab.value = null;
      }, () => {});
    },
    walk(intent) {
      walk.value = intent.walk;
      errors.value = false;
      perform({ type: "sample", index: Number(intent.walk.split("/")[1]) });
    },
  });
}

/** @param {Signals} signals @param {() => void} explain  */
export function pointTable({ pointed, pinned, visited }, explain) {
  const clock = { timer: 0, reading: false };
  /** @param {Unit | null} unit */
  const point = (unit) => {
    if (!sameUnit(pointed.value, unit)) pointed.value = unit;
    if (!sameUnit(visited.value, unit)) visited.value = null;
  };
  /** What the pointer left stays explained until it reaches the explanation or another unit, or takes too long. */
  const leave = () => {
    window.clearTimeout(clock.timer);
    if (!clock.reading) clock.timer = window.setTimeout(() => point(null), ON_THE_WAY);
  };
  return /** @satisfies {Partial<Table>} */ ({
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
  });
}

/** What was chosen earlier. @param {Signals} signals @param {Storage} storage @param {boolean} linked  */
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
