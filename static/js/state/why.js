/**
 * Which pixels speak for the answer: the attribution of what is shown, asked for again when that changes. Made when it
 * is first opened.
 */

import { attribute } from "../api/attribution.js";
import { createNewest } from "../api/newest.js";
import { applied, pictureOf } from "../ink/base.js";
import { padMatrix } from "../ink/erase.js";
import { encodePng } from "../ink/png.js";
import { PAD } from "../ink/stroke.js";
import { computed, signal } from "../../vendor/signals-core.min.js";
import { onChange } from "../lib/signals.js";
import { formatUnit } from "../model/layers.js";
import { inputBox } from "../model/origin.js";
import { currentPicture } from "./asking.js";
import { createErasing } from "./erasing.js";

/** @import { OnIntent } from "../intents.js" */
/** @import { Box } from "../types.js" */
/** @import { Attribution, Why } from "../why-types.js" */
/** @import { Signals } from "./signals.js" */
/** @typedef {ReturnType<typeof createWhyState>} WhyState */

/** These take one pass or two, and follow the pen; the others wait until it is up. */
const LIVE = new Set(["gradient", "gradient-x-input", "grad-cam"]);

/** @param {{signals: Signals, perform: OnIntent}} outside */
export function createWhyState({ signals: outer, perform }) {
  const signals = {
    /** Why there is none. */
    failure: signal(/** @type {Error | null} */ (null)),
    /** The answer without the ink under the window over the drawing. */
    without: createErasing(outer),
  };
  /** @param {Attribution | null} attribution @param {Error | null} [failure] */
  const show = (attribution, failure = null) => {
    signals.failure.value = failure;
    perform({ type: "set", name: "attribution", value: attribution });
  };
  /** It changes with neither the window nor the opacity. */
  const asked = computed(() => JSON.stringify(queryOf(outer)));
  const newest = createNewest({
    run: (/** @type {number} */ _, ended) => attribute(
      { png: encodePng(currentPicture(outer)), model: outer.chosen.value, query: JSON.parse(asked.value) }, ended),
    onResult: (attribution) => show(attribution),
    onError: (error) => show(null, /** @type {Error} */ (error)),
  });
  const ask = () => {
    const [why, query] = [outer.why.value, queryOf(outer)];
    if (!why || !query) show(null);
    else if (LIVE.has(why.method) || !outer.drawing.value) newest.submit(0);
  };
  onChange([outer.answered, asked, outer.drawing], ask);
  return {
    signals,
    outside: outer,
    ask,
    /** @param {Partial<Why>} change */
    choose(change) {
      if (!outer.why.value) return;
      const why = { ...outer.why.value, ...change };
      perform({ type: "why", why: why.target === why.against ? { ...why, against: null } : why });
    },
    /** The input's place on the pad, in shares of it; null: the answer is about an older one. @returns {Box | null} */
    onPad() {
      const { answered, history: { value: { present } }, raster, revision } = outer;
      if (answered.value?.revision !== revision.value) return null;
      const picture = pictureOf(present, raster.value);
      const { left, top, width, height } = inputBox(answered.value.trace, picture);
      const matrix = padMatrix(present, picture);
      const [x, y] = applied(matrix, left, top);
      const [right, bottom] = applied(matrix, left + width, top + height);
      return { left: x / PAD, top: y / PAD, width: (right - x) / PAD, height: (bottom - y) / PAD };
    },
  };
}

/** The attribution that is wanted; null: there is nothing to be explained. @param {Signals} signals */
function queryOf(signals) {
  const { answered, preprocess, why } = signals;
  if (!why.value || answered.value?.trace.response.blank !== false) return null;
  const { method } = why.value;
  const subject = subjectOf(signals, why.value);
  const score = method === "occlusion" ? "probability" : null;
  const query = Object.entries({ method, preprocess: preprocess.value, score, ...subject });
  return subject && Object.fromEntries(query.filter(([, value]) => value !== null));
}

/** The pinned unit; or a digit, and one that is compared with it. @param {Signals} signals @param {Why} why */
function subjectOf({ answered, pinned }, { target, against }) {
  if (target === "unit") return pinned.value && { unit: formatUnit(pinned.value) };
  const digit = target ?? answered.value?.trace.response.prediction?.digit;
  return { target, against: against === digit ? null : against };
}
