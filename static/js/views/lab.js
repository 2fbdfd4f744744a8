/** The convolution lab, shown instead of the network: input, kernel, output, and the selected cell's arithmetic. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { signal } from "../../vendor/signals-core.min.js";
import { range } from "../lib/math.js";
import { ARTICLE_KERNEL } from "../model/lab.js";
import { labTextOf } from "../text/lab.js";
import { inputPane } from "./lab/input.js";
import { cellEditing, kernelPane } from "./lab/kernel.js";
import { outputPane } from "./lab/output.js";
import { formula, sumPanel } from "./lab/sum.js";
import { button, notice } from "./controls.js";
import { editNumbers } from "./number-fields.js";
import { createOpenPanel } from "./panel.js";
import { currentTheme } from "./pixels.js";

/** @import { View } from "../intents.js" */
/** @import { Lab } from "../lab-types.js" */
/** @import { ButtonOptions } from "./controls.js" */
/** @import { LabKey, LabText } from "../text/lab.js" */
/** @import { Text } from "../text/text.js" */
/** @import { Theme } from "../types.js" */
/** @typedef {{width: number, patch: number, ratio: number, theme: Theme}} Look  widths in CSS pixels */
/** @typedef {{state: Lab, words: LabText, look: Look}} Shown */

/** @param {HTMLElement} root @param {Text} text @param {Lab} state @returns {View<{open: boolean}>} */
export function createLab(root, text, state) {
  const words = labTextOf(text);
  const size = signal({ width: 0, patch: 0 });
  const { outside } = state;
  const look = () => ({ ...size.value, ratio: outside.ratio.value, theme: currentTheme(outside) });
  const panel = createOpenPanel(root, () => template({ state, words, look: look() }), {
    onToggle: (open) => open && state.open(),
    onRendered: () => measure(),
  });
  /** Measure the CSS size of the canvases, so that they are painted at that size. */
  const measure = () => {
    const [width = 0, patch = 0] = [".lab-field", ".lab-patch"].map(
      (place) => root.querySelector(place)?.clientWidth ?? 0,
    );
    if (width !== size.peek().width || patch !== size.peek().patch) size.value = { width, patch };
  };
  const observer = new ResizeObserver(measure);
  observer.observe(root);
  const stopEditing = editNumbers(root, cellEditing(state));
  return {
    render: panel.render,
    destroy() {
      stopEditing();
      observer.disconnect();
      panel.destroy();
    },
  };
}

/** @param {Shown} shown */
function template(shown) {
  const { state, words } = shown;
  const failure = state.signals.failure.value;
  const isUnreachable = /** @type {{kind?: string} | null} */ (failure)?.kind === "network";
  return html`
    ${chips(shown)}
    <div class="lab-panes">${inputPane(shown)}${kernelPane(shown)}${outputPane(shown)}</div>
    ${formula(shown)}
    ${failure ? notice(isUnreachable ? words("status.unreachable") : failure.message, words("dismiss"), state.dismiss)
      : nothing}
    ${sumPanel(shown)}`;
}

/** Render the preset kernels: the introductory example, named ones, and conv1's trained ones. @param {Shown} shown */
function chips({ state, words }) {
  const named = [ARTICLE_KERNEL, ...state.signals.named.value];
  const conv1 = state.outside.model.value?.layers.find(({ name }) => name === "conv1");
  /** @param {string | number} content @param {ButtonOptions} options */
  const chip = (content, options) => button(content, { class: "button lab-chip", ...options });
  return html`<div class="lab-chips row wrap" role="group" aria-label=${words("lab.chips")}>
    ${named.map((kernel) => chip(words(/** @type {LabKey} */ (`kernel.${kernel.name}`)),
      { test: `lab-chip-${kernel.name}`, onClick: () => state.use(kernel) }))}
    ${conv1 ? html`<span class="caption">${words("lab.learned")}</span>` : nothing}
    ${range(Number(conv1?.shape[0] ?? 0)).map((map) => chip(map, {
      test: `lab-learned-${map}`,
      label: words("lab.learned.one", { map }),
      onClick: () => void state.learned(map),
    }))}
  </div>`;
}
