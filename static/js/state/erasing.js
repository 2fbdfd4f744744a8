/** What the network reads without the ink under a window over the drawing, asked for again when either changes. */

import { createNewest } from "../api/newest.js";
import { encodePng } from "../ink/png.js";
import { erased, padMatrix } from "../ink/erase.js";
import { computed, signal } from "../../vendor/signals-core.min.js";
import { onChange } from "../lib/signals.js";
import { ERASER } from "../model/why-text.js";
import { currentPicture } from "./asking.js";

/** @import { Signals } from "./signals.js" */
/** @import { Verdict } from "../why-types.js" */

/**
 * @param {Signals} signals
 * @param {ReturnType<typeof import("../api/attribution.js").createAttributionClient>} client
 */
export function createErasing({ answered, chosen, history, preprocess, raster, why }, client) {
  const without = signal(/** @type {Verdict | null} */ (null));
  const newest = createNewest({
    run: (/** @type {readonly [number, number]} */ corner, ended) => {
      const picture = currentPicture(/** @type {Signals} */ ({ history, raster }));
      const rest = erased(picture, padMatrix(history.value.present, picture), {
        left: corner[0],
        top: corner[1],
        side: ERASER,
      });
      return client.prediction(
        encodePng(rest),
        { model: chosen.value, query: { preprocess: preprocess.value } },
        ended,
      );
    },
    onResult(found, corner) {
      without.value = why.value?.erase ? { ...found, corner } : null;
    },
    onError: () => void (without.value = null), // the request for the whole drawing says what is wrong
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
