/** The timeline: the shown checkpoint, its neighbours fetched ahead, playing, kernels now and at the start. */

import { signal } from "../../vendor/signals-core.min.js";
import { onChange } from "../lib/signals.js";
import { clamp } from "../lib/math.js";
import { createPlayer } from "../lib/player.js";

/** @import { TrainingClient } from "../api/training.js" */
/** @import { Checkpoint } from "../training-types.js" */
/** @import { Weights } from "../types.js" */
/** @import { Outside } from "./training.js" */

/**
 * @typedef {Outside & {client: TrainingClient, failed: (error: unknown) => void, origins:
 *   Array<(model: string) => string | null>}} Own  `origins`: each finds the model that another one's training began
 *   with
 */
/** @typedef {ReturnType<typeof timelineSignals>} TimelineSignals */

/** The model whose training is shown. */
const TRAINED = "lenet";
/** So many checkpoints on either side are fetched ahead. */
const AHEAD = 3;
/** Milliseconds for each checkpoint, while it plays. */
const PACE = 400;

function timelineSignals() {
  return {
    /** Every checkpoint; null until loaded. */
    checkpoints: signal(/** @type {readonly Checkpoint[] | null} */ (null)),
    /** The one that was shown last. */
    index: signal(0),
    /** Are they shown one after the other? */
    playing: signal(false),
    /** The weights of the shown model, and those that its training began with; null: nobody knows them. */
    kernels: signal(/** @type {{now: Weights, start: Weights | null} | null} */ (null)),
  };
}

/** @param {Own} own */
export function createTimeline(own) {
  const { signals: outer, perform, client, failed } = own;
  const signals = timelineSignals();
  const last = () => (signals.checkpoints.value?.length ?? 0) - 1;
  /** The index of the shown model among the checkpoints; null: it is none of them. */
  const shownIndex = () => {
    const found = (signals.checkpoints.value ?? []).findIndex(({ model }) => model === outer.chosen.value);
    if (found >= 0) return found;
    return outer.chosen.value === TRAINED ? last() : null;
  };
  const show = (/** @type {number} */ index) => {
    const one = signals.checkpoints.value?.[clamp(index, 0, last())];
    if (!one) return;
    perform({ type: "model", name: one.model });
    fetchAhead(own, signals, one.index);
  };
  /** The next one, when the last one is on the screen. */
  const advance = () => {
    if (outer.model.value?.name !== outer.chosen.value) return;
    if (signals.index.value >= last() || !outer.train.value) player.pause();
    else show(signals.index.value + 1);
  };
  const player = createPlayer(signals.playing, advance);
  const follow = () => {
    const index = shownIndex();
    if (index === null) player.pause();
    else signals.index.value = Math.max(index, 0);
  };
  onChange([outer.chosen], follow);
  onChange([outer.model], () => void fetchKernels(own, signals).catch(failed));
  return {
    signals,
    shownIndex,
    show,
    pause: player.pause,
    /** Shows one checkpoint after the other, from the beginning if this is the end. */
    play() {
      show(signals.index.value >= last() || shownIndex() === null ? 0 : signals.index.value);
      player.play(PACE);
    },
    /** Fetches the checkpoints, if they are not there. */
    async load() {
      if (signals.checkpoints.value) return;
      try {
        signals.checkpoints.value = await client.checkpoints(TRAINED);
        follow();
        fetchAhead(own, signals, signals.index.value);
        await fetchKernels(own, signals);
      } catch (error) {
        failed(error);
      }
    },
  };
}

/** @param {Own} own @param {TimelineSignals} signals */
async function fetchKernels(own, { checkpoints, kernels }) {
  const { signals: outer, models } = own;
  const name = outer.model.value?.name;
  const first = checkpoints.value?.[0];
  if (!name || !first || !outer.train.value) return;
  const origin = originOf(own, name, first.model);
  const [now, start] = await Promise.all([
    models.weights(name),
    origin === null ? null : models.weights(origin).catch(() => null),
  ]);
  if (outer.model.value?.name === name) kernels.value = { now, start };
}

/** Where a model's training began. @param {Own} own @param {string} name @param {string} first  of the checkpoints */
function originOf({ origins }, name, first) {
  if (name === TRAINED || name.startsWith(`${TRAINED}@`)) return first;
  return origins.map((one) => one(name)).find((found) => found !== null) ?? null;
}

/** @param {Own} own @param {TimelineSignals} signals @param {number} index */
function fetchAhead({ models }, { checkpoints }, index) {
  for (let by = 1; by <= AHEAD; by++) {
    for (const near of [index + by, index - by]) {
      const name = checkpoints.value?.[near]?.model;
      // What does not come now is asked for when it is needed, and told of then.
      if (name) void Promise.all([models.description(name), models.weights(name)]).catch(() => null);
    }
  }
}
