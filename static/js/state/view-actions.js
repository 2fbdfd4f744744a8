/** The actions of settings, views, folding, hovering and pinning. Part of the actions, which write state. */

import { sameUnit } from "../model/layers.js";
import { languageNamed } from "../text/languages.js";

/** @import { Signal } from "../../vendor/signals-core.min.js" */
/** @import { OnIntent } from "../intents.js" */
/** @import { Unit } from "../types.js" */
/** @import { Table } from "./actions.js" */
/** @import { Signals } from "./signals.js" */
/** @import { Key, Storage } from "./storage.js" */

/** How long a unit stays explained while the pointer moves to the explanation, in milliseconds. */
const HOVER_DELAY = 500;

/** The settings that are stored for the next visit. @type {ReadonlySet<string>} */
const STORED_SETTINGS = new Set(["digits", "language", "preprocess", "range", "theme"]);

/** Return the rows of settings and views. @param {Signals} signals @param {Storage} storage @param {() => void} ask */
export function viewTable(signals, storage, ask) {
  const { folded, zoom } = signals;
  const sideEffects = sideEffectsOf(signals, ask);
  /** @param {Iterable<string>} layers */
  const fold = (layers) => {
    folded.value = new Set(layers);
    zoom.value = null;
  };
  return /** @satisfies {Partial<Table>} */ ({
    set({ name, value }) {
      /** @type {Signal<unknown>} */ (signals[name]).value = value;
      if (STORED_SETTINGS.has(name)) storage.write(/** @type {Key} */ (name), String(value));
      sideEffects[name]?.();
    },
    resizeStage: ({ width, height }) => { signals.stage.value = { width, height }; },
    toggleFold({ layer }) {
      const others = [...folded.value].filter((name) => name !== layer);
      fold(others.length < folded.value.size ? others : [...others, layer]);
    },
    setFolds: ({ layers }) => fold(layers),
    userScroll: () => { signals.revealing.value = null; },
    viewFailed({ error }) {
      signals.view.value = "2d";
      signals.failure.value = { about: "view", error };
    },
    closeWelcome() {
      signals.welcome.value = false;
      storage.write("welcomed", "yes");
    },
    startTour() {
      signals.view.value = "3d";
      signals.tours.value = signals.tours.value + 1;
    },
  });
}

/**
 * Return what has to follow when a signal is set.
 * @param {Signals} signals @param {() => void} ask
 * @returns {Readonly<Record<string, () => void>>}
 */
function sideEffectsOf({ difference, failure, gradients, held, looks, tours, view, why, zoom }, ask) {
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

/** Return the rows of the parts that are imported on demand. @param {Signals} signals @param {OnIntent} perform */
export function partTable({ lesson, why, looks, errors, walk, lab, view }, perform) {
  return /** @satisfies {Partial<Table>} */ ({
    lesson: ({ name }) => { lesson.value = name === null ? null : { name, step: 1 }; },
    goToStep: ({ step }) => { lesson.value = lesson.value && { ...lesson.value, step }; },
    why(intent) {
      why.value = intent.why;
      if (intent.why) looks.value = false;
    },
    lab({ text }) {
      lab.value = text;
      if (text === null || view.value === "lab") return; // an open lab checks the text itself
      void import("./lab-text.js").then(({ parseLab }) => {
        if (lab.value !== text || parseLab(text)) return;
        perform({ type: "ignoreKeys", keys: ["lab"] });
        lab.value = null;
      }, () => {});
    },
    walk(intent) {
      walk.value = intent.walk;
      errors.value = false;
      perform({ type: "loadSample", index: Number(intent.walk.split("/")[1]) });
    },
  });
}

/** Return the rows of hovering and pinning. @param {Signals} signals @param {() => void} explain  fetches weights */
export function pointTable({ pointed, pinned, visited }, explain) {
  const clock = { timer: 0, reading: false };
  /** @param {Unit | null} unit */
  const point = (unit) => {
    if (!sameUnit(pointed.value, unit)) pointed.value = unit;
    if (!sameUnit(visited.value, unit)) visited.value = null;
  };
  /** Keep the unit that the pointer left for a moment, so that the pointer can reach the explanation. */
  const leave = () => {
    window.clearTimeout(clock.timer);
    if (!clock.reading) clock.timer = window.setTimeout(() => point(null), HOVER_DELAY);
  };
  return /** @satisfies {Partial<Table>} */ ({
    hoverUnit({ unit }) {
      if (!unit) return leave();
      window.clearTimeout(clock.timer);
      explain();
      point(unit);
    },
    hoverExplanation({ reading }) {
      clock.reading = reading;
      window.clearTimeout(clock.timer);
      if (!reading) leave();
    },
    pinUnit({ unit }) {
      window.clearTimeout(clock.timer);
      if (unit) explain();
      pinned.value = unit && !sameUnit(pinned.value, unit) ? unit : null;
      if (!unit) pointed.value = null;
    },
    focusUnit({ unit }) {
      window.clearTimeout(clock.timer);
      explain();
      if (pinned.value) pinned.value = unit;
      else pointed.value = unit;
      visited.value = unit;
    },
  });
}

/**
 * Restore the stored settings; with a link only theme and language.
 * @param {Signals} signals @param {Storage} storage @param {boolean} linked
 */
export function restoreSettings({ digits, theme, language, range, preprocess, welcome }, storage, linked) {
  welcome.value = !linked && storage.read("welcomed") === null;
  const saved = { theme: storage.read("theme"), range: storage.read("range"), preprocess: storage.read("preprocess") };
  if (saved.theme === "light" || saved.theme === "dark") theme.value = saved.theme;
  language.value = languageNamed(storage.read("language"));
  if (linked) return;
  if (saved.range === "layer" || saved.range === "network") range.value = saved.range;
  if (saved.preprocess === "none") preprocess.value = saved.preprocess;
  if (storage.read("digits") === "all") digits.value = "all";
}
