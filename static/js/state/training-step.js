/** One training step on the drawing: forward pass, loss, gradients, update, and the forward pass again. */

import { createNewest } from "../api/newest.js";
import { encodePng } from "../ink/png.js";
import { isEmpty } from "../ink/stroke.js";
import { signal } from "../../vendor/signals-core.min.js";
import { assign, onChange } from "../lib/signals.js";
import { currentPicture } from "./requests.js";
import { labelOf } from "./explanation-selectors.js";

/** @import { Signal } from "../../vendor/signals-core.min.js" */
/** @import { Example, Gradients, Loss, Phase, Steps, TrainingTab } from "../training-types.js" */
/** @import { Signals } from "./signals.js" */

/** @typedef {Signal<TrainingTab>} TabSignal */
/** @typedef {import("./training-timeline.js").Own & {tab: TabSignal}} Own */
/** @typedef {ReturnType<typeof stepSignals>} StepSignals */
/** @typedef {{labelNow: () => number | null, isOpen: () => boolean, example: () => Example}} Subject */

/** The model whose prediction is the label while the user has not chosen one. */
const LABEL_MODEL = "lenet";

/** Create the signals. @param {Signals} signals */
function stepSignals({ taught }) {
  return {
    /** The chosen label. */
    taught,
    /** LeNet's prediction for the drawing; null until it is requested. */
    read: signal(/** @type {number | null} */ (null)),
    loss: signal(/** @type {Loss} */ ("cross-entropy")),
    rate: signal(0.01),
    steps: signal(1),
    phase: signal(/** @type {Phase | null} */ (null)),
    /** The gradients of the shown model for the drawing and its label. */
    gradients: signal(/** @type {Gradients | null} */ (null)),
    /** The result of the last update; null if drawing, label or loss have changed since. */
    updated: signal(/** @type {Steps | null} */ (null)),
    /** The models from before each update, with the update's number of steps. */
    past: signal(/** @type {ReadonlyArray<{model: string, steps: number}>} */ ([])),
  };
}

/** Create the state and the actions of training steps. @param {Own} own */
export function createLearning(own) {
  const { signals: outer, tab, perform, failed } = own;
  const signals = stepSignals(outer);
  const subject = subjectOf(own, signals);
  const refresh = createRefresh(own, signals, subject);
  const updating = createUpdating(own, signals, subject);
  const begin = () => {
    signals.updated.value = null;
    refresh.ask();
  };
  /** Show a model and its history. @param {string} name @param {ReadonlyArray<{model: string, steps: number}>} past */
  const restart = (name, past) => {
    assign(signals, { past, updated: null, phase: null });
    perform({ type: "model", name });
  };
  onChange([outer.answered], () => {
    // An update of another model does not apply any more.
    if (signals.updated.value && signals.updated.value?.model !== outer.chosen.value) signals.updated.value = null;
    refresh.ask();
  });
  onChange([outer.history], () => {
    assign(signals, { read: null, updated: null });
    if (isEmpty(outer.history.value.present)) signals.taught.value = null;
  });
  onChange([tab, outer.train], refresh.ask);
  return {
    signals,
    labelNow: subject.labelNow,
    /** Whether the label is only LeNet's prediction. */
    isRead: () => labelOf(outer) === null && signals.read.value !== null,
    /** Choose the label. @param {number} label */
    choose(label) {
      signals.taught.value = { label, base: outer.history.value.present.base };
      begin();
    },
    /** Choose the loss. @param {Loss} loss */
    measure(loss) {
      signals.loss.value = loss;
      begin();
    },
    /** Set learning rate or number of steps. @param {{rate?: number, steps?: number}} descent */
    descend: (descent) => assign(signals, descent),
    /** Go to a phase. @param {Phase} phase */
    async go(phase) {
      if (!signals.gradients.value) return; // nothing is drawn, or the response is pending
      signals.phase.value = phase;
      refresh.paint();
      try {
        if (phase === "update" || (phase === "again" && !signals.updated.value)) await updating.update();
      } catch (error) {
        failed(error);
      }
    },
    /** Return the model from before the first update, if the model is the shown one. @param {string} model */
    originOf: (model) => (model === outer.chosen.value ? signals.past.value[0]?.model ?? null : null),
    /** Show the model from before the last update. */
    undo() {
      const last = signals.past.value.at(-1);
      if (last) restart(last.model, signals.past.value.slice(0, -1));
    },
    /** Show a model, without earlier updates. @param {string} name */
    start: (name) => restart(name, []),
  };
}

/** Return the training example. @param {Own} own @param {StepSignals} signals @returns {Subject} */
function subjectOf({ signals: outer, tab }, { loss, read }) {
  const labelNow = () => labelOf(outer) ?? read.value;
  return {
    labelNow,
    isOpen: () => outer.train.value && tab.value === "step",
    example: () => ({
      png: encodePng(currentPicture(outer)),
      model: outer.chosen.value,
      preprocess: outer.preprocess.value,
      label: Number(labelNow()),
      loss: loss.value,
    }),
  };
}

/**
 * Create the functions that request the gradients of what is shown, and paint them.
 * @param {Own} own @param {StepSignals} signals @param {Subject} subject
 */
function createRefresh({ signals: outer, perform, client, failed }, signals, { labelNow, isOpen, example }) {
  const paint = () => {
    const found = signals.gradients.value;
    const isShown = isOpen() && signals.phase.value === "gradients" && found?.model === outer.model.value?.name;
    perform({ type: "set", name: "gradients", value: isShown && found ? found.layers : null });
  };
  const newest = createNewest({
    run: async (/** @type {number} */ _, ended) => {
      const [wanted, drawing] = [example(), outer.history.value];
      if (labelNow() === null) {
        const digit = await client.digit({ ...wanted, model: LABEL_MODEL }, ended);
        if (outer.history.value === drawing) signals.read.value = digit;
      }
      return labelNow() === null
        ? null
        : client.gradients({ ...wanted, label: Number(labelNow()) }, convolutionsOf(outer), ended);
    },
    onResult(gradients) {
      signals.gradients.value = gradients;
      paint();
    },
    onError: failed,
  });
  return {
    paint,
    ask() {
      if (isOpen() && outer.answered.value?.trace.response.blank === false) return newest.submit(0);
      signals.gradients.value = null;
      paint();
    },
  };
}

/** Create the update of the model. @param {Own} own @param {StepSignals} signals @param {Subject} subject */
function createUpdating({ signals: outer, perform, client }, { updated, past, rate, steps }, { labelNow, example }) {
  return {
    async update() {
      const wanted = example();
      const count = steps.value;
      const made = await client.steps(wanted, { learning_rate: rate.value, steps: count });
      if (wanted.model !== outer.chosen.value || wanted.label !== labelNow()) return;
      past.value = [...past.value, { model: made.parent, steps: count }];
      updated.value = made;
      perform({ type: "model", name: made.model });
    },
  };
}

/** Return the names of the convolutions' parameters. @param {Signals} signals @returns {string[]} */
function convolutionsOf({ model }) {
  return (model.value?.layers ?? [])
    .filter(({ kind }) => kind === "convolution")
    .flatMap(({ name }) => [`${name}.weight`, `${name}.bias`]);
}
