/**
 * Which pixels speak for the answer: the attribution of what is shown, asked for again when that changes. Made when it
 * is first opened.
 */

import { createAttributionClient } from "../api/attribution.js";
import { createNewest } from "../api/newest.js";
import { applied, pictureOf } from "../ink/base.js";
import { encodePng } from "../ink/png.js";
import { padMatrix } from "../ink/erase.js";
import { PAD } from "../ink/stroke.js";
import { computed, signal } from "../../vendor/signals-core.min.js";
import { onChange } from "../lib/signals.js";
import { formatUnit } from "../model/layers.js";
import { inputBox } from "../model/origin.js";
import { OPACITY, formatWhy } from "../model/why-text.js";
import { currentPicture } from "./asking.js";
import { createErasing } from "./erasing.js";

/** @import { Attribution } from "../api/attribution.js" */
/** @import { Box } from "../types.js" */
/** @import { Signals } from "./signals.js" */
/** @import { Why } from "../why-types.js" */
/** @typedef {{signals: Signals, perform: import("../intents.js").OnIntent}} Outside */
/** @typedef {ReturnType<typeof createWhyState>} WhyState */

/** These take one pass or two, and follow the pen; the others wait until it is up. */
const LIVE = new Set(["gradient", "gradient-x-input", "grad-cam"]);

/** @param {Outside} outside */
export function createWhyState({ signals: outer, perform }, client = createAttributionClient()) {
  const signals = {
    /** Why there is none. */
    failure: signal(/** @type {Error | null} */ (null)),
    /** The answer without the ink under the window over the drawing. */
    without: createErasing(outer, client),
  };
  const show = (/** @type {Attribution | null} */ attribution) =>
    perform({ type: "set", name: "attribution", value: attribution });
  /** All but the window and the opacity. */
  const asked = computed(() => formatWhy(outer.why.value && { ...outer.why.value, erase: null, opacity: OPACITY }));
  const newest = createNewest({
    run: (/** @type {number} */ _, ended) =>
      client.attributions(
        encodePng(currentPicture(outer)),
        { model: outer.chosen.value, query: queryOf(outer) },
        ended,
      ),
    onResult(attribution) {
      signals.failure.value = null;
      show(attribution);
    },
    onError(error) {
      show(null);
      signals.failure.value = /** @type {Error} */ (error);
    },
  });
  const ask = () => {
    const why = outer.why.value;
    if (!why || isMissing(outer)) return show(null);
    if (LIVE.has(why.method) || !outer.drawing.value) newest.submit(0);
  };
  onChange([outer.answered, asked, outer.drawing], ask);
  onChange([outer.pinned], () => outer.why.value?.target === "unit" && ask());
  return {
    signals,
    outside: outer,
    ask,
    /** @param {Partial<import("../why-types.js").Why>} change */
    choose(change) {
      const why = outer.why.value;
      if (!why) return;
      const chosen = { ...why, ...change };
      perform({ type: "why", why: chosen.target === chosen.against ? { ...chosen, against: null } : chosen });
    },
    /**
     * Where the input lies on the pad, in shares of it; null: the answer is about an earlier drawing.
     * @returns {Box | null}
     */
    onPad() {
      const newestAnswer = outer.answered.value;
      const drawing = outer.history.value.present;
      const picture = pictureOf(drawing, outer.raster.value);
      if (!newestAnswer || newestAnswer.revision !== outer.revision.value) return null;
      const size = { width: picture.width, height: picture.height };
      const { left, top, width, height } = inputBox(newestAnswer.trace, size);
      const matrix = padMatrix(drawing, picture);
      const [x, y] = applied(matrix, left, top);
      const [right, bottom] = applied(matrix, left + width, top + height);
      return { left: x / PAD, top: y / PAD, width: (right - x) / PAD, height: (bottom - y) / PAD };
    },
  };
}

/** Is there nothing to be explained? @param {Signals} signals */
function isMissing({ answered, why, pinned }) {
  return answered.value?.trace.response.blank !== false || (why.value?.target === "unit" && !pinned.value);
}

/** @param {Signals} signals @returns {Record<string, string | number>} */
function queryOf(signals) {
  const { why, preprocess } = signals;
  const { method } = /** @type {Why} */ (why.value);
  return {
    method,
    preprocess: preprocess.value,
    ...(method === "occlusion" ? { score: "probability" } : {}),
    ...subjectOf(signals),
  };
}

/**
 * The unit; or the digit, and the one that it is compared with.
 * @param {Signals} signals
 * @returns {Record<string, string | number>}
 */
function subjectOf({ why, pinned, answered }) {
  const { target, against } = /** @type {Why} */ (why.value);
  const unit = pinned.value;
  if (target === "unit") return unit ? { unit: formatUnit(unit) } : {};
  const digit = target ?? answered.value?.trace.response.prediction?.digit ?? null;
  return { ...(target === null ? {} : { target }), ...(against === null || against === digit ? {} : { against }) };
}
