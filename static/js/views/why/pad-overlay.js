/** The attribution painted over the drawing, at the place that the input was sampled from. */

import { paintSigned, currentTable } from "../pixels.js";

/** @import { View } from "../../intents.js" */
/** @import { WhyState } from "../../why-types.js" */

/** @param {HTMLElement} surface  of the pad @param {WhyState} state @returns {View<{open: boolean}>} */
export function createPadOverlay(surface, state) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { className: "pad-why", hidden: true, ariaHidden: "true" });
  surface.append(canvas);
  return {
    render({ open }) {
      const { attribution, why } = state.outside;
      const [found, place] = open ? [attribution.value, state.onPad()] : [null, null];
      canvas.hidden = !found || !place;
      if (!found || !place) return;
      paintSigned(canvas, found.map, currentTable(state.outside, "diverging"));
      for (const [name, share] of Object.entries(place)) canvas.style.setProperty(name, `${100 * share}%`);
      canvas.style.opacity = String(Number(why.value?.opacity) / 100);
    },
    destroy: () => canvas.remove(),
  };
}
