/** Who reads a unit, and what part of the drawing it looks at: the two sentences that end every explanation. */

import { caption } from "./parts.js";
import { layerNamed, layerVolume } from "../../model/layers.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("../../types.js").Window} Window */
/** @typedef {import("./parts.js").Telling} Telling */

/** @param {Telling} telling @param {readonly Window[]} users @returns {Node[]} */
export function tellUsers({ text, layers }, users) {
  return users.map((window) => {
    const layer = layerNamed(layers, window.layer);
    const [maps] = layerVolume(layer);
    if (layer.shape.length === 1 && window.width === 1) return caption(text("users.unit", { layer: window.layer, unit: window.left }));
    if (layer.shape.length === 1) return caption(text("users.dense", { layer: window.layer, count: window.width }));
    const values = { layer: window.layer, map: Number(window.maps[0]), maps: window.maps.length, rows: spanOf(window.top, window.height), columns: spanOf(window.left, window.width) };
    return caption(text(maps > 1 && window.maps.length === maps ? "users.maps" : "users.map", values));
  });
}

/** @param {Telling} telling @param {Explanation} explanation @returns {Node[]} */
export function tellField({ text, layers }, { unit, field: { top, left, height, width } }) {
  if (layerNamed(layers, unit.layer).inputs.length === 0) return [];
  const [, rows, columns] = layerVolume(/** @type {import("../../types.js").Layer} */ (layers[0]));
  if (height === rows && width === columns) return [caption(text("field.all"))];
  return [caption(text("field", { rows: spanOf(top, height), columns: spanOf(left, width) }))];
}

/** @param {number} first @param {number} size */
function spanOf(first, size) {
  return size === 1 ? String(first) : `${first}–${first + size - 1}`;
}
