/** Training: the timeline of checkpoints, single training steps, live runs. Created when training is first opened. */

import { createTrainingClient } from "../api/training.js";
import { signal } from "../../vendor/signals-core.min.js";
import { createLearning } from "./training-step.js";
import { createLive } from "./training-live.js";
import { createTimeline } from "./training-timeline.js";

/** @import { Signal } from "../../vendor/signals-core.min.js" */
/** @import { TrainingClient } from "../api/training.js" */
/** @import { OnIntent } from "../intents.js" */
/** @import { TrainingTab as Tab } from "../training-types.js" */
/** @import { Models } from "./model-actions.js" */
/** @import { Signals } from "./signals.js" */

/** @typedef {{signals: Signals, models: Models, perform: OnIntent}} Outside */
/** @typedef {ReturnType<typeof createTrainingState>} Training */

/** Create the state of training. @param {Outside} outside @param {TrainingClient} [client] */
export function createTrainingState(outside, client = createTrainingClient()) {
  /** The open tab. */
  const tab = signal(/** @type {Tab} */ ("checkpoints"));
  /** The last error. */
  const failure = signal(/** @type {Error | null} */ (null));
  const failed = (/** @type {unknown} */ error) => { failure.value = /** @type {Error} */ (error); };
  /** @type {Array<(model: string) => string | null>} */
  const origins = [];
  const own = { ...outside, client, tab, failed, origins };
  const [timeline, learning, live] = [createTimeline(own), createLearning(own), createLive(own)];
  origins.push(learning.originOf, live.originOf);
  return {
    outside: outside.signals,
    tab,
    failure,
    timeline,
    learning,
    live,
    /** Open a tab. @param {Tab} name */
    open(name) {
      failure.value = null;
      tab.value = name;
      if (name === "live") live.opened();
    },
    dismiss: () => { failure.value = null; },
    /** Remember the tab and the training step's state, and return a function that restores them. */
    hold() {
      const all = /** @type {Signal<any>[]} */ ([tab, ...Object.values(learning.signals)]);
      const values = all.map(({ value }) => value);
      return () => all.forEach((one, i) => { one.value = values[i]; });
    },
  };
}
