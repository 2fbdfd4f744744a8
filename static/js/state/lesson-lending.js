/** What a lesson changes is lent to it: it is put there with the link's own readers, and given back as it was, to the last bit. */

import { redraw } from "../ink/raster.js";
import { SETTINGS, readLink } from "./url.js";

/** @typedef {import("../lesson-types.js").Settings} Settings */
/** @typedef {import("./atoms.js").Atoms} Atoms */

/** What else a setting changes. @type {Readonly<Record<string, readonly string[]>>} */
const TOGETHER = {
  sample: ["drawing"],
  drawing: ["sample"],
  model: ["unit", "folded", "zoom", "camera"],
  folded: ["zoom"],
  merged: ["zoom"],
};

/** What is written in the link less exactly than it is. @type {Readonly<Record<string, "zoom" | "camera" | "pinned" | "folded">>} */
const EXACT = { zoom: "zoom", camera: "camera", unit: "pinned", folded: "folded" };

/** What is drawn, with the steps that can be undone. */
const PICTURE = /** @type {const} */ (["history", "sampled", "labelled", "greeting", "expected"]);

/** @param {import("./lessons.js").Outside} outside */
export function createLending(outside) {
  const { atoms } = outside;
  /** @type {{picture: Record<string, any> | null, exact: Map<string, any>, stop: () => void}} */
  const held = { picture: null, exact: new Map(), stop: () => {} };
  /** @param {readonly string[]} keys */
  const borrow = (keys) => {
    const before = new Map(atoms.borrowed.get());
    for (const { key, write } of SETTINGS) {
      if (!keys.includes(key) || before.has(key)) continue;
      before.set(key, write(atoms));
      if (key in EXACT) held.exact.set(key, exactOf(atoms, key).get());
    }
    if (keys.includes("drawing")) held.picture ??= Object.fromEntries(PICTURE.map((name) => [name, atoms[name].get()]));
    atoms.borrowed.set(before);
  };
  /** @param {readonly string[]} keys  what is no longer lent, and is as it was already */
  const release = (keys) => {
    for (const key of keys) {
      if (held.exact.has(key)) exactOf(atoms, key).set(held.exact.get(key));
      held.exact.delete(key);
    }
    atoms.borrowed.set(new Map([...atoms.borrowed.get()].filter(([key]) => !keys.includes(key))));
  };
  const giveBackPicture = () => {
    const before = held.picture;
    held.picture = null;
    if (before && PICTURE.some((name) => atoms[name].get() !== before[name])) putBack(outside, before);
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
      const target = new Map([...atoms.borrowed.get()].filter(([key]) => key in wanted || !isPicture(key)));
      for (const [key, text] of Object.entries(wanted)) target.set(key, text);
      put(outside, target, false);
      const finish = () => {
        if (atoms.model.get()?.name !== atoms.chosen.get()) return false;
        held.stop();
        held.stop = () => {};
        put(outside, target, true);
        release([...atoms.borrowed.get().keys()].filter((key) => !keys.includes(key)));
        then();
        return true;
      };
      if (!finish()) held.stop = atoms.model.watch(finish);
    },
  };
}

/** @param {Atoms} atoms @param {string} key */
const exactOf = (atoms, key) => /** @type {import("../lib/atom.js").Atom<any>} */ (atoms[/** @type {"zoom"} */ (EXACT[key])]);

/** @param {string} key */
const isPicture = (key) => key === "sample" || key === "drawing";

/**
 * Puts settings where they differ.
 * @param {import("./lessons.js").Outside} outside @param {ReadonlyMap<string, string | null>} target @param {boolean} waiting  those that wait for the architecture?
 */
function put({ atoms, perform }, target, waiting) {
  const rows = SETTINGS.filter(({ key, waits = false, write }) => waits === waiting && target.has(key) && (key === "zoom" || write(atoms) !== target.get(key)));
  for (const { key, reset } of rows) if (target.get(key) === null && reset) perform(reset);
  const parts = new Map(rows.flatMap(({ key }) => /** @type {[string, string][]} */ (target.get(key) ? [[key, target.get(key)]] : [])));
  readLink(parts, atoms, waiting).intents.forEach(perform);
}

/** @param {import("./lessons.js").Outside} outside @param {Record<string, any>} before */
function putBack({ atoms, ink }, before) {
  for (const name of PICTURE) /** @type {import("../lib/atom.js").Atom<any>} */ (atoms[name]).set(before[name]);
  redraw(atoms.raster.get(), atoms.history.get().present);
  ink.ask();
  ink.expect();
}
