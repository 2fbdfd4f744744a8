/** The timeline: which checkpoint is shown, its neighbours fetched ahead, playing, and the kernels now and at the start. */

import { atom } from "../lib/atom.js";
import { clamp } from "../lib/math.js";

/** @typedef {import("../training-types.js").Checkpoint} Checkpoint */
/** @typedef {import("../types.js").Weights} Weights */
/** @typedef {import("./training.js").Outside} Outside */
/** @typedef {Outside & {client: import("../api/training.js").TrainingClient, failed: (error: unknown) => void, origins: Array<(model: string) => string | null>}} Own  `origins`: each finds the model that another one's training began with */
/** @typedef {ReturnType<typeof timelineAtoms>} TimelineAtoms */

/** The model whose training is shown. */
const TRAINED = "lenet";
/** So many checkpoints on either side are fetched ahead. */
const AHEAD = 3;
/** Milliseconds for each checkpoint, while it plays. */
const PACE = 400;

function timelineAtoms() {
  return {
    /** Every checkpoint; null until loaded. */
    checkpoints: atom(/** @type {readonly Checkpoint[] | null} */ (null)),
    /** The one that was shown last. */
    index: atom(0),
    /** Are they shown one after the other? */
    playing: atom(false),
    /** The weights of the shown model, and those that its training began with; null: nobody knows them. */
    kernels: atom(/** @type {{now: Weights, start: Weights | null} | null} */ (null)),
  };
}

/** @param {Own} own */
export function createTimeline(own) {
  const { atoms: outer, perform, client, failed } = own;
  const atoms = timelineAtoms();
  const last = () => (atoms.checkpoints.get()?.length ?? 0) - 1;
  /** The index of the shown model among the checkpoints; null: it is none of them. */
  const shownIndex = () => {
    const found = (atoms.checkpoints.get() ?? []).findIndex(({ model }) => model === outer.chosen.get());
    if (found >= 0) return found;
    return outer.chosen.get() === TRAINED ? last() : null;
  };
  const show = (/** @type {number} */ index) => {
    const one = atoms.checkpoints.get()?.[clamp(index, 0, last())];
    if (!one) return;
    perform({ type: "model", name: one.model });
    fetchAhead(own, atoms, one.index);
  };
  const player = createPlayer(own, atoms, { show, last });
  const follow = () => {
    const index = shownIndex();
    if (index === null) player.pause();
    else atoms.index.set(Math.max(index, 0));
  };
  outer.chosen.watch(follow);
  outer.model.watch(() => void fetchKernels(own, atoms).catch(failed));
  return {
    atoms,
    shownIndex,
    show,
    pause: player.pause,
    /** Shows one checkpoint after the other, from the beginning if this is the end. */
    play: () => player.play(atoms.index.get() >= last() || shownIndex() === null ? 0 : atoms.index.get()),
    /** Fetches the checkpoints, if they are not there. */
    async load() {
      if (atoms.checkpoints.get()) return;
      try {
        atoms.checkpoints.set(await client.checkpoints(TRAINED));
        follow();
        fetchAhead(own, atoms, atoms.index.get());
        await fetchKernels(own, atoms);
      } catch (error) {
        failed(error);
      }
    },
  };
}

/** @param {Own} own @param {TimelineAtoms} atoms @param {{show: (index: number) => void, last: () => number}} timeline */
function createPlayer({ atoms: outer }, { index, playing }, { show, last }) {
  const clock = { timer: 0 };
  const pause = () => {
    window.clearInterval(clock.timer);
    playing.set(false);
  };
  /** The next one, when the last one is on the screen. */
  const advance = () => {
    if (outer.model.get()?.name !== outer.chosen.get()) return;
    if (index.get() >= last() || !outer.train.get()) pause();
    else show(index.get() + 1);
  };
  return {
    pause,
    /** @param {number} from */
    play(from) {
      show(from);
      playing.set(true);
      window.clearInterval(clock.timer);
      clock.timer = window.setInterval(advance, PACE);
    },
  };
}

/** @param {Own} own @param {TimelineAtoms} atoms */
async function fetchKernels(own, { checkpoints, kernels }) {
  const { atoms: outer, models } = own;
  const name = outer.model.get()?.name;
  const first = checkpoints.get()?.[0];
  if (!name || !first || !outer.train.get()) return;
  const origin = originOf(own, name, first.model);
  const [now, start] = await Promise.all([models.weights(name), origin === null ? null : models.weights(origin).catch(() => null)]);
  if (outer.model.get()?.name === name) kernels.set({ now, start });
}

/** The model that another one's training began with; null: nobody knows. @param {Own} own @param {string} name @param {string} first  of the checkpoints */
function originOf({ origins }, name, first) {
  if (name === TRAINED || name.startsWith(`${TRAINED}@`)) return first;
  return origins.map((one) => one(name)).find((found) => found !== null) ?? null;
}

/** @param {Own} own @param {TimelineAtoms} atoms @param {number} index */
function fetchAhead({ models }, { checkpoints }, index) {
  for (let by = 1; by <= AHEAD; by++) {
    for (const near of [index + by, index - by]) {
      const name = checkpoints.get()?.[near]?.model;
      // What does not come now is asked for when it is needed, and told of then.
      if (name) void Promise.all([models.description(name), models.weights(name)]).catch(() => null);
    }
  }
}
