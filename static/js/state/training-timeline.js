/** The timeline of checkpoints: the shown one, playback, prefetching, and kernels now and before training. */

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
 *   Array<(model: string) => string | null>}} Own  `origins`: each returns the model from which a model's training
 *   started, if it knows
 */
/** @typedef {ReturnType<typeof timelineSignals>} TimelineSignals */

/** The model whose checkpoints are shown. */
const TRAINED = "lenet";
/** The number of checkpoints that are prefetched on either side. */
const PREFETCHED = 3;
/** Milliseconds per checkpoint during playback. */
const CHECKPOINT_DURATION = 400;

function timelineSignals() {
  return {
    /** All checkpoints; null until they are loaded. */
    checkpoints: signal(/** @type {readonly Checkpoint[] | null} */ (null)),
    /** The index of the last shown checkpoint. */
    index: signal(0),
    /** Whether playback is running. */
    playing: signal(false),
    /** The weights of the shown model, and those its training started from; null if they are unknown. */
    kernels: signal(/** @type {{now: Weights, start: Weights | null} | null} */ (null)),
  };
}

/** Create the state and the actions of the timeline. @param {Own} own */
export function createTimeline(own) {
  const { signals: outer, perform, client, failed } = own;
  const signals = timelineSignals();
  const last = () => (signals.checkpoints.value?.length ?? 0) - 1;
  /** Return the index of the shown model among the checkpoints, or null. */
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
  /** Show the next checkpoint, once the current one is on the screen. */
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
    /** Start playback, from the first checkpoint if the last one is shown. */
    play() {
      show(signals.index.value >= last() || shownIndex() === null ? 0 : signals.index.value);
      player.play(CHECKPOINT_DURATION);
    },
    /** Fetch the checkpoints, unless they are loaded. */
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

/** Fetch the weights that are compared. @param {Own} own @param {TimelineSignals} signals */
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

/** Return the model training started from. @param {Own} own @param {string} name @param {string} first  checkpoint */
function originOf({ origins }, name, first) {
  if (name === TRAINED || name.startsWith(`${TRAINED}@`)) return first;
  return origins.map((one) => one(name)).find((found) => found !== null) ?? null;
}

/** Prefetch the neighbours of a checkpoint. @param {Own} own @param {TimelineSignals} signals @param {number} index */
function fetchAhead({ models }, { checkpoints }, index) {
  for (let by = 1; by <= PREFETCHED; by++) {
    for (const near of [index + by, index - by]) {
      const name = checkpoints.value?.[near]?.model;
      // A failed prefetch is repeated, and reported, when the checkpoint is shown.
      if (name) void Promise.all([models.description(name), models.weights(name)]).catch(() => null);
    }
  }
}
