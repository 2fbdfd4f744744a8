/** The toolbar of the kernels dialog: undo, reset, replace the selected kernel by a named one; and the prediction. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { layerNamed } from "../../model/layers.js";
import { labSetting } from "../inspector/parts.js";
import { modelName } from "../model-name.js";
import { percentIn } from "../numbers.js";
import { button, iconButton } from "../controls.js";

/** @import { Change, NamedKernel } from "../../intents.js" */
/** @import { Props } from "../kernels.js" */

/** @param {Props} props @param {(change: Change) => void} onChange @param {(setting: string) => void} onLab */
export function toolbar(props, onChange, onLab) {
  const { text, edits } = props;
  const steps = edits?.steps ?? [];
  return html`
    <div class="kernels-tools rigid row wrap" role="group" aria-label=${text("kernels.tools")}>
      ${iconButton("undo", text("kernels.undo"), { test: "kernels-undo", disabled: !steps.length, onClick: () =>
        onChange({ what: "undo" }) })}
      ${button(text("kernels.reset"), {
        test: "kernels-reset",
        class: "button rigid",
        title: text("kernels.reset.long"),
        disabled: !steps.length || steps[0] === edits?.at,
        onClick: () => onChange({ what: "reset" }),
      })}
      ${named(props, onChange)}${labButton(props, onLab)}
      <p class="kernels-answer bold end small" data-testid="kernels-answer">${answer(props)}</p>
    </div>`;
}

/** Render the button that opens the lab. @param {Props} props @param {(setting: string) => void} onLab */
function labButton({ text, layers, layer, weights, place: { map, from } }, onLab) {
  const [kernels, bias] = [weights?.get(`${layer}.weight`), weights?.get(`${layer}.bias`)];
  if (!kernels || !bias) return nothing;
  const [, count = 0, rows = 0, columns = 0] = kernels.shape;
  const start = (map * count + from) * rows * columns;
  const setting = labSetting(layers, String(layer), {
    from,
    weights: [...kernels.data.subarray(start, start + rows * columns)],
    bias: count > 1 ? 0 : Number(bias.data[map]),
  });
  return setting && button(text("view.lab"),
    { test: "kernels-lab", class: "button rigid", title: text("view.lab.long"), onClick: () => onLab(setting) });
}

/** Render the select of named kernels. @param {Props} props @param {(change: Change) => void} onChange */
function named({ text, edits, layers, layer, weights, place }, onChange) {
  const kernels = weights?.get(`${layer}.weight`);
  const all = edits?.named.filter(({ values }) => kernels && fits(values, kernels.shape)) ?? [];
  if (!kernels || !all.length) return nothing;
  /** @param {MouseEvent} event */
  const copy = ({ currentTarget }) => {
    const { value } = /** @type {HTMLSelectElement} */ (
      /** @type {HTMLElement} */ (currentTarget).previousElementSibling
    );
    const { values = [] } = all.find(({ name }) => name === value) ?? {};
    const [, count = 0, rows = 0, columns = 0] = kernels.shape;
    onChange({ what: "write", tensor: `${layer}.weight`, from: (place.map * count + place.from) * rows * columns,
      values: centred(values, rows, columns), gesture: "" });
  };
  const [, count = 0] = kernels.shape;
  const below = layerNamed(layers, String(layer)).inputs[0];
  return html`
    <select class="select" aria-label=${text("kernels.named")} data-testid="named-kernel">
      ${all.map(({ name }) => html`<option value=${name}>${text(/** @type {any} */ (`kernels.${name}`))}</option>`)}
    </select>
    <button type="button" class="button rigid" title=${text("kernels.copy.long")} data-testid="kernel-copy"
      @click=${copy}>
      ${text(count > 1 ? "kernels.copy.from" : "kernels.copy", { ...place, below: String(below) })}</button>`;
}

/** @param {NamedKernel["values"]} values @param {readonly number[]} shape  output maps, input maps, rows, columns */
function fits(values, [, , rows = 0, columns = 0]) {
  return values.length <= rows && Number(values[0]?.length) <= columns;
}

/**
 * Return a kernel padded with zeros to the given size, flattened row by row; its centre stays the window's centre.
 * @param {NamedKernel["values"]} values @param {number} rows @param {number} columns
 */
export function centred(values, rows, columns) {
  const [top, left] = [Math.floor((rows - values.length) / 2), Math.floor((columns - Number(values[0]?.length)) / 2)];
  return Array.from(
    { length: rows * columns },
    (_, i) => values[Math.floor(i / columns) - top]?.[(i % columns) - left] ?? 0,
  );
}

/** Render the prediction with these kernels. @param {Props} props */
function answer({ text, answer: response }) {
  if (!response) return nothing;
  const { prediction } = response;
  const model = modelName(response.model, text);
  if (!prediction) return text("kernels.blank", { model });
  return text("kernels.answer", { model, digit: prediction.digit, percent: percentIn(text)(prediction.probability) });
}
