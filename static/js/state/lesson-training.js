/** A training step demonstrated by a lesson, as if its buttons were pressed; afterwards the panel is restored. */

import { nextChange } from "../lib/signals.js";

/** @import { Step } from "../lesson-types.js" */
/** @import { Phase, Training } from "../training-types.js" */
/** @import { Outside, Own } from "./lessons.js" */

/** The duration of a phase, in milliseconds. With reduced motion the phases follow without a pause. */
const PHASE_DURATION = 900;

/** Create the functions that demonstrate a training step. @param {Outside} outside @param {Own} own */
export function createLessonTraining({ signals, training }, { entered }) {
  const held = { giveBack: () => {}, isWalking: false, card: /** @type {Training | null} */ (null) };
  /** @param {Training} card @param {readonly Phase[]} phases */
  const walk = async ({ open, learning }, phases) => {
    const step = entered.value;
    open("step");
    for (const phase of phases) {
      if (!learning.signals.gradients.value) await nextChange([learning.signals.gradients, entered]);
      if (entered.value !== step) return;
      await learning.go(phase);
      if (!signals.reducedMotion.value) await new Promise((resolve) => setTimeout(resolve, PHASE_DURATION));
    }
  };
  return {
    /** Remember the state of the training panel, if the lesson's step shows it. @param {Step} step */
    async hold({ state }) {
      if (!state?.["train"]) return;
      held.card = await training();
      held.giveBack = held.card.hold();
    },
    phase: () => held.card?.learning.signals.phase.value ?? null,
    giveBack() {
      held.giveBack();
      held.giveBack = () => {};
    },
    /** Play phases, unless some are being played. @param {readonly Phase[]} phases */
    async walk(phases) {
      if (held.isWalking) return;
      held.isWalking = true;
      await walk(await training(), phases);
      held.isWalking = false;
    },
  };
}
