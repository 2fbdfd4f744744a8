/** One step of learning on the drawing: forward, error, gradients, update, and the same picture again. */

import { createNewest } from "../api/newest.js";
import { encodePng } from "../ink/png.js";
import { atom } from "../lib/atom.js";
import { currentPicture } from "./asking.js";

/** @typedef {import("../training-types.js").Gradients} Gradients */
/** @typedef {import("../training-types.js").Loss} Loss */
/** @typedef {import("../training-types.js").Steps} Steps */
/** @typedef {import("../training-types.js").Phase} Phase */
/** @typedef {import("../lib/atom.js").Atom<import("./training.js").Tab>} TabAtom */
/** @typedef {import("./training-timeline.js").Own & {tab: TabAtom}} Own */
/** @typedef {ReturnType<typeof stepAtoms>} StepAtoms */
/** @typedef {{labelNow: () => number | null, isOpen: () => boolean, example: () => import("../training-types.js").Example}} Subject */

/** Reads the drawing when nobody has said what it is. */
const READER = "lenet";

function stepAtoms() {
  return {
    /** The true digit as it was chosen; null: what MNIST says of the sample, or else what LeNet reads. */
    label: atom(/** @type {number | null} */ (null)),
    /** What LeNet reads in the drawing, once it was asked. */
    read: atom(/** @type {number | null} */ (null)),
    loss: atom(/** @type {Loss} */ ("cross-entropy")),
    rate: atom(0.01),
    steps: atom(1),
    phase: atom(/** @type {Phase | null} */ (null)),
    /** Of the shown model, the drawing and the label. */
    gradients: atom(/** @type {Gradients | null} */ (null)),
    /** What the last update did; null: there is none for this drawing and these choices. */
    updated: atom(/** @type {Steps | null} */ (null)),
    /** The models before each update, with its number of steps. */
    past: atom(/** @type {ReadonlyArray<{model: string, steps: number}>} */ ([])),
  };
}

/** @param {Own} own */
export function createLearning(own) {
  const { atoms: outer, tab, perform, failed } = own;
  const atoms = stepAtoms();
  const subject = subjectOf(own, atoms);
  const refresh = createRefresh(own, atoms, subject);
  const updating = createUpdating(own, atoms, subject);
  const begin = () => {
    atoms.updated.set(null);
    refresh.ask();
  };
  /** @param {string} name @param {ReadonlyArray<{model: string, steps: number}>} past */
  const restart = (name, past) => {
    atoms.past.set(past);
    atoms.updated.set(null);
    atoms.phase.set(null);
    perform({ type: "model", name });
  };
  outer.answered.watch(() => {
    // An update of an earlier drawing or model says nothing of these.
    if (atoms.updated.get() && atoms.updated.get()?.model !== outer.chosen.get()) atoms.updated.set(null);
    refresh.ask();
  });
  outer.history.watch(() => {
    atoms.read.set(null);
    atoms.updated.set(null);
  });
  tab.watch(refresh.ask);
  outer.train.watch(refresh.ask);
  return {
    atoms,
    labelNow: subject.labelNow,
    /** @param {number} label */
    choose(label) {
      atoms.label.set(label);
      begin();
    },
    /** @param {Loss} loss */
    measure(loss) {
      atoms.loss.set(loss);
      begin();
    },
    /** @param {{rate?: number, steps?: number}} descent */
    descend({ rate = atoms.rate.get(), steps = atoms.steps.get() }) {
      atoms.rate.set(rate);
      atoms.steps.set(steps);
    },
    /** @param {Phase} phase */
    async go(phase) {
      if (!atoms.gradients.get()) return; // nothing is drawn, or its answer is on the way
      atoms.phase.set(phase);
      refresh.paint();
      try {
        if (phase === "update" || (phase === "again" && !atoms.updated.get())) await updating.update();
      } catch (error) {
        failed(error);
      }
    },
    /** The model with which the steps to a model began. @param {string} model */
    originOf: (model) => (model === outer.chosen.get() ? atoms.past.get()[0]?.model ?? null : null),
    /** Shows the model of before the last update. */
    undo() {
      const last = atoms.past.get().at(-1);
      if (last) restart(last.model, atoms.past.get().slice(0, -1));
    },
    /** Starts from a model. @param {string} name */
    start: (name) => restart(name, []),
  };
}

/** What is learnt from. @param {Own} own @param {StepAtoms} atoms @returns {Subject} */
function subjectOf({ atoms: outer, tab }, { label, loss, read }) {
  const labelNow = () => label.get() ?? sampleLabel(outer) ?? read.get();
  return {
    labelNow,
    isOpen: () => outer.train.get() && tab.get() === "step",
    example: () => ({
      png: encodePng(currentPicture(outer)),
      model: outer.chosen.get(),
      preprocess: outer.preprocess.get(),
      label: Number(labelNow()),
      loss: loss.get(),
    }),
  };
}

/** What keeps the gradients those of what is shown, and paints them. @param {Own} own @param {StepAtoms} atoms @param {Subject} subject */
function createRefresh({ atoms: outer, perform, client, failed }, atoms, { labelNow, isOpen, example }) {
  const paint = () => {
    const found = atoms.gradients.get();
    const isShown = isOpen() && atoms.phase.get() === "gradients" && found?.model === outer.model.get()?.name;
    perform({ type: "paint", gradients: isShown && found ? found.layers : null });
  };
  const newest = createNewest({
    run: async (/** @type {number} */ _, signal) => {
      const wanted = example();
      if (labelNow() === null) atoms.read.set(await client.digit({ ...wanted, model: READER }, signal));
      return labelNow() === null ? null : client.gradients({ ...wanted, label: Number(labelNow()) }, convolutionsOf(outer), signal);
    },
    onResult(gradients) {
      atoms.gradients.set(gradients);
      paint();
    },
    onError: failed,
  });
  return {
    paint,
    ask() {
      if (isOpen() && outer.answered.get()?.trace.response.blank === false) return newest.submit(0);
      atoms.gradients.set(null);
      paint();
    },
  };
}

/** What makes the updated model, and shows it. @param {Own} own @param {StepAtoms} atoms @param {Subject} subject */
function createUpdating({ atoms: outer, perform, client }, { updated, past, rate, steps }, { labelNow, example }) {
  return {
    async update() {
      const wanted = example();
      const count = steps.get();
      const made = await client.steps(wanted, { learning_rate: rate.get(), steps: count });
      if (wanted.model !== outer.chosen.get() || wanted.label !== labelNow()) return;
      past.update((before) => [...before, { model: made.parent, steps: count }]);
      updated.set(made);
      perform({ type: "model", name: made.model });
    },
  };
}

/** What MNIST says of the sample that stands on the pad untouched. @param {import("./atoms.js").Atoms} atoms */
function sampleLabel({ labelled, sampled }) {
  const named = labelled.get();
  return named && named.index === sampled.get() ? named.label : null;
}

/** The parameters of the convolutions: their gradients are sums over a map. @param {import("./atoms.js").Atoms} atoms @returns {string[]} */
function convolutionsOf({ model }) {
  return (model.get()?.layers ?? []).filter(({ kind }) => kind === "convolution").flatMap(({ name }) => [`${name}.weight`, `${name}.bias`]);
}
