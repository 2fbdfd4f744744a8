/** The settings that a lesson changes: they are set as link parameters, and restored exactly when it ends. */

import { redraw } from "../ink/raster.js";
import { assign, onChange } from "../lib/signals.js";
import { SETTINGS, readLink } from "./url.js";

/** @import { Signal } from "../../vendor/signals-core.min.js" */
/** @import { Settings } from "../lesson-types.js" */
/** @import { Outside } from "./lessons.js" */
/** @import { Signals } from "./signals.js" */

/** The settings that another setting changes as well. @type {Readonly<Record<string, readonly string[]>>} */
const ALSO_CHANGED = {
  sample: ["drawing"],
  drawing: ["sample"],
  model: ["unit", "folded", "zoom", "camera"],
  folded: ["zoom"],
  merged: ["zoom"],
};

/**
 * The signals whose values are restored themselves, as their link parameters are rounded.
 * @type {Readonly<Record<string, "zoom" | "camera" | "pinned" | "folded">>}
 */
const EXACT_SIGNALS = { zoom: "zoom", camera: "camera", unit: "pinned", folded: "folded" };

/** The signals of the drawing, with its undo history. */
const DRAWING_SIGNALS = /** @type {const} */ (["history", "greeting", "expected"]);

/** Create the functions that change and restore settings. @param {Outside} outside */
export function createLessonRestoring(outside) {
  const { signals } = outside;
  /** @type {{picture: Record<string, any> | null, exact: Map<string, any>, stop: () => void}} */
  const held = { picture: null, exact: new Map(), stop: () => {} };
  /** Remember settings before they are changed. @param {readonly string[]} keys */
  const borrow = (keys) => {
    const before = new Map(signals.borrowed.value);
    for (const { key, write } of SETTINGS) {
      if (!keys.includes(key) || before.has(key)) continue;
      before.set(key, write(signals));
      if (key in EXACT_SIGNALS) held.exact.set(key, exactOf(signals, key).value);
    }
    if (keys.includes("drawing")) {
      held.picture ??= Object.fromEntries(DRAWING_SIGNALS.map((name) => [name, signals[name].value]));
    }
    signals.borrowed.value = before;
  };
  /** Forget the remembered values of settings that are restored. @param {readonly string[]} keys */
  const release = (keys) => {
    for (const key of keys) {
      if (held.exact.has(key)) exactOf(signals, key).value = held.exact.get(key);
      held.exact.delete(key);
    }
    signals.borrowed.value = new Map([...signals.borrowed.value].filter(([key]) => !keys.includes(key)));
  };
  const giveBackPicture = () => {
    const before = held.picture;
    held.picture = null;
    if (before && DRAWING_SIGNALS.some((name) => signals[name].value !== before[name])) restoreDrawing(outside, before);
  };
  return {
    giveBackPicture,
    /** Leave the drawing on the pad as it is, as the user has drawn it. */
    leavePicture() {
      held.picture = null;
      release(["sample", "drawing"]);
    },
    /**
     * Set the wanted settings, and restore all others that the lesson had changed.
     * @param {Settings} wanted @param {boolean} [withPicture]  whether the lesson will also change the drawing
     * @param {() => void} [then]  called once the model is loaded and all settings are set
     */
    lend(wanted, withPicture = false, then = () => {}) {
      held.stop();
      const named = [...Object.keys(wanted), ...(withPicture ? ["drawing"] : [])];
      const keys = named.flatMap((key) => [key, ...ALSO_CHANGED[key] ?? []]);
      borrow(keys);
      if (!keys.includes("drawing")) giveBackPicture();
      const target = new Map([...signals.borrowed.value].filter(([key]) => key in wanted || !isDrawing(key)));
      for (const [key, text] of Object.entries(wanted)) target.set(key, text);
      applySettings(outside, target, false);
      const finish = () => {
        if (signals.model.value?.name !== signals.chosen.value) return false;
        held.stop();
        held.stop = () => {};
        applySettings(outside, target, true);
        release([...signals.borrowed.value.keys()].filter((key) => !keys.includes(key)));
        then();
        return true;
      };
      if (!finish()) held.stop = onChange([signals.model], finish);
    },
  };
}

/** @param {Signals} signals @param {string} key */
const exactOf = (signals, key) =>
  /** @type {Signal<any>} */ (signals[/** @type {"zoom"} */ (EXACT_SIGNALS[key])]);

/** @param {string} key */
const isDrawing = (key) => key === "sample" || key === "drawing";

/**
 * Set the settings that differ from the target.
 * @param {Outside} outside @param {ReadonlyMap<string, string | null>} target
 * @param {boolean} waiting  whether to set those that need the architecture, or the others
 */
function applySettings({ signals, perform }, target, waiting) {
  const rows = SETTINGS.filter(({ key, waits = false, write }) =>
    waits === waiting && target.has(key) && (key === "zoom" || write(signals) !== target.get(key)));
  for (const { key, reset } of rows) if (target.get(key) === null && reset) perform(reset);
  /** @type {[key: string, text: string | null | undefined][]} */
  const texts = rows.map(({ key }) => [key, target.get(key)]);
  const parts = new Map(texts.flatMap(([key, text]) => (text ? [/** @type {const} */ ([key, text])] : [])));
  readLink(parts, signals, waiting).intents.forEach(perform);
}

/** Restore the drawing. @param {Outside} outside @param {Record<string, any>} before */
function restoreDrawing({ signals, ink }, before) {
  assign(signals, before);
  redraw(signals.raster.value, signals.history.value.present);
  ink.ask();
  ink.expect();
}
