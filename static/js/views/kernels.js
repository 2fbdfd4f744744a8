/** The kernels dialog: the editable weights of a convolution beside the feature maps they produce. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { range } from "../lib/math.js";
import { cellOf, layerNamed } from "../model/layers.js";
import { kernelsTextOf } from "../text/kernels.js";
import { symmetric } from "./inspector/parts.js";
import { kernelRow } from "./kernels/row.js";
import { toolbar } from "./kernels/toolbar.js";
import { editNumbers } from "./number-fields.js";
import { numbersIn } from "./numbers.js";
import { PLAIN, iconButton } from "./controls.js";
import { createPanel } from "./panel.js";
import { noticeOf } from "./status.js";

/** @import { Change, NamedKernel, View, ViewOptions } from "../intents.js" */
/** @import { KernelsText } from "../text/kernels.js" */
/** @import { Tensor, Unit, Weights } from "../types.js" */
/** @import { Explained } from "./inspector/parts.js" */
/** @import { Editing } from "./number-fields.js" */
/** @import { Failure } from "./status.js" */

/** @typedef {{map: number, from: number}} Place  a kernel, by its output map and its input map */

/**
 * @typedef {object} OwnProps
 * @property {string | null} layer  the convolution whose kernels are shown; null: closed
 * @property {Weights | null} weights
 * @property {{named: readonly NamedKernel[], at: object | null, steps: readonly object[]} | null} edits
 * @property {Failure | null} failure
 * @property {ReadonlyMap<string, Tensor> | null} activations
 * @property {Unit | null} chosen  the unit whose map is marked
 *
 * @typedef {OwnProps & Pick<Explained, "layers" | "ranges" | "scales" | "tables" | "digits" | "answer">} KernelsProps
 * @typedef {KernelsProps & {text: KernelsText, whole: string, place: Place}} Props
 */

/** @param {HTMLDialogElement} dialog @param {ViewOptions} options @returns {View<KernelsProps>} */
export function createKernels(dialog, { onIntent, text: words }) {
  const text = kernelsTextOf(words);
  const close = () => onIntent({ type: "showKernels", layer: null });
  const open = (/** @type {string} */ setting) => {
    close();
    onIntent({ type: "lab", text: setting });
    onIntent({ type: "set", name: "view", value: "lab" });
  };
  /** @type {{whole: string, props: KernelsProps | null, place: Place}} */
  const shown = { whole: "", props: null, place: { map: 0, from: 0 } };
  dialog.setAttribute("aria-labelledby", "kernels-title");
  dialog.onclose = close;
  dialog.onclick = ({ target }) => target === dialog && close();
  /** @param {Partial<typeof shown>} other */
  const show = (other) => {
    Object.assign(shown, other);
    const { props, whole, place } = shown;
    if (props) panel.render({ ...props, text, place, whole: props.digits === "all" ? whole : "" });
  };
  /** Show the hovered weight in full above the grid: a cell has room for three digits only. @param {Event} event */
  const read = ({ target }) => {
    const value = target instanceof HTMLElement ? target.dataset["value"] : undefined;
    const whole = value === undefined ? "" : numbersIn(text).all.short(Number(value));
    if (whole !== shown.whole) show({ whole });
  };
  const change = (/** @type {Change} */ wanted) => onIntent({ type: "edit", change: wanted });
  const stopEditing = editNumbers(dialog, editingOf(change, (place) => show({ place })));
  const panel = createPanel(dialog, (/** @type {Props} */ props) => html`
    <div class="dialog-head">
      <h2 id="kernels-title">${text("kernels.title", { layer: props.layer ?? "" })}</h2>
      <output class="grow end" data-testid="kernels-whole">${props.whole}</output>
      ${iconButton("close", text("kernels.close"), { test: "kernels-close", class: PLAIN, onClick: close })}
    </div>
    ${toolbar(props, change, open)}
    <p class="kernels-notice caption rigid" role="status" data-testid="kernels-notice">${notice(props)}</p>
    <div class="dialog-body scroll" data-testid="kernels-panel" tabindex="0" role="region"
      aria-labelledby="kernels-title"
      @pointermove=${read} @focusin=${read} @input=${read}>${contents(props)}</div>`);
  return {
    render(props) {
      if (props.layer === null) {
        shown.props = null;
        return dialog.close();
      }
      if (dialog.open) return show({ props });
      show({ props, whole: "", place: initialPlace(props) });
      dialog.showModal();
      dialog.querySelector(".is-chosen")?.scrollIntoView({ block: "center" });
    },
    destroy() {
      stopEditing();
      panel.destroy();
    },
  };
}

/** @param {(change: Change) => void} onChange @param {(place: Place) => void} onPlace @returns {Editing} */
function editingOf(onChange, onPlace) {
  const count = { gestures: 0 };
  /** @param {HTMLInputElement} field */
  const place = ({ dataset }) => {
    const [tensor = "", from] = String(dataset["at"]).split("/");
    return { tensor, from: Number(from), gesture: String(count.gestures) };
  };
  return {
    stepOf: (_, isLarge) => (isLarge ? 0.1 : 0.01),
    pixels: 1,
    begin: () => void (count.gestures += 1),
    set: (field, value) => onChange({ what: "write", ...place(field), values: [value] }),
    add: (field, by) => onChange({ what: "add", ...place(field), by }),
    undo: () => onChange({ what: "undo" }),
    onFocus(field) {
      const [map, from] = String(field.closest("[data-kernel]")?.getAttribute("data-kernel")).split("/").map(Number);
      if (map !== undefined && from !== undefined) onPlace({ map, from });
    },
  };
}

/** Render the failure inside the dialog, which covers the page's own status message. @param {Props} props */
function notice({ failure, text }) {
  if (!failure) return nothing;
  const { title, remedy } = noticeOf(failure, text);
  return html`<strong>${title}</strong> ${remedy}`;
}

/** Return the kernel of the unit that the dialog was opened for. @param {KernelsProps} props @returns {Place} */
function initialPlace({ chosen, layer }) {
  return { map: chosen?.layer === layer && chosen ? cellOf(chosen)[0] : 0, from: 0 };
}

/**
 * Return the largest absolute value, rounded up to a tenth of a decade, so that while one weight is dragged the colours
 * of the others seldom change.
 * @param {Float32Array} values
 */
function roundedUp(values) {
  const most = values.reduce((high, value) => Math.max(high, Math.abs(value)), 0);
  return most && 10 ** (Math.ceil(10 * Math.log10(most)) / 10);
}

/** @param {Props} props */
function contents(props) {
  const { text, weights, layers } = props;
  const layer = layerNamed(layers, String(props.layer));
  const kernels = weights?.get(`${layer.name}.weight`);
  const bias = weights?.get(`${layer.name}.bias`);
  if (!kernels || !bias) return html`<p class="caption">${text("inspector.waiting")}</p>`;
  const [maps = 0, count = 0] = kernels.shape;
  const colouring = symmetric(props, [roundedUp(kernels.data)]);
  const below = layerNamed(layers, String(layer.inputs[0])).name;
  return html`
    <p class="caption">${text(count > 1 ? "kernels.note.maps" : "kernels.note", { below, count })}
      ${text("kernels.how")}</p>
    <ol class="kernel-rows ${count > 1 ? "" : "is-short"}">
      ${range(maps).map((map) =>
        kernelRow(props, { layer, below, map, kernels, bias: Number(bias.data[map]), colouring }))}
    </ol>`;
}
