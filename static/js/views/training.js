/** The training card (three tabs) beside the network, and the strip of curves under it. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { trainingTextOf } from "../text/training.js";
import { notice, segments } from "./controls.js";
import { createOpenPanel } from "./panel.js";
import { kernelsCard } from "./training/kernels.js";
import { liveCard } from "./training/live.js";
import { stepCard } from "./training/step.js";
import { strip } from "./training/strip.js";

/** @import { View } from "../intents.js" */
/** @import { Text } from "../text/text.js" */
/** @import { TrainingText as Words } from "../text/training.js" */
/** @import { Training, TrainingTab } from "../training-types.js" */

/** @typedef {{state: Training, words: Words}} Shown */

/** @type {readonly TrainingTab[]} */
const TABS = ["checkpoints", "step", "live"];
const CARDS = { checkpoints: kernelsCard, step: stepCard, live: liveCard };

/** @param {HTMLElement} root @param {Text} text @param {Training} state @returns {View<{open: boolean}>} */
export function createTraining(root, text, state) {
  const words = trainingTextOf(text);
  const panel = createOpenPanel(root, () => template({ state, words }), {
    onToggle: (open) => void (open ? state.timeline.load() : state.timeline.pause()),
    onRendered: (open) => setPhase(open ? phaseOf(state) : ""),
  });
  return {
    render: panel.render,
    destroy() {
      panel.destroy();
      setPhase("");
    },
  };
}

/** Return the current phase of the training step, or "". @param {Training} state */
function phaseOf({ tab, learning }) {
  return tab.value === "step" ? learning.signals.phase.value ?? "" : "";
}

/** Set the phase as a data attribute: step.css outlines the part of the page it is about. @param {string} phase */
function setPhase(phase) {
  document.documentElement.dataset["phase"] = phase;
}

/** @param {Shown} shown */
function template(shown) {
  const { state, words } = shown;
  const [tab, failure] = [state.tab.value, state.failure.value];
  return html`
    <div class="training-card panel stack gap-2 small">
      ${segments(words("title"), TABS, { test: "training", chosen: tab, class: "training-tabs rigid",
        says: (name) => words(`tab.${name}`), onChoose: state.open })}
      ${failure ? notice(failure.name === "BusyError" ? words("live.busy") : failure.message, words("dismiss"),
        state.dismiss) : nothing}
      <div class="training-body scroll-column">${CARDS[tab](shown)}</div>
    </div>
    <div class="training-strip panel">${strip(shown)}</div>`;
}
