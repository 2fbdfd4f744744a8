/** The last sentences of an explanation: the unit's receptive field, and the units of the next layer that read it. */

import { layerNamed, layerVolume } from "../../model/layers.js";

/** @import { Explanation, Layer, Window } from "../../types.js" */
/** @import { Explained } from "./parts.js" */

/** @param {Explained} props @param {Explanation} explanation @param {readonly Window[]} users @returns {string[]} */
export function endingOf(props, explanation, users) {
  return [...fieldOf(props, explanation), ...users.map((window) => userOf(props, window))];
}

/** Return the sentence about the receptive field. @param {Explained} props @param {Explanation} explanation */
function fieldOf({ text, layers }, { unit, field: { top, left, height, width } }) {
  if (layerNamed(layers, unit.layer).inputs.length === 0) return [];
  const [, rows, columns] = layerVolume(/** @type {Layer} */ (layers[0]));
  if (height === rows && width === columns) return [text("field.all")];
  return [text("field", { rows: spanOf(top, height), columns: spanOf(left, width) })];
}

/** Return the sentence about a reader. @param {Explained} props @param {Window} window */
function userOf({ text, layers }, { layer, maps: read, top, left, height, width }) {
  const { shape } = layerNamed(layers, layer);
  const [maps = 0] = shape;
  if (shape.length === 1 && width === 1) return text("users.unit", { layer, unit: left });
  if (shape.length === 1) return text("users.dense", { layer, count: width });
  const where = { rows: spanOf(top, height), columns: spanOf(left, width) };
  return text(maps > 1 && read.length === maps ? "users.maps" : "users.map",
    { layer, map: Number(read[0]), maps: read.length, ...where });
}

/** Return an index range as text. @param {number} first @param {number} size */
function spanOf(first, size) {
  return size === 1 ? String(first) : `${first}–${first + size - 1}`;
}
