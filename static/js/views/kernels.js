/** All kernels of a convolution, with their numbers, beside the maps that they make. */

import { element, listen, replaceChildren, setText } from "../lib/dom.js";
import { range } from "../lib/math.js";
import { mapOf } from "../lib/tensor.js";
import { cellOf, layerNamed, layerVolume } from "../model/layers.js";
import { WRITE } from "./format.js";
import { written } from "./percent.js";
import { paintPixels } from "./pixels.js";
import { coloured, colouringOf, number, symmetric } from "./inspector/parts.js";

/** @typedef {import("../types.js").Layer} Layer */
/** @typedef {import("../types.js").Tensor} Tensor */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../text/text.js").Text} Text */
/** @typedef {import("./inspector/parts.js").Colouring} Colouring */

/**
 * @typedef {object} OwnProps
 * @property {string | null} layer  whose kernels are shown; null: closed
 * @property {import("../types.js").Weights | null} weights
 * @property {ReadonlyMap<string, Tensor> | null} activations
 * @property {Unit | null} chosen  its map is marked
 *
 * @typedef {OwnProps & Pick<import("./inspector/parts.js").Telling, "layers" | "ranges" | "scales" | "tables" | "digits">} KernelsProps
 */

/** @type {Pick<KernelsProps, "digits">} */
const CELL = { digits: "three" };

/** @type {readonly (keyof KernelsProps)[]} */
const READ = ["layer", "weights", "activations", "ranges", "tables", "digits"];

/**
 * @param {HTMLDialogElement} dialog @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<KernelsProps>}
 */
export function createKernels(dialog, { onIntent, text }) {
  const title = element("h2", { id: "kernels-title" });
  const close = element("button", { type: "button", class: "icon-button", "aria-label": text("kernels.close"), title: text("kernels.close") }, "×");
  const whole = element("output", { class: "kernels-whole", "data-testid": "kernels-whole" });
  const body = element("div", { class: "kernels-body", "data-testid": "kernels-panel", tabindex: 0, role: "region", "aria-labelledby": title.id });
  dialog.setAttribute("aria-labelledby", title.id);
  replaceChildren(dialog, element("div", { class: "kernels-head" }, title, whole, close), body);
  const shut = () => onIntent({ type: "kernels", layer: null });
  /** @type {{props: KernelsProps | null}} */
  const shown = { props: null };
  const read = (/** @type {Event} */ event) => setText(whole, shown.props?.digits === "all" ? written(wholeOf(event.target), text) : "");
  const stops = [listen(close, "click", shut), listen(dialog, "close", shut), listen(body, "pointermove", read), listen(body, "click", read),
    listen(dialog, "click", (event) => event.target === dialog && shut())];
  return {
    render(props) {
      const before = shown.props;
      shown.props = props;
      if (before && READ.every((name) => props[name] === before[name])) return;
      if (props.layer === null) {
        if (dialog.open) dialog.close();
        return;
      }
      setText(whole, "");
      title.textContent = text("kernels.title", { layer: props.layer });
      replaceChildren(body, ...contents({ ...props, text }, layerNamed(props.layers, props.layer)));
      if (dialog.open) return;
      dialog.showModal();
      body.querySelector(".is-chosen")?.scrollIntoView({ block: "center" });
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(dialog);
    },
  };
}

/** @param {KernelsProps & {text: Text}} props @param {Layer} layer @returns {Node[]} */
function contents(props, layer) {
  const { text, weights, layers } = props;
  const kernels = weights?.get(`${layer.name}.weight`);
  const bias = weights?.get(`${layer.name}.bias`);
  if (!kernels || !bias) return [element("p", { class: "caption" }, text("inspector.waiting"))];
  const [maps = 0, below = 0] = kernels.shape;
  const colouring = symmetric(props, [...kernels.data]);
  const name = layerNamed(layers, String(layer.inputs[0])).name;
  return [
    element("p", { class: "caption" }, text(below > 1 ? "kernels.note.maps" : "kernels.note", { below: name, count: below })),
    element("ol", { class: below > 1 ? "kernel-rows" : "kernel-rows is-short" }, ...range(maps).map((map) =>
      kernelRow(props, { layer, map, kernels, bias: Number(bias.data[map]), colouring }))),
  ];
}

/**
 * A map, its bias, and the kernels that make it.
 * @param {KernelsProps & {text: Text}} props
 * @param {{layer: Layer, map: number, kernels: Tensor, bias: number, colouring: Colouring}} row
 */
function kernelRow(props, { layer, map, kernels, bias, colouring }) {
  const { text, chosen } = props;
  const [, count = 0, height = 0, width = 0] = kernels.shape;
  const isChosen = chosen?.layer === layer.name && cellOf(chosen)[0] === map;
  const size = height * width;
  return element("li", { class: isChosen ? "kernel-row is-chosen" : "kernel-row" },
    element("div", { class: "kernel-map" }, mapPicture(props, layer, map),
      element("strong", {}, text("kernels.map", { map })),
      element("span", { class: "caption" }, text("conv.bias"), " ", number(props, bias, "bias"))),
    element("div", { class: "kernel-list" }, ...range(count).map((from) => {
      const start = (map * count + from) * size;
      return element("figure", { class: "kernel" },
        kernelGrid(props, { values: kernels.data.subarray(start, start + size), columns: width, colouring, map, from, below: String(layer.inputs[0]) }),
        count > 1 && element("figcaption", { class: "caption" }, text("kernels.from", { below: String(layer.inputs[0]), map: from })));
    })));
}

/** All digits of the weight that is pointed at. @param {EventTarget | null} target */
function wholeOf(target) {
  const value = target instanceof HTMLElement ? target.dataset["value"] : undefined;
  return value === undefined ? "" : WRITE.all.short(Number(value));
}

/**
 * A cell has room for three digits.
 * @param {KernelsProps & {text: Text}} props
 * @param {{values: Float32Array, columns: number, colouring: Colouring, map: number, from: number, below: string}} kernel
 */
function kernelGrid(props, { values, columns, colouring, map, from, below }) {
  const grid = element("div", { class: "kernel-grid", role: "group", "data-kernel": `${map}/${from}`, "aria-label": props.text("kernels.label", { map, below, from }) },
    ...Array.from(values, (value) => coloured(number({ ...CELL, text: props.text }, value, "weight"), value, colouring)));
  grid.style.gridTemplateColumns = `repeat(${columns}, 1fr)`;
  return grid;
}

/** @param {KernelsProps & {text: Text}} props @param {Layer} layer @param {number} map */
function mapPicture(props, layer, map) {
  const values = props.activations?.get(layer.name);
  const canvas = element("canvas", { role: "img", "aria-label": props.text("kernels.picture", { map, layer: layer.name }) });
  if (values) paintPixels(canvas, mapOf(values, map), layerVolume(layer)[2], colouringOf(props, layer.name, map));
  return canvas;
}
