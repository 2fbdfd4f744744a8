/** Frames around the maps or the layer that a lesson step is about, on the flat view, in the layer's colour. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { cssRect, fit } from "../network/viewport.js";
import { zoomed } from "../network/zoom.js";
import { styled } from "../panel.js";
import { hueOf } from "./words.js";

/** @import { Lessons } from "../../lesson-types.js" */
/** @import { Rect, Scene } from "../../types.js" */

/** Distance of a frame from the maps, in CSS pixels. */
const MARGIN = 3;

/** @param {Lessons} state */
export function frames(state) {
  const { scene, stage, ratio, zoom } = state.network.value;
  const step = state.entered.value;
  if (!scene || !step || state.outside.view.value !== "2d") return nothing;
  const room = { width: stage.width, height: scene.direction === "down" ? scene.height : stage.height };
  const viewport = zoomed(fit(scene, room, ratio), zoom, room);
  const lit = state.lit.value;
  const names = [...new Set([...step.highlight ?? [], ...(lit ? [lit] : [])])];
  return names.map((name) => {
    const rect = rectOf(scene, name);
    if (!rect) return nothing;
    const { x, y, width, height } = cssRect(viewport, rect);
    const place = { left: x - MARGIN, top: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
    return html`<div class="lesson-frame ${name === lit ? "is-lit" : ""}" data-layer=${name}
      ${styled({ ...hueOf(name), ...Object.fromEntries(Object.entries(place).map(([side, pixels]) =>
        [side, `${pixels}px`])) })}></div>`;
  });
}

/**
 * Return the bounding box of a layer's maps, or its row if it is folded.
 * @param {Scene} scene @param {string} name @returns {Rect | null}
 */
function rectOf(scene, name) {
  const boxes = scene.boxesOf.get(name) ?? [];
  if (boxes.length === 0) return scene.rows.find(({ stages }) => stages.includes(name)) ?? null;
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
  const [right, bottom] = [
    Math.max(...boxes.map(({ x, width }) => x + width)),
    Math.max(...boxes.map(({ y, height }) => y + height)),
  ];
  return { x: left, y: top, width: right - left, height: bottom - top };
}
