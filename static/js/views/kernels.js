/** All kernels of a convolution, with their numbers, beside the maps that they make. */

import { guard, html, nothing } from "../../vendor/lit-html.min.js";
import { range } from "../lib/math.js";
import { mapOf } from "../lib/tensor.js";
import { cellOf, layerNamed, layerVolume } from "../model/layers.js";
import { colourOf, colouringOf, number, symmetric } from "./inspector/parts.js";
import { numbersIn } from "./numbers.js";
import { PLAIN, createPanel, iconButton, painting, styled } from "./panel.js";
import { paintPixels } from "./pixels.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Layer, Tensor, Unit, Weights } from "../types.js" */
/** @import { Text } from "../text/text.js" */
/** @import { Colouring, Explained } from "./inspector/parts.js" */

/**
 * @typedef {object} OwnProps
 * @property {string | null} layer  whose kernels are shown; null: closed
 * @property {Weights | null} weights
 * @property {ReadonlyMap<string, Tensor> | null} activations
 * @property {Unit | null} chosen  its map is marked
 *
 * @typedef {OwnProps & Pick<Explained, "layers" | "ranges" | "scales" | "tables" | "digits">} KernelsProps
 * @typedef {KernelsProps & {text: Text}} Props
 */

/** What the numbers depend on. @type {readonly (keyof KernelsProps)[]} */
const READ = ["layer", "weights", "activations", "chosen", "ranges", "tables", "digits"];

/** @param {HTMLDialogElement} dialog @param {ViewOptions} options @returns {View<KernelsProps>} */
export function createKernels(dialog, { onIntent, text }) {
  const close = () => onIntent({ type: "kernels", layer: null });
  /** @type {{whole: string, props: KernelsProps | null}} */
  const shown = { whole: "", props: null };
  dialog.setAttribute("aria-labelledby", "kernels-title");
  dialog.onclose = close;
  dialog.onclick = ({ target }) => target === dialog && close();
  /** A cell has room for three digits: in full precision the weight that is pointed at is written above. @param {Event} event */
  const read = ({ target }) => {
    const value = target instanceof HTMLElement ? target.dataset["value"] : undefined;
    shown.whole = value === undefined ? "" : numbersIn(text).all.short(Number(value));
    if (shown.props) show(shown.props);
  };
  /** @param {KernelsProps} props */
  const show = (props) => panel.render({ ...props, text, whole: props.digits === "all" ? shown.whole : "" });
  const panel = createPanel(dialog, (/** @type {Props & {whole: string}} */ props) => html`
    <div class="dialog-head">
      <h2 id="kernels-title">${text("kernels.title", { layer: props.layer ?? "" })}</h2>
      <output class="kernels-whole" data-testid="kernels-whole">${props.whole}</output>
      ${iconButton("close", text("kernels.close"), { test: "kernels-close", class: PLAIN, onClick: close })}
    </div>
    <div class="kernels-body" data-testid="kernels-panel" tabindex="0" role="region" aria-labelledby="kernels-title"
      @pointermove=${read} @click=${read}>${guard(READ.map((name) => props[name]), () => contents(props))}</div>`);
  return {
    render(props) {
      shown.props = props;
      if (props.layer === null) return dialog.close();
      if (!dialog.open) shown.whole = "";
      show(props);
      if (dialog.open) return;
      dialog.showModal();
      dialog.querySelector(".is-chosen")?.scrollIntoView({ block: "center" });
    },
    destroy: panel.destroy,
  };
}

/** @param {Props} props */
function contents(props) {
  const { text, weights, layers } = props;
  const layer = layerNamed(layers, String(props.layer));
  const kernels = weights?.get(`${layer.name}.weight`);
  const bias = weights?.get(`${layer.name}.bias`);
  if (!kernels || !bias) return html`<p class="caption">${text("inspector.waiting")}</p>`;
  const [maps = 0, count = 0] = kernels.shape;
  const colouring = symmetric(props, [...kernels.data]);
  const below = layerNamed(layers, String(layer.inputs[0])).name;
  return html`
    <p class="caption">${text(count > 1 ? "kernels.note.maps" : "kernels.note", { below, count })}</p>
    <ol class="kernel-rows ${count > 1 ? "" : "is-short"}">
      ${range(maps).map((map) => kernelRow(props, { layer, below, map, kernels, bias: Number(bias.data[map]), colouring }))}
    </ol>`;
}

/**
 * A map, its bias, and the kernels that make it.
 * @param {Props} props
 * @param {{layer: Layer, below: string, map: number, kernels: Tensor, bias: number, colouring: Colouring}} row
 */
function kernelRow(props, { layer, below, map, kernels, bias, colouring }) {
  const { text, chosen } = props;
  const [, count = 0, height = 0, width = 0] = kernels.shape;
  const isChosen = chosen?.layer === layer.name && cellOf(chosen)[0] === map;
  /** @param {number} from */
  const kernel = (from) => {
    const start = (map * count + from) * height * width;
    const values = [...kernels.data.subarray(start, start + height * width)];
    return html`<figure class="kernel">
      <div class="kernel-grid" role="group" data-kernel="${map}/${from}" aria-label=${text("kernels.label", { map, below, from })}
        ${styled({ gridTemplateColumns: `repeat(${width}, 1fr)` })}>
        ${values.map((value) => number({ text, digits: "three" }, value, "weight", { colour: colourOf(value, colouring) }))}
      </div>
      ${count > 1 ? html`<figcaption class="caption">${text("kernels.from", { below, map: from })}</figcaption>` : nothing}
    </figure>`;
  };
  return html`
    <li class="kernel-row ${isChosen ? "is-chosen" : ""}">
      <div class="kernel-map">${mapPicture(props, layer, map)}<strong>${text("kernels.map", { map })}</strong>
        <span class="caption">${text("conv.bias")} ${number(props, bias, "bias")}</span></div>
      <div class="kernel-list">${range(count).map(kernel)}</div>
    </li>`;
}

/** @param {Props} props @param {Layer} layer @param {number} map */
function mapPicture(props, layer, map) {
  const values = props.activations?.get(layer.name);
  return html`<canvas role="img" aria-label=${props.text("kernels.picture", { map, layer: layer.name })}
    ${values ? painting(paintPixels, mapOf(values, map), layerVolume(layer)[2], colouringOf(props, layer.name, map)) : nothing}></canvas>`;
}
