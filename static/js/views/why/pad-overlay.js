/** The attribution over the drawing, where the input's pixels came from. */

import { paintSigned } from "../pixels.js";

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
      const [{ attribution, why }, place] = [state.outside, state.onPad()];
      const found = attribution.value;
      canvas.hidden = !found || !place;
      if (!found || !place) return;
      paintSigned(canvas, found.map, table);
      const share = (/** @type {number} */ part) => `${100 * part}%`;
      Object.assign(canvas.style, {
        left: share(place.left),
        top: share(place.top),
        width: share(place.width),
        height: share(place.height),
        opacity: Number(why.value?.opacity) / 100,
      });
    },
    hide: () => void (canvas.hidden = true),
    destroy: () => canvas.remove(),
  };
}
