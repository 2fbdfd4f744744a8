/** The lab's kernel: its size, how many there are, cells that are edited, divisor, bias, flip, and its way into the network. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { cssColour, isBright, rangeOf, scaleTable } from "../../lib/colour.js";
import { range } from "../../lib/math.js";
import { inkOn } from "../palette.js";
import { styled } from "../panel.js";
import { cellHandlers, cellText } from "./cells.js";
import { lettered, numberField, typed, typing } from "./fields.js";
import { TINTS } from "./input.js";
import { applying } from "./applying.js";

/** @import { Theme } from "../../types.js" */
/** @import { Shown } from "../lab.js" */

const SIZES = range(7).map((i) => i + 1);
const DEPTHS = range(6).map((i) => i + 1);

/** @type {Map<Theme, Uint32Array>} */
const tables = new Map();

/** @param {Shown} shown */
export function kernelPane(shown) {
  const { state, words } = shown;
  const { size, kernels } = state.atoms.settings.get();
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
  const { kernels } = state.atoms.settings.get();
  const { kernel, channel } = state.atoms;
  const channels = kernels[0]?.channels.length ?? 1;
  if (kernels.length < 2 && channels < 2) return nothing;
  return html`<div class="lab-tabs">
    ${kernels.length < 2 ? nothing : html`<div class="segments" role="group" aria-label=${words("lab.kernels")}>${range(kernels.length).map((i) => html`
      <button type="button" class="segment" data-testid="lab-kernel-${i}" aria-label=${words("lab.kernel.one", { kernel: i })} aria-pressed=${i === kernel.get()}
        @click=${() => kernel.set(i)}>${i}</button>`)}</div>`}
    ${channels < 2 ? nothing : html`<div class="segments" role="group" aria-label=${words("lab.channels")}>${TINTS.map((tint, i) => html`
      <button type="button" class="segment" data-testid="lab-channel-${i}" aria-pressed=${i === channel.get()}
        @click=${() => channel.set(i)}>${words(/** @type {"lab.red"} */ (`lab.${tint}`))}</button>`)}</div>`}
  </div>`;
}

/** @param {Shown} shown */
function cells({ state, words, look: { theme } }) {
  const { size, kernels } = state.atoms.settings.get();
  const edited = kernels[state.atoms.kernel.get()]?.channels[state.atoms.channel.get()] ?? [];
  const table = tables.get(theme) ?? scaleTable("diverging", theme);
  tables.set(theme, table);
  const scale = rangeOf(edited, true);
  const handlers = cellHandlers(state, words);
  return html`<div class="lab-cells" role="group" aria-label=${words("lab.cells")} data-size=${size} ${styled({ gridTemplateColumns: `repeat(${size}, minmax(0, 1fr))` })}
    @input=${handlers.input} @keydown=${handlers.keydown} @wheel=${handlers.wheel} @pointerdown=${handlers.pointerdown} @pointermove=${handlers.pointermove}
    @focusin=${handlers.focusin} @focusout=${handlers.focusout}>${edited.map((value, i) => {
      const [row, column] = [Math.floor(i / size), i % size];
      return html`<input class="lab-cell" type="text" inputmode="decimal" autocomplete="off" spellcheck="false" data-cell=${i} data-testid="lab-cell-${row}-${column}"
        aria-label=${words("lab.cell", { row, column })} title=${typed(words, value)} data-value=${value}
        ${styled({ backgroundColor: cssColour(value, scale, table), color: inkOn(isBright(value, scale, table)) })} ${typing(value, cellText(words, value))}>`;
    })}</div>`;
}

/** @param {Shown} shown */
function numbers({ state, words }) {
  const { kernels, isFlipped } = state.atoms.settings.get();
  const { divisor = 1, bias = 0 } = kernels[state.atoms.kernel.get()] ?? {};
  const flip = (/** @type {any} */ { target }) => state.change({ isFlipped: target.checked });
  return html`<div class="lab-foot">
      ${numberField({ test: "lab-divisor", label: words("lab.divisor"), value: divisor, words, onNumber: (value) => state.adjust({ divisor: value > 0 ? value : divisor }) })}
      ${numberField({ test: "lab-bias", label: words("lab.bias"), value: bias, words, onNumber: (value) => state.adjust({ bias: value }) })}
      <button type="button" class="button lab-button" data-testid="lab-random" @click=${state.randomise}>${words("lab.random")}</button>
    </div>
    <label class="switch-line"><input class="switch" type="checkbox" role="switch" data-testid="lab-flip" .checked=${isFlipped} @change=${flip}>${words("lab.flip")}</label>
    <p class="caption">${words(isFlipped ? "lab.flip.on" : "lab.flip.off")}</p>`;
}
