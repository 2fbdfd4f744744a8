/** The lab's kernel: its size, how many there are, cells that are edited, divisor, bias, flip, and its way into the network. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { cssColour, isBright, rangeOf, scaleTable } from "../../lib/colour.js";
import { clamp, range } from "../../lib/math.js";
import { LARGEST } from "../../model/lab.js";
import { fieldText } from "../number-fields.js";
import { inkOn } from "../palette.js";
import { styled } from "../panel.js";
import { lettered, numberField, typed } from "./fields.js";
import { TINTS } from "./input.js";
import { applying } from "./applying.js";

/** @import { Theme } from "../../types.js" */
/** @import { Lab } from "../../lab-types.js" */
/** @import { LabText } from "../../text/lab.js" */
/** @import { Shown } from "../lab.js" */
/** @import { Editing } from "../number-fields.js" */

const SIZES = range(7).map((i) => i + 1);
const DEPTHS = range(6).map((i) => i + 1);
const SMALLEST_DIVISOR = 0.001;

/** @type {Map<Theme, Uint32Array>} */
const tables = new Map();

/** @param {Shown} shown */
export function kernelPane(shown) {
  const { state, words } = shown;
  const { size, kernels } = state.signals.settings.value;
  return html`<section class="lab-pane lab-kernel" data-testid="lab-kernel" aria-label=${words("lab.kernel")}>
    <div class="lab-head"><h2 class="heading">${words("lab.kernel")}</h2>
      ${lettered("k", words("lab.size"), { test: "lab-size", label: words("lab.size.long"), value: size,
        options: SIZES.map((side) => /** @type {const} */ ([side, `${side} × ${side}`])), onChoose: state.resize })}
      ${lettered("d", words("lab.depth"), { test: "lab-depth", label: words("lab.depth.long"), value: kernels.length,
        options: DEPTHS.map((count) => /** @type {const} */ ([count, String(count)])), onChoose: state.deepen })}
    </div>
    ${tabs(shown)}
    ${cells(shown)}
    ${numbers(shown)}
    ${applying(shown)}
  </section>`;
}

/** Which kernel, and of a picture's three the one for which colour. @param {Shown} shown */
function tabs({ state, words }) {
  const { kernels } = state.signals.settings.value;
  const { kernel, channel } = state.signals;
  const channels = kernels[0]?.channels.length ?? 1;
  if (kernels.length < 2 && channels < 2) return nothing;
  return html`<div class="lab-tabs">
    ${kernels.length < 2 ? nothing : html`<div class="segments" role="group" aria-label=${words("lab.kernels")}>${range(kernels.length).map((i) => html`
      <button type="button" class="segment" data-testid="lab-kernel-${i}" aria-label=${words("lab.kernel.one", { kernel: i })} aria-pressed=${i === kernel.value}
        @click=${() => { kernel.value = i; }}>${i}</button>`)}</div>`}
    ${channels < 2 ? nothing : html`<div class="segments" role="group" aria-label=${words("lab.channels")}>${TINTS.map((tint, i) => html`
      <button type="button" class="segment" data-testid="lab-channel-${i}" aria-pressed=${i === channel.value}
        @click=${() => { channel.value = i; }}>${words(/** @type {"lab.red"} */ (`lab.${tint}`))}</button>`)}</div>`}
  </div>`;
}

/** @param {Shown} shown */
function cells({ state, words, look: { theme } }) {
  const { size, kernels } = state.signals.settings.value;
  const edited = kernels[state.signals.kernel.value]?.channels[state.signals.channel.value] ?? [];
  const table = tables.get(theme) ?? scaleTable("diverging", theme);
  tables.set(theme, table);
  const scale = rangeOf(edited, true);
  return html`<div class="lab-cells" role="group" aria-label=${words("lab.cells")} data-kernel data-size=${size} data-columns=${size}
    ${styled({ gridTemplateColumns: `repeat(${size}, minmax(0, 1fr))` })}>${edited.map((value, i) => {
      const [row, column] = [Math.floor(i / size), i % size];
      return html`<input class="lab-cell" type="text" inputmode="decimal" autocomplete="off" spellcheck="false" data-at="cell/${i}" data-testid="lab-cell-${row}-${column}"
        aria-label=${words("lab.cell", { row, column })} title=${typed(words, value)} data-value=${value} data-min=${-LARGEST} data-max=${LARGEST}
        ${styled({ backgroundColor: cssColour(value, scale, table), color: inkOn(isBright(value, scale, table)) })} ${fieldText(cellText(words, value, size))}>`;
    })}</div>
    <p class="caption lab-invalid" role="alert">${words("lab.invalid")}</p>`;
}

/** Large cells have room for four digits after the point, others for two. @param {LabText} words @param {number} value @param {number} size  of the kernel */
function cellText(words, value, size) {
  return typed(words, Number(value.toFixed(size > 3 ? 2 : 4))).replace("-", "\u2212");
}

/** @param {Lab} state @returns {Editing} */
export function cellEditing(state) {
  const kernelNow = () => state.signals.settings.value.kernels[state.signals.kernel.value];
  const cellsNow = () => kernelNow()?.channels[state.signals.channel.value] ?? [];
  /** @param {HTMLInputElement} field @returns {number | "divisor" | "bias"}  the number of a cell, or what the field is for */
  const placeOf = ({ dataset: { at = "" } }) => (at.startsWith("cell/") ? Number(at.slice(5)) : /** @type {"divisor" | "bias"} */ (at));
  /** @param {HTMLInputElement} field @param {number} value */
  const set = (field, value) => {
    const place = placeOf(field);
    const number = clamp(Number(value.toFixed(6)), Number(field.dataset["min"]), LARGEST);
    if (typeof place === "number") state.write(place, number);
    else state.adjust({ [place]: number });
  };
  /** @param {HTMLInputElement} field */
  const valueOf = (field) => {
    const place = placeOf(field);
    return Number(typeof place === "number" ? cellsNow()[place] : kernelNow()?.[place]);
  };
  return {
    // among whole numbers a step is 1, otherwise a tenth
    stepOf: (_, isLarge) => (cellsNow().every(Number.isInteger) ? 1 : 0.1) * (isLarge ? 10 : 1),
    pixels: 8,
    set,
    add: (field, by) => set(field, valueOf(field) + by),
  };
}

/** @param {Shown} shown */
function numbers({ state, words }) {
  const { kernels, isFlipped } = state.signals.settings.value;
  const { divisor = 1, bias = 0 } = kernels[state.signals.kernel.value] ?? {};
  const flip = (/** @type {any} */ { target }) => state.change({ isFlipped: target.checked });
  return html`<div class="lab-foot">
      ${numberField({ test: "lab-divisor", at: "divisor", label: words("lab.divisor"), value: divisor, words, min: SMALLEST_DIVISOR })}
      ${numberField({ test: "lab-bias", at: "bias", label: words("lab.bias"), value: bias, words })}
      <button type="button" class="button lab-button" data-testid="lab-random" @click=${state.randomise}>${words("lab.random")}</button>
    </div>
    <label class="switch-line"><input class="switch" type="checkbox" role="switch" data-testid="lab-flip" .checked=${isFlipped} @change=${flip}>${words("lab.flip")}</label>
    <p class="caption">${words(isFlipped ? "lab.flip.on" : "lab.flip.off")}</p>`;
}
