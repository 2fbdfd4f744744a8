/** Lessons: the step that is open, what it changes, when its task is done. Made when lessons are first opened. */

import { transformed, shift } from "../ink/transform.js";
import { isEmpty } from "../ink/stroke.js";
import { atom, watchAll } from "../lib/atom.js";
import { createFrame } from "../lib/frame.js";
import { LESSONS } from "../lessons/index.js";
import { createLending } from "./lesson-lending.js";
import { createProgress } from "./lesson-progress.js";
import { fetchWeights } from "./model-actions.js";
import { SETTINGS, partsOf } from "./url.js";

/** @typedef {import("../lesson-types.js").Dials} Dials */
/** @typedef {import("../lesson-types.js").LessonView} LessonView */
/** @typedef {import("../lesson-types.js").Settings} Settings */
/** @typedef {import("../lesson-types.js").Step} Step */
/** @typedef {import("./atoms.js").Atoms} Atoms */
/** @typedef {ReturnType<typeof import("./selectors.js").createSelectors>["network"]} Network */

/**
 * @typedef {object} Outside
 * @property {Atoms} atoms
 * @property {import("./model-actions.js").Models} models
 * @property {import("../intents.js").OnIntent} perform
 * @property {import("./storage.js").Storage} storage
 * @property {import("./ink-actions.js").Ink} ink
 * @property {Network} network  what is shown of the network
 */

/** @typedef {ReturnType<typeof createLessonsState>} Lessons */
/** @typedef {{lesson: import("../lesson-types.js").Lesson, step: Step, at: number}} Open */
/** @typedef {ReturnType<typeof ownAtoms>} Own */
/** @typedef {import("../types.js").Trace} Trace */

/** Every step begins with the flat network, whole, without anything pinned. @type {Settings} */
const PLAIN = { model: null, unit: null, folded: null, zoom: null, view: null, train: null, why: null, errors: null, difference: null };
/** Stands on an empty pad, and where the drawing has nothing that the task asks for: an 8. */
const SPARE = { sample: "110" };
/** The pad's pixels to one of the network's input; and what makes an untouched sample a drawing, which is sent as it is moved. */
const [PAD_PIXELS, NUDGE] = [10, 0.001];

function ownAtoms() {
  return {
    /** The step whose state is there; null: none, or it is still being put there. */
    entered: atom(/** @type {Step | null} */ (null)),
    /** What it has changed, beside `PLAIN`. */
    lent: atom(/** @type {Settings} */ ({})),
    /** What the step's figure is set to. */
    dials: atom(/** @type {Dials} */ ({})),
    /** The layer that a word of the lesson is about. */
    lit: atom(/** @type {string | null} */ (null)),
    /** Are the words hidden? */
    hidden: atom(false),
    /** What was drawn when the step was entered, and its numbers. */
    first: atom(/** @type {{drawing: import("../types.js").Drawing, trace: Trace | null} | null} */ (null)),
  };
}

/** @param {Outside} outside */
export function createLessonsState(outside) {
  const { atoms, perform, storage } = outside;
  const [own, lending, progress] = [ownAtoms(), createLending(outside), createProgress(storage)];
  const open = () => openIn(atoms);
  const enter = createEntering(outside, own, lending, progress);
  const view = () => viewOf(outside, own);
  const check = () => {
    const now = open();
    const seen = now && view();
    if (seen && now.step.done(seen)) progress.finish(nameOf(now));
  };
  const frame = createFrame(check);
  for (const one of [...Object.values(atoms), ...Object.values(own)]) /** @type {import("../lib/atom.js").Atom<any>} */ (one).watch(frame.request);
  atoms.lesson.watch(enter);
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
    outside: atoms,
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
      own.dials.update((dials) => ({ ...dials, ...change }));
      move(outside, own);
    },
    show: createShowing(outside, own, lending, view),
    /** Calls a watcher on every change of what lessons show. @param {() => void} watcher @returns {() => void} what stops it */
    watch(watcher) {
      const { lesson, answered, revision, pinned, pointed, model, weights, stage, zoom, folded, merged, narrow, ratio, theme, systemDark, told, view: kind } = atoms;
      return watchAll([...Object.values(own), progress.now, lesson, answered, revision, pinned, pointed, model, weights, stage, zoom, folded, merged, narrow, ratio, theme, systemDark, told, kind], watcher);
    },
  };
}

/** @param {Atoms} atoms @returns {Open | null} */
function openIn({ lesson: { get } }) {
  const found = LESSONS.find(({ name }) => name === get()?.name);
  const at = Number(get()?.step);
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
 * A step is left at once, and the next entered when all that asked for it has said its word and there are numbers to look at.
 * @param {Outside} outside @param {Own} own @param {ReturnType<typeof createLending>} lending @param {ReturnType<typeof createProgress>} progress
 */
function createEntering(outside, own, lending, progress) {
  const { atoms, perform, ink } = outside;
  const { lesson, model, samples, expected } = atoms;
  const isReady = () => (atoms.borrowed.get().size > 0 || model.get()?.name === atoms.chosen.get()) && samples.get() !== null && expected.get() === null;
  /** @param {{name: string, step: number}} wanted */
  const enter = (wanted) => {
    if (lesson.get() !== wanted || own.entered.get() || !isReady()) return;
    const now = openIn(atoms);
    if (!now) return missing(outside, wanted, progress.now.get().last);
    lending.giveBackPicture(); // each step begins with it as it was
    const spare = isEmpty(atoms.history.get().present) && !now.step.state?.["sample"] ? SPARE : {};
    own.dials.set(now.step.dials ?? {});
    own.lent.set({ ...spare, ...now.step.state });
    pushAddress(now);
    lending.lend({ ...PLAIN, ...own.lent.get() }, now.step.draws, () => {
      own.first.set({ drawing: atoms.history.get().present, trace: null });
      own.entered.set(now.step);
      move(outside, own);
    });
    progress.open(nameOf(now));
  };
  const later = () => {
    const wanted = lesson.get();
    if (wanted && !own.entered.get()) queueMicrotask(() => enter(wanted));
  };
  for (const one of [model, samples, expected]) /** @type {import("../lib/atom.js").Atom<any>} */ (one).watch(later);
  return () => {
    if (drewOverSpare(atoms, own)) lending.leavePicture();
    own.entered.set(null);
    own.lit.set(null);
    if (atoms.play.get()) perform({ type: "stop" });
    if (lesson.get()) return later();
    lending.lend({});
    ink.keep();
  };
}

/** Is there a drawing of the visitor's own in place of the digit that a step put on an empty pad? @param {Atoms} atoms @param {Own} own */
function drewOverSpare({ history, sampled }, { entered, lent }) {
  const step = entered.get();
  const isSpare = step && !step.draws && !step.state?.["sample"] && lent.get()["sample"] === SPARE.sample;
  return isSpare && sampled.get() === null && !isEmpty(history.get().present);
}

/** The browser's way back goes from step to step: link.js writes the new address over the second entry. @param {Open} open */
function pushAddress({ lesson, at }) {
  const parts = partsOf(window.location.hash);
  const isLinked = parts.get("lesson") === lesson.name && Number(parts.get("step") ?? 1) === at;
  if (!isLinked && !window.history.state) window.history.pushState({ isCopy: true }, "", window.location.href);
}

/** No name is the lesson that was open last, or the first one; an unknown one is told of. @param {Outside} outside @param {{name: string, step: number}} wanted @param {string} last */
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

/** What tasks look at; null while the numbers are not those of what is drawn. @param {Outside} outside @param {Own} own @returns {LessonView | null} */
function viewOf({ atoms, models }, own) {
  const trace = liveTrace(atoms);
  if (!trace || !own.entered.get()) return null;
  const first = firstTrace(own, trace);
  return {
    setting: (key) => textOf(atoms, key),
    layers: atoms.model.get()?.layers ?? [],
    trace,
    first,
    /** Asked for when somebody looks at them. */
    get weights() {
      if (!atoms.weights.get()) void fetchWeights(atoms, models, () => {});
      return atoms.weights.get();
    },
    unit: atoms.pinned.get() ?? atoms.pointed.get(),
    dials: own.dials.get(),
    label: labelOf(atoms),
    misread: atoms.samples.get()?.misread ?? [],
  };
}

/** The numbers of what was drawn at first: these, if there have been none. @param {Own} own @param {Trace} trace */
function firstTrace({ first }, trace) {
  first.update((before) => (before?.trace === null ? { ...before, trace } : before));
  return first.get()?.trace ?? trace;
}

/** The numbers of what is drawn, if they are there. @param {Atoms} atoms */
function liveTrace({ answered, revision, expected, chosen }) {
  const newest = answered.get();
  const isLive = newest?.revision === revision.get() && expected.get() === null && newest.trace.response.model === chosen.get();
  return isLive ? newest.trace : null;
}

/** @param {Atoms} atoms @param {string} key */
function textOf(atoms, key) {
  return SETTINGS.find((setting) => setting.key === key)?.write(atoms) ?? null;
}

/** @param {Atoms} atoms */
function labelOf({ labelled, sampled }) {
  const named = labelled.get();
  return named && named.index === sampled.get() ? named.label : null;
}

/** The drawing stands where the figure's dials say. @param {Outside} outside @param {Own} own */
function move({ perform }, { entered, dials, first }) {
  const from = first.get();
  const { right } = dials.get();
  if (!entered.get()?.draws || !from || right === undefined) return;
  perform({ type: "show", drawing: transformed(from.drawing, shift(PAD_PIXELS * right + NUDGE, 0)) });
}

/**
 * Makes the task done; if this drawing has nothing of the kind, with another one.
 * @param {Outside} outside @param {Own} own @param {ReturnType<typeof createLending>} lending @param {() => LessonView | null} view
 */
function createShowing(outside, own, lending, view) {
  const { atoms } = outside;
  /** @param {Step} step @param {number} attempts */
  const show = (step, attempts) => {
    if (own.entered.get() !== step) return;
    const seen = view();
    if (!seen) return soon(atoms.answered, () => show(step, attempts));
    if (!seen.weights) return soon(atoms.weights, () => show(step, attempts));
    const answer = step.show(seen);
    if (!answer || answer.state) {
      own.lent.update((lent) => ({ ...lent, ...(answer ? answer.state : SPARE) }));
      lending.lend({ ...PLAIN, ...own.lent.get() }, step.draws);
    }
    if (!answer && attempts) return soon(atoms.answered, () => show(step, attempts - 1));
    if (answer?.dials) own.dials.update((dials) => ({ ...dials, ...answer.dials }));
    move(outside, own);
  };
  /** When the next numbers have come. @param {import("../lib/atom.js").Atom<any>} numbers @param {() => void} work */
  const soon = (numbers, work) => {
    const stop = numbers.watch(() => {
      stop();
      queueMicrotask(work);
    });
  };
  return () => {
    const step = own.entered.get();
    if (step) show(step, 1);
  };
}
