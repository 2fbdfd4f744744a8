/** A step of learning, gone through on training's card as by pressing its buttons, and the card as it was before. */

import { nextChange } from "../lib/signals.js";

/** @import { Step } from "../lesson-types.js" */
/** @import { Phase, Training } from "../training-types.js" */
/** @import { Outside, Own } from "./lessons.js" */

/** Milliseconds for each phase, so that it can be seen; for those who want no motion all follow at once. */
const PACE = 900;

/** @param {Outside} outside @param {Own} own */
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
      if (!signals.still.value) await new Promise((resolve) => setTimeout(resolve, PACE));
    }
  };
  return {
    /** Notes what the card shows, if the step is about it. @param {Step} step */
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
    /** @param {readonly Phase[]} phases */
    async walk(phases) {
      if (held.isWalking) return;
      held.isWalking = true;
      await walk(await training(), phases);
      held.isWalking = false;
    },
  };
}
