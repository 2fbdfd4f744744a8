/** The prediction without the strokes under the eraser window, requested again when drawing or window change. */

import { predict } from "../api/attribution.js";
import { createNewest } from "../api/newest.js";
import { erased, padMatrix } from "../ink/erase.js";
import { encodePng } from "../ink/png.js";
import { computed, signal } from "../../vendor/signals-core.min.js";
import { onChange, valuesOf } from "../lib/signals.js";
import { ERASER } from "../model/why-text.js";
import { currentPicture } from "./requests.js";

/** @import { Corner, PredictionResponse } from "../why-types.js" */
/** @import { Signals } from "./signals.js" */

/** Return a signal of the prediction, and the window's corner. @param {Signals} signals */
export function createOcclusion(signals) {
  const { answered, chosen, history, preprocess, why } = signals;
  const without = signal(/** @type {(PredictionResponse & {corner: Corner}) | null} */ (null));
  const newest = createNewest({
    run: (/** @type {Corner} */ [left, top], ended) => {
      const picture = currentPicture(signals);
      const rest = erased(picture, padMatrix(history.value.present, picture), { left, top, side: ERASER });
      return predict({ png: encodePng(rest), model: chosen.value, query: valuesOf({ preprocess }) }, ended);
    },
    onResult: (found, corner) => void (without.value = why.value?.erase ? { ...found, corner } : null),
    onError: () => void (without.value = null), // the request for the whole drawing reports the error
  });
  const ask = () => {
    const corner = why.value?.erase;
    if (corner && answered.value?.trace.response.blank === false) newest.submit(corner);
    else without.value = null;
  };
  onChange([answered, computed(() => why.value?.erase?.join())], ask);
  ask();
  return without;
}
