/** The attribution of a score to the input pixels, requested when drawing, model or options change. */

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
import { currentPicture } from "./requests.js";
import { createOcclusion } from "./occlusion.js";

/** @import { OnIntent } from "../intents.js" */
/** @import { Box } from "../types.js" */
/** @import { Attribution, Why } from "../why-types.js" */
/** @import { Signals } from "./signals.js" */
/** @typedef {ReturnType<typeof createWhyState>} WhyState */

/** The methods that need one or two passes, and are updated while drawing. The others wait for the stroke's end. */
const LIVE = new Set(["gradient", "gradient-x-input", "grad-cam"]);

/** Create the state of attributions. @param {{signals: Signals, perform: OnIntent}} outside */
export function createWhyState({ signals: outer, perform }) {
  const signals = {
    /** The error of the last request. */
    failure: signal(/** @type {Error | null} */ (null)),
    /** The prediction without the strokes under the eraser window. */
    without: createOcclusion(outer),
  };
  /** @param {Attribution | null} attribution @param {Error | null} [failure] */
  const show = (attribution, failure = null) => {
    signals.failure.value = failure;
    perform({ type: "set", name: "attribution", value: attribution });
  };
  /** The request's query, as text: it does not change with the eraser window and the opacity. */
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
    /** Change options. @param {Partial<Why>} change */
    choose(change) {
      if (!outer.why.value) return;
      const why = { ...outer.why.value, ...change };
      perform({ type: "why", why: why.target === why.against ? { ...why, against: null } : why });
    },
    /** Return the input's box as fractions of the pad; null while the response is outdated. @returns {Box | null} */
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

/** Return the query of the request; null if there is nothing to explain. @param {Signals} signals */
function queryOf(signals) {
  const { answered, preprocess, why } = signals;
  if (!why.value || answered.value?.trace.response.blank !== false) return null;
  const { method } = why.value;
  const subject = subjectOf(signals, why.value);
  const score = method === "occlusion" ? "probability" : null;
  const query = Object.entries({ method, preprocess: preprocess.value, score, ...subject });
  return subject && Object.fromEntries(query.filter(([, value]) => value !== null));
}

/** Return the pinned unit, or the digit and the one it is compared with. @param {Signals} signals @param {Why} why */
function subjectOf({ answered, pinned }, { target, against }) {
  if (target === "unit") return pinned.value && { unit: formatUnit(pinned.value) };
  const digit = target ?? answered.value?.trace.response.prediction?.digit;
  return { target, against: against === digit ? null : against };
}
