/**
 * The layers' labels (name, shape, description) beside or above their rows. When zoomed in, the label of every visible
 * row stays in the viewport: beside the row in the gutter, which does not scroll, or above the row at the upper edge of
 * the viewport.
 */

import { element, listen, replaceChildren } from "../../lib/dom.js";
import { clamp } from "../../lib/math.js";
import { kernelSize, layerNamed, layerVolume } from "../../model/layers.js";
import { cssRect } from "./viewport.js";

/** @import { OnIntent } from "../../intents.js" */
/** @import { Text } from "../../text/text.js" */
/** @import { Layer, Rect, Scene, SceneLabel, SceneRow } from "../../types.js" */
/** @import { Viewport } from "./viewport.js" */

/** @typedef {{scene: Scene, whole: Viewport, viewport: Viewport, room: {width: number, height: number}}} Looked */

/** Tolerance of the scale within which a label keeps all its lines. */
const ROUNDING = 0.06;
/** Scene pixels between the labels and the gutter's edge. */
const GUTTER_GAP = 4;
/** Width in CSS pixels of a group's vertical label, left of the scene. */
const GROUP_WIDTH = 13;
/** CSS pixels between a label and the stage's upper and lower edge; buttons are at the lower one. */
const EDGE = { top: 4, bottom: 36 };

/** @param {HTMLElement} list @param {Looked & {layers: readonly Layer[], text: Text, textScale: number}} props */
export function renderLabels(list, { layers, text, textScale, ...looked }) {
  const giveFocusBack = keptFocus(list);
  const foldable = new Map(looked.scene.rows.map((row) => [row.layer, row.folded]));
  const gutter = element("li", { class: "label-gutter", role: "presentation" });
  replaceChildren(list, gutter, ...looked.scene.labels.map((label) => {
    const words = wordsOf(layers, layerNamed(layers, label.layer), text);
    const folded = foldable.get(label.layer) ?? false;
    const title = nameButton(words, folded, text);
    const lines = Math.floor(label.lines * Math.min(1, looked.whole.scale / textScale + ROUNDING));
    const under = folded ? foldedLabel(title, words) : stackedLabel(title, words, label.lines, lines);
    return element("li", { class: `layer-label is-${label.align}`, "data-layer": label.layer },
      ...(label.align === "left" ? [inlineLabel(title, words)] : under));
  }), ...groupsOf(looked.scene, layers).map(({ name, rect }) => {
    const item = element("li", { class: "group-label caption" }, text(`network.${name}`));
    const { x, y, height } = cssRect(looked.whole, rect);
    setRect(item, { x: x - GROUP_WIDTH * textScale, y, width: GROUP_WIDTH * textScale, height });
    return item;
  }));
  placeLabels(list, looked);
  giveFocusBack();
}

/** Position the labels at their rows in the viewport. @param {HTMLElement} list @param {Looked} looked */
export function placeLabels(list, looked) {
  const { scene, viewport } = looked;
  const [gutter, ...items] = /** @type {HTMLElement[]} */ ([...list.children]);
  for (const group of items.slice(scene.labels.length)) group.hidden = viewport !== looked.whole;
  const width = gutterOf(looked);
  if (gutter) gutter.hidden = width === 0;
  if (gutter) setRect(gutter, { x: 0, y: 0, width, height: looked.room.height });
  scene.labels.forEach((label, i) => {
    const [item, row] = [items[i], scene.rows[i]];
    if (!item || !row) return;
    const seen = cssRect(viewport, row);
    item.hidden = seen.y + seen.height < 0 || seen.y > looked.room.height;
    const beside = width ? besideRow(seen, label, looked) : cssRect(viewport, label);
    setRect(item, label.align === "left" ? aboveRow(seen, label, looked) : beside);
  });
}

/**
 * Return the two groups of rows left of the labels in the wide layout: the feature extractor, up to the first dense
 * layer, and the classifier.
 * @param {Scene} scene @param {readonly Layer[]} layers
 * @returns {Array<{name: "features" | "classifier", rect: Rect}>}
 */
function groupsOf({ direction, rows }, layers) {
  const first = rows.findIndex(({ layer }) => layerNamed(layers, layer).kind === "dense");
  if (direction === "down" || first < 0) return [];
  /** @param {"features" | "classifier"} name @param {readonly SceneRow[]} of */
  const group = (name, of) => {
    const top = Math.min(...of.map(({ y }) => y));
    const height = Math.max(...of.map((row) => row.y + row.height)) - top;
    return of.length ? [{ name, rect: { x: 0, y: top, width: 0, height } }] : [];
  };
  return [...group("features", rows.slice(1, first)), ...group("classifier", rows.slice(first))];
}

/** Return the width of the gutter in CSS pixels. @param {Pick<Looked, "scene" | "whole" | "viewport">} looked */
export function gutterOf({ scene, whole, viewport }) {
  const [label] = scene.labels;
  if (!label || viewport === whole || scene.direction === "down") return 0;
  return cssRect(whole, label).x + (label.width + GUTTER_GAP) * whole.scale;
}

/** @param {HTMLElement} item @param {Rect} rect */
function setRect(item, { x, y, width, height }) {
  Object.assign(item.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
}

/**
 * Return a label's place in the gutter: centred on its row as far as the viewport allows, never beyond the row.
 * @param {Rect} seen @param {SceneLabel} label @param {Looked} looked
 * @returns {Rect}
 */
function besideRow(seen, label, { viewport, whole, room }) {
  const { x, width, height } = cssRect(whole, label);
  const own = cssRect(viewport, label);
  const middle = own.y + (own.height - height) / 2;
  const inView = clamp(middle, EDGE.top, room.height - height - EDGE.bottom);
  const y = clamp(inView, Math.min(middle, seen.y), Math.max(middle, seen.y + seen.height - height));
  return { x, y, width, height };
}

/** Return a label's place above its row. @param {Rect} seen @param {SceneLabel} label @param {Looked} looked */
function aboveRow(seen, { height }, { room }) {
  const end = Math.max(Math.min(seen.y + seen.height, room.height), height);
  const y = clamp(seen.y - height, 0, end - height);
  return { x: 0, y, width: room.width, height: end - y };
}

/**
 * Create the button that folds a row.
 * @param {Pick<Words, "name" | "sentence">} words @param {boolean} folded @param {Text} text
 */
export function nameButton({ name, sentence }, folded, text) {
  return element("button", { type: "button", class: "layer-name", "aria-expanded": String(!folded),
    title: text(folded ? "network.unfold" : "network.fold", { sentence }) }, name);
}

/** Fold a row when its label is clicked. @param {HTMLElement} list @param {OnIntent} onIntent */
export function watchFolds(list, onIntent) {
  return listen(list, "click", ({ target }) => {
    const label = target instanceof Element ? target.closest("button")?.closest("[data-layer]") : null;
    if (label) onIntent({ type: "toggleFold", layer: String(label.getAttribute("data-layer")) });
  });
}

/** Return a function that restores the focus after the labels are rendered again. @param {HTMLElement} list */
export function keptFocus(list) {
  const layer = list.contains(document.activeElement)
    ? document.activeElement?.closest("[data-layer]")?.getAttribute("data-layer")
    : null;
  return () =>
    void (layer && /** @type {HTMLElement | null} */ (list.querySelector(`[data-layer="${layer}"] button`))?.focus());
}

/** @typedef {{name: string, shape: string, brief: string, sentence: string}} Words */

/**
 * Return the parts of a label: name, shape and description on three lines, or the shape beside the name where fewer
 * lines are planned.
 * @param {HTMLElement} title @param {Words} words @param {number} planned @param {number} lines  number that fit
 */
function stackedLabel(title, { shape, brief }, planned, lines) {
  const caption = (/** @type {string} */ words) => element("span", { class: "caption" }, words);
  const isTall = planned > 2;
  const name = element("span", { class: "label-line" }, title, !isTall && " ", !isTall && caption(shape));
  return [name, isTall && lines > 1 && caption(shape), lines === planned && planned > 1 && caption(brief)];
}

/** Return the parts of a folded row's label, on one line. @param {HTMLElement} title @param {Words} words */
function foldedLabel(title, { shape, brief }) {
  const beyond = element("span", { class: "caption label-beyond" }, `${shape} · ${brief}`);
  return [element("span", { class: "label-line" }, title), beyond];
}

/** @param {HTMLElement} title @param {Words} words */
function inlineLabel(title, { shape, sentence }) {
  const [size, what] = [["caption ink", shape], ["caption", sentence]].map(([kind, words]) =>
    element("span", { class: kind }, words));
  return element("div", { class: "label-above row baseline" }, title, size, what);
}

/** @param {readonly Layer[]} layers @param {Layer} layer @param {Text} text @returns {Words} */
export function wordsOf(layers, layer, text) {
  const [maps, rows, columns] = layerVolume(layer);
  const below = layer.inputs[0] === undefined ? null : layerNamed(layers, layer.inputs[0]);
  const kernel = kernelSize(layer, below);
  const window = layer.kernel ? layer.kernel[0] * layer.kernel[1] : 1;
  const taps = below
    ? window * (below.shape.length === 3 && layer.kernel ? Number(below.shape[0]) : below.shape.reduce((a, b) => a * b))
    : 0;
  const values = { maps, kernel, taps, size: `${rows} × ${columns}`, count: maps * rows * columns };
  return {
    name: layer.name,
    shape: text("shape", { shape: layer.shape.join(" × ") }),
    brief: text(`layer.${layer.kind}`, values),
    sentence: text(`layer.long.${layer.kind}`, values),
  };
}
