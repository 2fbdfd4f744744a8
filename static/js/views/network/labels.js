/** The layers' names, shapes and what they do, beside or above their rows. */

import { element, replaceChildren } from "../../lib/dom.js";
import { layerNamed, layerVolume } from "../../model/layers.js";
import { cssRect } from "./viewport.js";

/** @typedef {import("../../text/text.js").Text} Text */
/** @typedef {import("../../types.js").Layer} Layer */
/** @typedef {import("../../types.js").Scene} Scene */

/** A picture that is hardly smaller keeps its words. */
const ROUNDING = 0.05;

/**
 * @param {HTMLElement} list @param {{scene: Scene, layers: readonly Layer[], viewport: import("./viewport.js").Viewport, text: Text}} props
 */
export function renderLabels(list, { scene, layers, viewport, text }) {
  const focused = list.contains(document.activeElement) ? document.activeElement?.closest("[data-layer]")?.getAttribute("data-layer") : null;
  const foldable = new Map(scene.rows.map((row) => [row.layer, row.folded]));
  replaceChildren(list, ...scene.labels.map((label) => {
    const words = wordsOf(layers, layerNamed(layers, label.layer), text);
    const folded = foldable.get(label.layer) ?? false;
    const title = nameButton(words, folded, text);
    const place = cssRect(viewport, label);
    const item = element("li", { class: `layer-label is-${label.align}`, "data-layer": label.layer },
      ...(label.align === "left" ? besideName(title, words) : folded ? beyondName(title, words) : underName(title, words, label.lines, Math.floor(label.lines * Math.min(1, viewport.scale + ROUNDING)))));
    Object.assign(item.style, { left: `${place.x}px`, top: `${place.y}px`, width: `${place.width}px`, height: `${place.height}px` });
    return item;
  }));
  if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`[data-layer="${focused}"] button`))?.focus();
}

/** The name is what folds the row. @param {Words} words @param {boolean} folded @param {Text} text */
function nameButton({ name, sentence }, folded, text) {
  return element("button", { type: "button", class: "layer-name", "aria-expanded": String(!folded),
    title: text(folded ? "network.unfold" : "network.fold", { sentence }) }, name);
}

/** @typedef {{name: string, shape: string, brief: string, sentence: string}} Words */

/**
 * Three lines are name, shape and sentence; where there are to be two or one, the short shape stands beside the name.
 * @param {HTMLElement} title @param {Words} words @param {number} planned @param {number} lines  that have room
 */
function underName(title, { shape, brief }, planned, lines) {
  const caption = (/** @type {string} */ words) => element("span", { class: "caption" }, words);
  const isTall = planned > 2;
  const name = element("span", { class: "label-line" }, title, !isTall && " ", !isTall && caption(shape));
  return [name, isTall && lines > 1 && caption(shape), lines === planned && planned > 1 && caption(brief)];
}

/** A folded row has room for words where its maps were. @param {HTMLElement} title @param {Words} words */
function beyondName(title, { shape, brief }) {
  return [element("span", { class: "label-line" }, title), element("span", { class: "caption label-beyond" }, `${shape} · ${brief}`)];
}

/** @param {HTMLElement} title @param {Words} words */
function besideName(title, { shape, sentence }) {
  return [title, element("span", { class: "caption label-shape" }, shape), element("span", { class: "caption" }, sentence)];
}

/** @param {readonly Layer[]} layers @param {Layer} layer @param {Text} text @returns {Words} */
function wordsOf(layers, layer, text) {
  const [maps, rows, columns] = layerVolume(layer);
  const below = layer.inputs[0] === undefined ? null : layerNamed(layers, layer.inputs[0]);
  const kernel = layer.kernel?.join(" × ") ?? "";
  const window = layer.kernel ? layer.kernel[0] * layer.kernel[1] : 1;
  const taps = below ? window * (below.shape.length === 3 && layer.kernel ? Number(below.shape[0]) : below.shape.reduce((a, b) => a * b)) : 0;
  const values = { maps, kernel, taps, size: `${rows} × ${columns}`, count: maps * rows * columns };
  return {
    name: layer.name,
    shape: text("shape", { shape: layer.shape.join(" × ") }),
    brief: text(`layer.${layer.kind}`, values),
    sentence: text(`layer.long.${layer.kind}`, values),
  };
}
