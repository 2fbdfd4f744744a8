/** Lessons: the step that is open, what it changes, when its task is done. Made when lessons are first opened. */

import { transformed, shift } from "../ink/transform.js";
import { isEmpty } from "../ink/stroke.js";
import { signal } from "../../vendor/signals-core.min.js";
import { assign, nextChange, onChange } from "../lib/signals.js";
import { createPainting } from "../lib/frame.js";
import { LESSONS } from "../lessons/index.js";
import { createLending } from "./lesson-lending.js";
import { createProgress } from "./lesson-progress.js";
import { createLessonTraining } from "./lesson-training.js";
import { viewOf } from "./lesson-view.js";
import { partsOf } from "./url.js";

/** @import { OnIntent } from "../intents.js" */
/** @import { Answer, Dials, Lesson, LessonView, Settings, Step } from "../lesson-types.js" */
/** @import { Training } from "../training-types.js" */
/** @import { Drawing, Trace } from "../types.js" */
/** @import { Ink } from "./ink-actions.js" */
/** @import { Models } from "./model-actions.js" */
/** @import { createSelectors } from "./selectors.js" */
/** @import { Signals } from "./signals.js" */
/** @import { Storage } from "./storage.js" */

/** @typedef {ReturnType<typeof createSelectors>["network"]} Network  what is shown of the network */
/** @typedef {() => Promise<Training>} OpenTraining  made when it is first asked for */
/**
 * @typedef {{signals: Signals, models: Models, perform: OnIntent, storage: Storage, ink: Ink, network: Network,
 *   training: OpenTraining}} Outside
 */
/** @typedef {ReturnType<typeof createLessonsState>} Lessons */
/** @typedef {{lesson: Lesson, step: Step, at: number}} Open */
/** @typedef {ReturnType<typeof ownAtoms>} Own */
/** @typedef {{lending: ReturnType<typeof createLending>, training: ReturnType<typeof createLessonTraining>}} Lender */

/** Every step begins with the flat network, whole, without anything pinned. @type {Settings} */
const PLAIN = {
  model: null, unit: null, folded: null, zoom: null, view: null, train: null, why: null, looks: null,
  gallery: null, errors: null, cell: null, against: null, difference: null,
};
/** Stands on an empty pad, and where the drawing has nothing that the task asks for: an 8. */
const SPARE = { sample: "110" };
/** Pad pixels per input pixel; and a shift that makes an untouched sample a drawing. */
const [PAD_PIXELS, NUDGE] = [10, 0.001];

function ownAtoms() {
  return {
    /** The step whose state is there; null: none, or it is still being put there. */
    entered: signal(/** @type {Step | null} */ (null)),
    /** What it has changed, beside `PLAIN`. */
    lent: signal(/** @type {Settings} */ ({})),
    /** What the step's figure is set to. */
    dials: signal(/** @type {Dials} */ ({})),
    /** The layer that a word of the lesson is about. */
    lit: signal(/** @type {string | null} */ (null)),
    /** Are the words hidden? */
    hidden: signal(false),
    /** What was drawn when the step was entered, and its numbers. */
    first: signal(/** @type {{drawing: Drawing, trace: Trace | null} | null} */ (null)),
  };
}

/** @param {Outside} outside */
export function createLessonsState(outside) {
  const { signals, perform, storage } = outside;
  const [own, lending, progress] = [ownAtoms(), createLending(outside), createProgress(storage)];
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
    const to = now && placeAfter(now, by);
    if (!to) return;
    if (to.name !== now.lesson.name) perform({ type: "lesson", name: to.name });
    perform({ type: "turn", step: to.step });
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
    /** @param {Dials} change */
    dial(change) {
      view();
      own.dials.value = { ...own.dials.value, ...change };
      move(outside, own);
    },
    show: createShowing(outside, own, { lending, training }, view),
  };
}

/** @param {Signals} signals @returns {Open | null} */
function openIn({ lesson: { value } }) {
  const found = LESSONS.find(({ name }) => name === value?.name);
  const at = Number(value?.step);
  const step = found?.steps[at - 1];
  return found && step ? { lesson: found, step, at } : null;
}

/** @param {Open} open */
const nameOf = ({ lesson, at }) => `${lesson.name}/${at}`;

/** The step so many pages on; lessons follow each other. @param {Open} open @param {number} by */
function placeAfter({ lesson, at }, by) {
  const step = at + by;
  if (lesson.steps[step - 1]) return { name: lesson.name, step };
  const other = LESSONS[LESSONS.indexOf(lesson) + by];
  return other ? { name: other.name, step: by > 0 ? 1 : other.steps.length } : null;
}

/**
 * A step is left at once, and the next entered when all that asked for it has said its word and there are numbers to
 * look at.
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
    if (!now) return missing(outside, wanted, progress.now.value.last);
    lending.giveBackPicture(); // each step begins with it as it was
    const spare = isEmpty(signals.history.value.present) && !now.step.state?.["sample"] ? SPARE : {};
    own.dials.value = now.step.dials ?? {};
    own.lent.value = { ...spare, ...now.step.state };
    pushAddress(now);
    void training.hold(now.step);
    lending.lend({ ...PLAIN, ...own.lent.value }, now.step.draws, () => {
      own.first.value = { drawing: signals.history.value.present, trace: null };
      own.entered.value = now.step;
      move(outside, own);
    });
    progress.open(nameOf(now));
  };
  const later = () => {
    const wanted = lesson.value;
    if (wanted && !own.entered.value) queueMicrotask(() => enter(wanted));
  };
  onChange([model, samples, expected], later);
  return () => {
    if (drewOverSpare(signals, own)) lending.leavePicture();
    assign(own, { entered: null, lit: null });
    training.giveBack();
    if (signals.play.value) perform({ type: "stop" });
    if (lesson.value) return later();
    lending.lend({});
    ink.keep();
  };
}

/** Is a drawing of the visitor's own in place of the step's digit? @param {Signals} signals @param {Own} own */
function drewOverSpare({ history: { value: { present } } }, { entered, lent }) {
  const step = entered.value;
  const isSpare = step && !step.draws && !step.state?.["sample"] && lent.value["sample"] === SPARE.sample;
  return isSpare && !present.sample && !isEmpty(present);
}

/** A history entry for each step: link.js writes the new address over the second entry. @param {Open} open */
function pushAddress({ lesson, at }) {
  const parts = partsOf(window.location.hash);
  const isLinked = parts.get("lesson") === lesson.name && Number(parts.get("step") ?? 1) === at;
  if (!isLinked && !window.history.state) window.history.pushState({ isCopy: true }, "", window.location.href);
}

/**
 * No name is the lesson that was open last, or the first one; an unknown one is told of.
 * @param {Outside} outside @param {{name: string, step: number}} wanted @param {string} last
 */
function missing({ perform }, { name, step }, last) {
  const known = LESSONS.find((lesson) => lesson.name === name);
  if (known) return perform({ type: "turn", step: Math.min(step, known.steps.length) });
  const [before = "", at = ""] = name ? [] : last.split("/");
  const found = LESSONS.find((lesson) => lesson.name === before);
  if (name) {
    perform({ type: "lesson", name: null });
    return perform({ type: "ignore", keys: ["lesson"] });
  }
  perform({ type: "lesson", name: String((found ?? LESSONS[0])?.name) });
  if (found && Number(at) > 0) perform({ type: "turn", step: Number(at) });
}

/** The drawing stands where the figure's dials say. @param {Outside} outside @param {Own} own */
function move({ perform }, { entered, dials, first }) {
  const from = first.value;
  const { right } = dials.value;
  if (!entered.value?.draws || !from || right === undefined) return;
  perform({ type: "show", drawing: transformed(from.drawing, shift(PAD_PIXELS * right + NUDGE, 0)) });
}

/**
 * Makes the task done; if this drawing has nothing of the kind, with another one.
 * @param {Outside} outside @param {Own} own @param {Lender} lender @param {() => LessonView | null} view
 */
function createShowing(outside, own, { lending, training }, view) {
  const { signals } = outside;
  /** @param {Step} step @param {Answer} answer */
  const give = (step, { state, dials, phases }) => {
    if (state) {
      own.lent.value = { ...own.lent.value, ...state };
      lending.lend({ ...PLAIN, ...own.lent.value }, step.draws);
    }
    if (phases) void training.walk(phases);
    own.dials.value = { ...own.dials.value, ...dials };
    move(outside, own);
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
      give(step, answer ?? { state: SPARE });
      if (answer || isSpare) return;
      isSpare = true;
    }
  };
}
