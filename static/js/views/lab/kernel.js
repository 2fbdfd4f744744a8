/** The lab's kernel pane: size, depth, editable cells, divisor, bias, flip, and copying into the network. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { cssColour, isBright } from "../../lib/colour.js";
import { clamp, range } from "../../lib/math.js";
import { LARGEST, MAX_KERNELS, MAX_KERNEL_SIZE } from "../../model/lab.js";
import { button, labelledSwitch } from "../controls.js";
import { fieldText } from "../number-fields.js";
import { numbersIn } from "../numbers.js";
import { textColourOn } from "../palette.js";
import { styled } from "../panel.js";
import { sheet } from "./field.js";
import { labChoice, lettered, numberField, smallMap } from "./fields.js";
import { colouringOf } from "./grid.js";
import { channelName } from "./input.js";

/** @import { Lab } from "../../lab-types.js" */
/** @import { Shown } from "../lab.js" */
/** @import { Editing } from "../number-fields.js" */

const SIZES = range(MAX_KERNEL_SIZE).map((i) => i + 1);
const DEPTHS = range(MAX_KERNELS).map((i) => i + 1);
const SMALLEST_DIVISOR = 0.001;

/** @param {Shown} shown */
export function kernelPane(shown) {
  const { state, words } = shown;
  const { size, kernels, source } = state.signals.settings.value;
  const channel = source.kind === "picture" ? ` · ${words(channelName(state.signals.channel.value))}` : "";
  return html`<section class="lab-kernel stack gap-1" data-testid="lab-kernel" aria-label=${words("lab.kernel")}>
    <div class="lab-line row wrap"><h2 class="heading">${words("lab.kernel")}${channel}</h2>
      ${lettered(words, "size", {
        value: size, values: SIZES, name: (side) => `${side} × ${side}`, onChoose: state.resize })}
      ${lettered(words, "depth", { value: kernels.length, values: DEPTHS, onChoose: state.deepen })}
    </div>
    ${tabs(shown)}
    ${cells(shown)}
    ${parameters(shown)}
    ${applyButtons(shown)}
  </section>`;
}

/** Render all kernels, with cells for every input map; a click selects the kernel to edit. @param {Shown} shown */
function tabs(shown) {
  const { state, words } = shown;
  const { kernels, size } = state.signals.settings.value;
  const { kernel } = state.signals;
  if (kernels.length < 2) return nothing;
  return html`<div class="row gap-1" role="group" aria-label=${words("lab.kernels")}>${kernels.map(({ channels }, i) =>
    smallMap(channels.map((one) => sheet(shown, one, size, 36)), `lab-kernel-${i}`, i, {
      label: words("lab.kernel.one", { kernel: i }), chosen: kernel }))}</div>`;
}

/** Render the editable cells. @param {Shown} shown */
function cells({ state, words, look: { theme } }) {
  const { size, kernels } = state.signals.settings.value;
  const edited = kernels[state.signals.kernel.value]?.channels[state.signals.channel.value] ?? [];
  const { range: scale, table } = colouringOf(edited, { theme, signed: true });
  const { short } = numbersIn(words).all;
  return html`<div class="lab-cells" role="group" aria-label=${words("lab.cells")} data-kernel data-size=${size}
    data-columns=${size}
    ${styled({ gridTemplateColumns: `repeat(${size}, minmax(0, 1fr))` })}>${edited.map((value, i) => {
      const [row, column] = [Math.floor(i / size), i % size];
      return html`<input class="number-field lab-cell" type="text" inputmode="decimal" autocomplete="off"
        spellcheck="false" data-at="cell/${i}" data-testid="lab-cell-${row}-${column}"
        aria-label=${words("lab.cell", { row, column })} title=${short(value)} data-value=${value} data-min=${-LARGEST}
        data-max=${LARGEST}
        ${styled({
          backgroundColor: cssColour(value, scale, table), color: textColourOn(isBright(value, scale, table)) })}
          ${fieldText(short(rounded(value, size)))}>`;
    })}</div>
    <p class="caption lab-invalid" role="alert">${words("lab.invalid")}</p>`;
}

/** Round to four decimals in large cells, else to two. @param {number} value @param {number} size  of the kernel */
const rounded = (value, size) => Number(value.toFixed(size > 3 ? 2 : 4));

/** Return the handlers of the fields. @param {Lab} state @returns {Editing} */
export function cellEditing(state) {
  const kernelNow = () => state.signals.settings.value.kernels[state.signals.kernel.value];
  const cellsNow = () => kernelNow()?.channels[state.signals.channel.value] ?? [];
  /**
   * @param {HTMLInputElement} field
   * @returns {number | "divisor" | "bias"}  the index of a cell, or the field's parameter
   */
  const placeOf = ({ dataset: { at = "" } }) =>
    at.startsWith("cell/") ? Number(at.slice(5)) : /** @type {"divisor" | "bias"} */ (at);
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
    // 1 while all cells are whole numbers, else 0.1
    stepOf: (_, isLarge) => (cellsNow().every(Number.isInteger) ? 1 : 0.1) * (isLarge ? 10 : 1),
    pixels: 8,
    set,
    add: (field, by) => set(field, valueOf(field) + by),
  };
}

/** Render divisor, bias and flip. @param {Shown} shown */
function parameters({ state, words }) {
  const { kernels, isFlipped } = state.signals.settings.value;
  const { divisor = 1, bias = 0 } = kernels[state.signals.kernel.value] ?? {};
  return html`<div class="lab-line row wrap">
      ${numberField(words, "divisor", divisor, SMALLEST_DIVISOR)}${numberField(words, "bias", bias)}
      ${button(words("lab.random"), { test: "lab-random", onClick: state.randomise })}
    </div>
    ${labelledSwitch(words("lab.flip"), { test: "lab-flip", checked: isFlipped, onChange: (flipped) =>
      state.change({ isFlipped: flipped }) })}
    <p class="caption">${words(isFlipped ? "lab.flip.on" : "lab.flip.off")}</p>`;
}

/** Render the buttons that copy the kernel into conv1 and restore conv1. @param {Shown} shown */
function applyButtons({ state, words }) {
  const places = state.places();
  const { target, past } = state.signals;
  const map = Math.min(target.value, Math.max(places - 1, 0));
  return html`<div class="lab-line row wrap">
    ${button(words("lab.apply"), {
      test: "lab-apply",
      title: words(places ? "lab.apply.long" : "lab.apply.unfit"),
      disabled: places === 0,
      onClick: () => void state.apply(map),
    })}
    ${labChoice(words, "apply.map", {
      value: map,
      disabled: places === 0,
      values: range(Math.max(places, 1)),
      name: (one) => words("lab.map.one", { map: one }),
      onChoose: (one) => { target.value = one; },
    })}
    ${past.value.length ? button(words("lab.undo"), { test: "lab-undo", onClick: state.undo }) : nothing}
    ${places || past.value.length ? nothing : html`<span class="caption">${words("lab.apply.unfit")}</span>`}
  </div>`;
}
