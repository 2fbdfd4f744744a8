/** The attribution over the drawing, where the input's pixels came from. */

import { rangeOf } from "../../lib/colour.js";
import { paintPixels } from "../pixels.js";

/** @param {HTMLElement} surface  of the pad */
export function createPadOverlay(surface) {
  const canvas = document.createElement("canvas");
  canvas.className = "pad-why";
  canvas.hidden = true;
  canvas.ariaHidden = "true";
  surface.append(canvas);
  return {
    /** @param {import("../../why-types.js").WhyState} state @param {Uint32Array} table */
    show(state, table) {
      const [found, place] = [state.signals.attribution.value, state.onPad()];
      canvas.hidden = !found || !place;
      if (!found || !place) return;
      paintMap(canvas, found.map, table);
      const share = (/** @type {number} */ part) => `${100 * part}%`;
      Object.assign(canvas.style, { left: share(place.left), top: share(place.top), width: share(place.width), height: share(place.height), opacity: state.signals.opacity.value });
    },
    hide: () => void (canvas.hidden = true),
    destroy: () => canvas.remove(),
  };
}

/** @param {HTMLCanvasElement} canvas @param {import("../../types.js").Tensor} map @param {Uint32Array} table */
export function paintMap(canvas, { data, shape }, table) {
  paintPixels(canvas, data, Number(shape[1]), { range: rangeOf(data, true), table });
}
