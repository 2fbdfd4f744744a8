/** The attribution over the drawing, where the input's pixels came from. */

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
      const [found, place] = [state.atoms.attribution.get(), state.onPad()];
      canvas.hidden = !found || !place;
      if (!found || !place) return;
      const { data, shape } = found.map;
      const most = data.reduce((all, value) => Math.max(all, Math.abs(value)), 0);
      paintPixels(canvas, data, Number(shape[1]), { range: { low: -most, high: most }, table });
      const share = (/** @type {number} */ part) => `${100 * part}%`;
      Object.assign(canvas.style, { left: share(place.left), top: share(place.top), width: share(place.width), height: share(place.height), opacity: state.atoms.opacity.get() });
    },
    hide: () => void (canvas.hidden = true),
    destroy: () => canvas.remove(),
  };
}
