/** Lessons: the open step, the settings it changes, and its task. Created when lessons are first opened. */

import { transformed, shift } from "../ink/transform.js";
import { isEmpty } from "../ink/stroke.js";
import { signal } from "../../vendor/signals-core.min.js";
import { assign, nextChange, onChange } from "../lib/signals.js";
import { createPainting } from "../lib/frame.js";
import { LESSONS } from "../lessons/index.js";
import { createLessonRestoring } from "./lesson-restoring.js";
import { createProgress } from "./lesson-progress.js";
import { createLessonTraining } from "./lesson-training.js";
import { viewOf } from "./lesson-view.js";
import { partsOf } from "./url.js";

/** @import { OnIntent } from "../intents.js" */
/** @import { Answer, Dials, Lesson, LessonView, Settings, Step } from "../lesson-types.js" */
/** @import { Training } from "../training-types.js" */
/** @import { Drawing, Trace } from "../types.js" */
/** @import { Ink } from "./drawing-actions.js" */
/** @import { Models } from "./model-actions.js" */
/** @import { createSelectors } from "./selectors.js" */
/** @import { Signals } from "./signals.js" */
/** @import { Storage } from "./storage.js" */

/** @typedef {ReturnType<typeof createSelectors>["network"]} Network  the props of the network's view */
/** @typedef {() => Promise<Training>} OpenTraining  imported when it is first needed */
/**
 * @typedef {{signals: Signals, models: Models, perform: OnIntent, storage: Storage, ink: Ink, network: Network,
 *   training: OpenTraining}} Outside
 */
/** @typedef {ReturnType<typeof createLessonsState>} Lessons */
/** @typedef {{lesson: Lesson, step: Step, at: number}} Open */
/** @typedef {ReturnType<typeof createOwnSignals>} Own */
/**
 * @typedef {object} Lender
 * @property {ReturnType<typeof createLessonRestoring>} lending
 * @property {ReturnType<typeof createLessonTraining>} training
 */

/** The settings with which each step begins: the whole network in 2D, and no pinned unit. @type {Settings} */
const INITIAL_SETTINGS = {
  model: null, unit: null, folded: null, zoom: null, view: null, train: null, why: null, looks: null,
  gallery: null, errors: null, cell: null, against: null, difference: null,
};
/** The sample, an 8, for an empty pad, and for drawings that lack what the task asks for. */
const SPARE_SAMPLE = { sample: "110" };
/** Pad pixels per input pixel; and a shift that is not 0, so that a shifted sample counts as a drawing. */
const [PAD_PIXELS, NUDGE] = [10, 0.001];

function createOwnSignals() {
  return {
    /** The entered step; null until all its settings are set. */
    entered: signal(/** @type {Step | null} */ (null)),
    /** The settings that it has changed, apart from `INITIAL_SETTINGS`. */
    lent: signal(/** @type {Settings} */ ({})),
    /** The settings of its figure. */
    dials: signal(/** @type {Dials} */ ({})),
    /** The layer that a hovered word of the text refers to. */
    lit: signal(/** @type {string | null} */ (null)),
    /** Whether the text is hidden. */
    hidden: signal(false),
    /** The drawing when the step was entered, and its trace. */
    first: signal(/** @type {{drawing: Drawing, trace: Trace | null} | null} */ (null)),
  };
}

/** Create the state of lessons. @param {Outside} outside */
export function createLessonsState(outside) {
  const { signals, perform, storage } = outside;
  const [own, lending, progress] = [createOwnSignals(), createLessonRestoring(outside), createProgress(storage)];
  const training = createLessonTraining(outside, own);
  const open = () => openIn(signals);
  const enter = createEntering(outside, own, { lending, progress, training });
  const view = () => viewOf(outside, own, training);
  const check = () => {
    const now = open();
    const seen = now && view();
    if (seen && now.step.done(seen)) progress.finish(nameOf(now));
  };
  createPainting().add(check);
  onChange([signals.lesson], enter);
  enter();
  const turn = (/** @type {number} */ by) => {
    const now = open();
    const to = now && stepAfter(now, by);
    if (!to) return;
    if (to.name !== now.lesson.name) perform({ type: "lesson", name: to.name });
    perform({ type: "goToStep", step: to.step });
  };
  return {
    ...own,
    outside: signals,
    network: outside.network,
    progress,
    open,
    view,
    turn,
    isDone: () => {
      const now = open();
      return now !== null && progress.isDone(nameOf(now));
    },
    perform,
    /** Change settings of the step's figure. @param {Dials} change */
    dial(change) {
      view();
      own.dials.value = { ...own.dials.value, ...change };
      shiftDrawing(outside, own);
    },
    show: createShowing(outside, own, { lending, training }, view),
  };
}

/** Return the open lesson and step; null if they do not exist. @param {Signals} signals @returns {Open | null} */
function openIn({ lesson: { value } }) {
  const found = LESSONS.find(({ name }) => name === value?.name);
  const at = Number(value?.step);
  const step = found?.steps[at - 1];
  return found && step ? { lesson: found, step, at } : null;
}

/** @param {Open} open */
const nameOf = ({ lesson, at }) => `${lesson.name}/${at}`;

/** Return the step before (−1) or after (1) a step, across lessons. @param {Open} open @param {number} by */
function stepAfter({ lesson, at }, by) {
  const step = at + by;
  if (lesson.steps[step - 1]) return { name: lesson.name, step };
  const other = LESSONS[LESSONS.indexOf(lesson) + by];
  return other ? { name: other.name, step: by > 0 ? 1 : other.steps.length } : null;
}

/**
 * Return the function that is called when the step changes. The old step is left at once; the new one is entered in a
 * microtask, after all intents of the same link, and when model and samples are loaded.
 * @param {Outside} outside @param {Own} own @param {Lender & {progress: ReturnType<typeof createProgress>}} parts
 */
function createEntering(outside, own, { lending, progress, training }) {
  const { signals, perform, ink } = outside;
  const { lesson, model, samples, expected } = signals;
  const isReady = () =>
    (signals.borrowed.value.size > 0 || model.value?.name === signals.chosen.value) &&
    samples.value !== null &&
    expected.value === null;
  /** @param {{name: string, step: number}} wanted */
  const enter = (wanted) => {
    if (lesson.value !== wanted || own.entered.value || !isReady()) return;
    const now = openIn(signals);
    if (!now) return openKnown(outside, wanted, progress.now.value.last);
    lending.giveBackPicture(); // each step begins with the drawing from before the lesson
    const spare = isEmpty(signals.history.value.present) && !now.step.state?.["sample"] ? SPARE_SAMPLE : {};
    own.dials.value = now.step.dials ?? {};
    own.lent.value = { ...spare, ...now.step.state };
    pushHistoryEntry(now);
    void training.hold(now.step);
    lending.lend({ ...INITIAL_SETTINGS, ...own.lent.value }, now.step.draws, () => {
      own.first.value = { drawing: signals.history.value.present, trace: null };
      own.entered.value = now.step;
      shiftDrawing(outside, own);
    });
    progress.open(nameOf(now));
  };
  const enterLater = () => {
    const wanted = lesson.value;
    if (wanted && !own.entered.value) queueMicrotask(() => enter(wanted));
  };
  onChange([model, samples, expected], enterLater);
  return () => {
    if (isSpareReplaced(signals, own)) lending.leavePicture();
    assign(own, { entered: null, lit: null });
    training.giveBack();
    if (signals.play.value) perform({ type: "stop" });
    if (lesson.value) return enterLater();
    lending.lend({});
    ink.keep();
  };
}

/** Whether the user has replaced the step's sample by a drawing. @param {Signals} signals @param {Own} own */
function isSpareReplaced({ history: { value: { present } } }, { entered, lent }) {
  const step = entered.value;
  const isSpare = step && !step.draws && !step.state?.["sample"] && lent.value["sample"] === SPARE_SAMPLE.sample;
  return isSpare && !present.sample && !isEmpty(present);
}

/** Add a history entry for a step: a copy, which link.js replaces by the new address. @param {Open} open */
function pushHistoryEntry({ lesson, at }) {
  const parts = partsOf(window.location.hash);
  const isLinked = parts.get("lesson") === lesson.name && Number(parts.get("step") ?? 1) === at;
  if (!isLinked && !window.history.state) window.history.pushState({ isCopy: true }, "", window.location.href);
}

/**
 * Open the last open lesson, or the first one, if there is no name; report an unknown name. An existing lesson gets its
 * last step instead of a step it does not have.
 * @param {Outside} outside @param {{name: string, step: number}} wanted @param {string} last
 */
function openKnown({ perform }, { name, step }, last) {
  const known = LESSONS.find((lesson) => lesson.name === name);
  if (known) return perform({ type: "goToStep", step: Math.min(step, known.steps.length) });
  const [before = "", at = ""] = name ? [] : last.split("/");
  const found = LESSONS.find((lesson) => lesson.name === before);
  if (name) {
    perform({ type: "lesson", name: null });
    return perform({ type: "ignoreKeys", keys: ["lesson"] });
  }
  perform({ type: "lesson", name: String((found ?? LESSONS[0])?.name) });
  if (found && Number(at) > 0) perform({ type: "goToStep", step: Number(at) });
}

/** Shift the drawing as the figure is set. @param {Outside} outside @param {Own} own */
function shiftDrawing({ perform }, { entered, dials, first }) {
  const from = first.value;
  const { right } = dials.value;
  if (!entered.value?.draws || !from || right === undefined) return;
  perform({ type: "loadDrawing", drawing: transformed(from.drawing, shift(PAD_PIXELS * right + NUDGE, 0)) });
}

/**
 * Return the function that solves the task; with the spare sample, if the drawing lacks what the task asks for.
 * @param {Outside} outside @param {Own} own @param {Lender} lender @param {() => LessonView | null} view
 */
function createShowing(outside, own, { lending, training }, view) {
  const { signals } = outside;
  /** Set what solves the task. @param {Step} step @param {Answer} answer */
  const applySolution = (step, { state, dials, phases }) => {
    if (state) {
      own.lent.value = { ...own.lent.value, ...state };
      lending.lend({ ...INITIAL_SETTINGS, ...own.lent.value }, step.draws);
    }
    if (phases) void training.walk(phases);
    own.dials.value = { ...own.dials.value, ...dials };
    shiftDrawing(outside, own);
  };
  return async () => {
    const wanted = signals.lesson.value;
    while (!own.entered.value) {
      await nextChange([own.entered, signals.lesson]); // what the step needs is on its way
      if (signals.lesson.value !== wanted) return;
    }
    const step = own.entered.value;
    for (
      let isSpare = false;
      own.entered.value === step;
      await nextChange([signals.answered, signals.weights])
    ) {
      const seen = view();
      if (!seen?.weights) continue;
      const answer = step.show(seen);
      applySolution(step, answer ?? { state: SPARE_SAMPLE });
      if (answer || isSpare) return;
      isSpare = true;
    }
  };
}
