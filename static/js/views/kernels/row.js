/** A row of the kernels dialog: a feature map, its bias, and its kernels. */

import { guard, html, nothing } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { mapOf } from "../../lib/tensor.js";
import { cellOf, layerVolume } from "../../model/layers.js";
import { colourOf, colouringOf, written } from "../inspector/parts.js";
import { fieldText } from "../number-fields.js";
import { exact } from "../numbers.js";
import { painting, styled } from "../panel.js";
import { paintPixels } from "../pixels.js";

/** @import { Layer, Tensor } from "../../types.js" */
/** @import { Colour, Colouring } from "../inspector/parts.js" */
/** @import { Props } from "../kernels.js" */

/** @typedef {{layer: Layer, below: string, map: number, kernels: Tensor, bias: number, colouring: Colouring}} Row */

/** @param {Props} props @param {Row} row */
export function kernelRow(props, row) {
  const { layer, below, map, kernels, bias } = row;
  const { text, chosen } = props;
  const [, count = 0] = kernels.shape;
  const isChosen = chosen?.layer === layer.name && cellOf(chosen)[0] === map;
  const label = text("kernels.bias", { map });
  const own = { at: `${layer.name}.bias/${map}`, role: "bias", test: "kernel-bias", label };
  return html`
    <li class="kernel-row ${isChosen ? "is-chosen" : ""}">
      <div class="kernel-map rigid stack">${mapPicture(props, layer, map)}
        <strong>${text("kernels.map", { map })}</strong>
        <label class="caption">${text("conv.bias")} ${field(props, bias, own)}</label></div>
      <div class="kernel-list grow row wrap gap-3">${range(count).map((from) => html`
        <figure class="kernel">${kernelGrid(props, row, from)}
          ${count > 1 ? html`<figcaption class="caption">${text("kernels.from", { below, map: from })}</figcaption>`
            : nothing}
        </figure>`)}
      </div>
    </li>`;
}

/** Render the weights of one kernel. @param {Props} props @param {Row} row @param {number} from */
function kernelGrid(props, { layer, below, map, kernels, colouring }, from) {
  const [, count = 0, height = 0, width = 0] = kernels.shape;
  const { text, place } = props;
  const start = (map * count + from) * height * width;
  const values = [...kernels.data.subarray(start, start + height * width)];
  const isPlace = place.map === map && place.from === from;
  return html`
    <div class="kernel-grid caption ${isPlace ? "is-place" : ""}" role="group" data-kernel="${map}/${from}"
      data-columns=${width}
      aria-label=${text("kernels.label", { map, below, from })}
      ${styled({ gridTemplateColumns: `repeat(${width}, 1fr)` })}>
      ${guard([layer, isPlace, colouring.table, colouring.range.high, ...values], () =>
        values.map((value, i) =>
          field(props, value, {
            isStop: isPlace && i === 0,
            at: `${layer.name}.weight/${start + i}`,
            role: "weight",
            test: "kernel-cell",
            colour: colourOf(value, colouring),
            label: text("kernels.cell", { row: Math.floor(i / width), column: i % width }),
          }),
        ),
      )}
    </div>`;
}

/**
 * Render an editable number; `at` is its key in number-fields.js.
 * @param {Props} props
 * @param {number} value
 * @param {{at: string, role: string, test: string, label: string, isStop?: boolean, colour?: Colour}} look `isStop`:
 *   whether the field is in the tab order; arrow keys reach the others
 */
function field({ text }, value, { at, role, test, label, isStop = false, colour }) {
  const number = exact(value);
  return html`<input class="number kernel-field" type="text" role="spinbutton" autocomplete="off" spellcheck="false"
    tabindex=${isStop ? 0 : -1}
    data-testid=${test} data-role=${role} data-at=${at} data-value=${number} aria-label=${label} aria-valuenow=${number}
    ${fieldText(written({ text, digits: "three" }, value))} ${styled(colour ?? {})}>`;
}

/** Render the resulting feature map. @param {Props} props @param {Layer} layer @param {number} map */
function mapPicture(props, layer, map) {
  const values = props.activations?.get(layer.name);
  return html`<canvas role="img" aria-label=${props.text("kernels.picture", { map, layer: layer.name })}
    ${values ? painting(paintPixels, mapOf(values, map), layerVolume(layer)[2], colouringOf(props, layer.name, map))
      : nothing}></canvas>`;
}
