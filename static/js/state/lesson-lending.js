/** What a lesson changes is lent to it: set with the link's own readers, and given back to the last bit. */

import { redraw } from "../ink/raster.js";
import { assign, onChange } from "../lib/signals.js";
import { SETTINGS, readLink } from "./url.js";

/** @import { Signal } from "../../vendor/signals-core.min.js" */
/** @import { Settings } from "../lesson-types.js" */
/** @import { Outside } from "./lessons.js" */
/** @import { Signals } from "./signals.js" */

/** What else a setting changes. @type {Readonly<Record<string, readonly string[]>>} */
const TOGETHER = {
  sample: ["drawing"],
  drawing: ["sample"],
  model: ["unit", "folded", "zoom", "camera"],
  folded: ["zoom"],
  merged: ["zoom"],
};

/** What a link rounds. @type {Readonly<Record<string, "zoom" | "camera" | "pinned" | "folded">>} */
const EXACT = { zoom: "zoom", camera: "camera", unit: "pinned", folded: "folded" };

/** What is drawn, with the steps that can be undone. */
const PICTURE = /** @type {const} */ (["history", "greeting", "expected"]);

/** @param {Outside} outside */
export function createLending(outside) {
  const { signals } = outside;
  /** @type {{picture: Record<string, any> | null, exact: Map<string, any>, stop: () => void}} */
  const held = { picture: null, exact: new Map(), stop: () => {} };
  /** @param {readonly string[]} keys */
  const borrow = (keys) => {
    const before = new Map(signals.borrowed.value);
    for (const { key, write } of SETTINGS) {
      if (!keys.includes(key) || before.has(key)) continue;
      before.set(key, write(signals));
      if (key in EXACT) held.exact.set(key, exactOf(signals, key).value);
    }
    if (keys.includes("drawing")) {
      held.picture ??= Object.fromEntries(PICTURE.map((name) => [name, signals[name].value]));
    }
    signals.borrowed.value = before;
  };
  /** @param {readonly string[]} keys  what is no longer lent, and is as it was already */
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
    if (before && PICTURE.some((name) => signals[name].value !== before[name])) putBack(outside, before);
  };
  return {
    giveBackPicture,
    /** What stands on the pad is the visitor's own now, and stays. */
    leavePicture() {
      held.picture = null;
      release(["sample", "drawing"]);
    },
    /**
     * Everything that is lent is as it is asked for, or else as it was; what is not named any more is given back.
     * @param {Settings} wanted @param {boolean} [withPicture]  what is drawn is going to be changed, too
     * @param {() => void} [then]  called when all of it can be read
     */
    lend(wanted, withPicture = false, then = () => {}) {
      held.stop();
      const named = [...Object.keys(wanted), ...(withPicture ? ["drawing"] : [])];
      const keys = named.flatMap((key) => [key, ...TOGETHER[key] ?? []]);
      borrow(keys);
      if (!keys.includes("drawing")) giveBackPicture();
      const target = new Map([...signals.borrowed.value].filter(([key]) => key in wanted || !isPicture(key)));
      for (const [key, text] of Object.entries(wanted)) target.set(key, text);
      put(outside, target, false);
      const finish = () => {
        if (signals.model.value?.name !== signals.chosen.value) return false;
        held.stop();
        held.stop = () => {};
        put(outside, target, true);
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
  /** @type {Signal<any>} */ (signals[/** @type {"zoom"} */ (EXACT[key])]);

/** @param {string} key */
const isPicture = (key) => key === "sample" || key === "drawing";

/**
 * Puts settings where they differ.
 * @param {Outside} outside @param {ReadonlyMap<string, string | null>} target
 * @param {boolean} waiting  those that wait for the architecture?
 */
function put({ signals, perform }, target, waiting) {
  const rows = SETTINGS.filter(({ key, waits = false, write }) =>
    waits === waiting && target.has(key) && (key === "zoom" || write(signals) !== target.get(key)));
  for (const { key, reset } of rows) if (target.get(key) === null && reset) perform(reset);
  /** @type {[key: string, text: string | null | undefined][]} */
  const texts = rows.map(({ key }) => [key, target.get(key)]);
  const parts = new Map(texts.flatMap(([key, text]) => (text ? [/** @type {const} */ ([key, text])] : [])));
  readLink(parts, signals, waiting).intents.forEach(perform);
}

/** @param {Outside} outside @param {Record<string, any>} before */
function putBack({ signals, ink }, before) {
  assign(signals, before);
  redraw(signals.raster.value, signals.history.value.present);
  ink.ask();
  ink.expect();
}
