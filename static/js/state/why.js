/** Which pixels speak for the answer: the attribution of what is shown, asked for again when that changes. Made when it is first opened. */

import { createAttributionClient } from "../api/attribution.js";
import { createNewest } from "../api/newest.js";
import { applied, pictureOf } from "../ink/base.js";
import { encodePng } from "../ink/png.js";
import { PAD } from "../ink/stroke.js";
import { atom, watchAll } from "../lib/atom.js";
import { formatUnit } from "../model/layers.js";
import { inputBox } from "../model/origin.js";
import { currentPicture } from "./asking.js";

/** @typedef {import("../api/attribution.js").Attribution} Attribution */
/** @typedef {import("../types.js").Box} Box */
/** @typedef {import("./atoms.js").Atoms} Atoms */
/** @typedef {import("../why-types.js").Why} Why */
/** @typedef {{atoms: Atoms, perform: import("../intents.js").OnIntent}} Outside */
/** @typedef {ReturnType<typeof createWhyState>} WhyState */

/** These take one pass or two, and follow the pen; the others wait until it is up. */
const LIVE = new Set(["gradient", "gradient-x-input", "grad-cam"]);

/** @param {Outside} outside */
export function createWhyState({ atoms: outer, perform }, client = createAttributionClient()) {
  const atoms = {
    attribution: atom(/** @type {Attribution | null} */ (null)),
    /** Why there is none. */
    failure: atom(/** @type {Error | null} */ (null)),
    /** How strongly it covers the pad, 0 to 1. */
    opacity: atom(0.7),
    /** The place of the window under the pointer, while occlusion is shown: its index among all. */
    place: atom(/** @type {number | null} */ (null)),
  };
  const newest = createNewest({
    run: (/** @type {number} */ _, signal) => client.attributions(encodePng(currentPicture(outer)), { model: outer.chosen.get(), query: queryOf(outer) }, signal),
    onResult(attribution) {
      atoms.failure.set(null);
      atoms.attribution.set(attribution);
    },
    onError(error) {
      atoms.attribution.set(null);
      atoms.failure.set(/** @type {Error} */ (error));
    },
  });
  const ask = () => {
    const why = outer.why.get();
    atoms.place.set(null);
    if (!why || isMissing(outer)) return atoms.attribution.set(null);
    if (LIVE.has(why.method) || !outer.drawing.get()) newest.submit(0);
  };
  for (const one of [outer.answered, outer.why, outer.drawing]) one.watch(ask);
  outer.pinned.watch(() => outer.why.get()?.target === "unit" && ask());
  return {
    atoms,
    outside: outer,
    ask,
    /** @param {Partial<import("../why-types.js").Why>} change */
    choose(change) {
      const why = outer.why.get();
      if (!why) return;
      const chosen = { ...why, ...change };
      perform({ type: "why", why: chosen.target === chosen.against ? { ...chosen, against: null } : chosen });
    },
    /** Where the input lies on the pad, in shares of it; null: the answer is about an earlier drawing. @returns {Box | null} */
    onPad() {
      const newestAnswer = outer.answered.get();
      const drawing = outer.history.get().present;
      const picture = pictureOf(drawing, outer.raster.get());
      if (!newestAnswer || newestAnswer.revision !== outer.revision.get()) return null;
      const size = { width: picture.width, height: picture.height };
      const { left, top, width, height } = inputBox(newestAnswer.trace, size);
      const scale = PAD / size.width;
      const matrix = drawing.base && picture === drawing.base ? drawing.base.matrix : /** @type {const} */ ([scale, 0, 0, scale, 0, 0]);
      const [x, y] = applied(matrix, left, top);
      const [right, bottom] = applied(matrix, left + width, top + height);
      return { left: x / PAD, top: y / PAD, width: (right - x) / PAD, height: (bottom - y) / PAD };
    },
    /** @param {() => void} watcher @returns {() => void} what stops it */
    watch(watcher) {
      const all = [...Object.values(atoms), outer.why, outer.answered, outer.pinned, outer.model, outer.weights, outer.theme, outer.systemDark, outer.revision];
      return watchAll(all, watcher);
    },
  };
}

/** Is there nothing to be explained? @param {Atoms} atoms */
function isMissing({ answered, why, pinned }) {
  return answered.get()?.trace.response.blank !== false || (why.get()?.target === "unit" && !pinned.get());
}

/** @param {Atoms} atoms @returns {Record<string, string | number>} */
function queryOf(atoms) {
  const { why, preprocess } = atoms;
  const { method } = /** @type {Why} */ (why.get());
  return { method, preprocess: preprocess.get(), ...(method === "occlusion" ? { score: "probability" } : {}), ...subjectOf(atoms) };
}

/** The unit; or the digit, and the one that it is compared with. @param {Atoms} atoms @returns {Record<string, string | number>} */
function subjectOf({ why, pinned, answered }) {
  const { target, against } = /** @type {Why} */ (why.get());
  const unit = pinned.get();
  if (target === "unit") return unit ? { unit: formatUnit(unit) } : {};
  const digit = target ?? answered.get()?.trace.response.prediction?.digit ?? null;
  return { ...(target === null ? {} : { target }), ...(against === null || against === digit ? {} : { against }) };
}
