/**
 * Finds the page's elements, makes its views and connects them: intents to actions, state to views. No logic of its
 * own.
 */

import { effect, signal, untracked } from "../vendor/signals-core.min.js";
import { createClient } from "./api/client.js";
import { find, listen } from "./lib/dom.js";
import { createPainting } from "./lib/frame.js";
import { copyText, saveFile } from "./lib/hand-over.js";
import { loadPart } from "./lib/lazy.js";
import { ROOT } from "./lib/root.js";
import { onChange } from "./lib/signals.js";
import { loadStylesheets } from "./lib/stylesheets.js";
import { createActions } from "./state/actions.js";
import { createSignals } from "./state/signals.js";
import { createLink } from "./state/link.js";
import { createSelectors } from "./state/selectors.js";
import { createStorage } from "./state/storage.js";
import { createTowerSelector } from "./state/tower.js";
import { CATALOGUES, languageFor } from "./text/languages.js";
import { createText, fillTexts } from "./text/text.js";
import { createAnswer } from "./views/answer.js";
import { createCompare } from "./views/compare.js";
import { createModelPicker, createPreferences, createReading, createTake, createViewSwitch } from "./views/header.js";
import { createIncoming } from "./views/incoming.js";
import { createHint } from "./views/inspector/hint.js";
import { createLazyView } from "./views/lazy.js";
import { createLegend } from "./views/legend.js";
import { createNetworkPlace } from "./views/network-place.js";
import { createNetworkTools } from "./views/network-tools.js";
import { createPad } from "./views/pad.js";
import { createReceived } from "./views/received.js";
import { createSamples } from "./views/samples.js";
import { createStatus } from "./views/status.js";
import { createWelcome } from "./views/welcome.js";

/** @import { View, ViewOptions } from "./intents.js" */
/** @import { Text } from "./text/text.js" */
/** @import { Language } from "./types.js" */

const signals = createSignals();
const select = createSelectors(signals);
const tower = createTowerSelector(signals, select.network);
const actions = createActions(signals, {
  client: createClient(),
  storage: createStorage(() => window.localStorage, () => signals.borrowed.value),
  hands: { address: () => link.address(), origin: ROOT, copy: copyText, save: saveFile },
});
const link = createLink(signals, { perform: actions.perform, window });

const media = {
  dark: window.matchMedia("(prefers-color-scheme: dark)"),
  narrow: window.matchMedia("(max-width: 73.6875rem)"),
  still: window.matchMedia("(prefers-reduced-motion: reduce)"),
  touch: window.matchMedia("(hover: none)"),
};
/** How large type is: 1 where 1 rem is 16 px. */
const letterScale = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
const surround = () =>
  actions.surround({
    systemDark: media.dark.matches,
    systemLanguage: languageFor(navigator.languages),
    still: media.still.matches,
    narrow: media.narrow.matches,
    ratio: window.devicePixelRatio,
    letters: letterScale(),
    touch: media.touch.matches,
    pageHeight: document.body.offsetHeight,
  });
surround();

/**
 * Makes something when it is first needed; what failed is tried again.
 * @template Made
 * @param {() => Promise<Made>} make
 */
function once(make) {
  /** @type {{made: Promise<Made> | null}} */
  const state = { made: null };
  return () => state.made ??= make().catch((error) => {
    state.made = null;
    throw error;
  });
}

const trainingState = once(async () => (await import("./state/training.js")).createTrainingState(actions.outside));
/**
 * Of the parts that are loaded when they are opened; a change of language leaves them as they are. Tab and gallery
 * share one.
 */
const states = {
  training: trainingState,
  errors: once(async () => (await import("./state/errors.js")).createErrorsState(actions.outside)),
  why: once(async () => (await import("./state/why.js")).createWhyState(actions.outside)),
  features: once(async () => (await import("./state/features.js")).createFeaturesState(actions.outside)),
  lessons: once(async () => (await import("./state/lessons.js"))
    .createLessonsState({ ...actions.outside, network: select.network, training: trainingState })),
  lab: once(async () => (await import("./state/lab.js")).createLabState(actions.outside)),
};

/** The address of a style sheet, of the same version as this module. @param {string} name */
const styleSheet = (name) => new URL(`../css/${name}.css`, import.meta.url).href;

/**
 * A part of the page with its style sheets, when it is first needed.
 * @template Part
 * @param {() => Promise<Part>} load
 * @param {readonly string[]} sheets
 */
function lazily(load, ...sheets) {
  const addresses = sheets.map(styleSheet);
  const all = async () => (await Promise.all([load(), loadStylesheets(addresses)]))[0];
  return () => loadPart(all, (error, again) => actions.perform({ type: "missing", error, again }));
}

/**
 * A view that is imported when it is first needed.
 * @template Props
 * @param {string} place
 * @param {ViewOptions} options
 * @param {() => Promise<(root: any, options: ViewOptions) => View<Props>>} load
 * @param {(props: Props) => boolean} isNeeded @param {(props: Props) => void} [wait]
 */
const lazyView = (place, options, load, isNeeded, wait = () => {}) =>
  createLazyView(find(document, place), options, { load, isNeeded, wait });

/**
 * The views that have a state of their own, which comes with them.
 * @param {ViewOptions} options
 */
function createParts(options) {
  /**
   * @template State
   * @param {string} place @param {() => Promise<(root: any, text: Text, state: State) => View<{open: boolean}>>} view
   * @param {() => Promise<State>} state @param {readonly string[]} sheets
   */
  const part = (place, view, state, ...sheets) => lazyView(place, options, lazily(async () => {
    const [create, made] = await Promise.all([view(), state()]);
    return (/** @type {HTMLElement} */ root, /** @type {ViewOptions} */ { text }) => create(root, text, made);
  }, ...sheets), (/** @type {{open: boolean}} */ { open }) => open);
  return {
    training: part("#training", async () => (await import("./views/training.js")).createTraining,
      states.training, "training", "timeline", "step", "../vendor/uPlot.min"),
    errors: part("#errors", async () => (await import("./views/errors.js")).createErrors,
      states.errors, "errors"),
    why: part("#why", async () => (await import("./views/why.js")).createWhy,
      states.why, "why"),
    features: part("#features", async () => (await import("./views/features.js")).createFeatures,
      states.features, "features"),
    gallery: part("#gallery", async () => (await import("./views/gallery.js")).createGallery,
      states.features, "features"),
    lessons: part("#lesson", async () => (await import("./views/lessons.js")).createLessons,
      states.lessons, "lessons", "lesson-figures", "lesson-layout"),
    lab: part("#lab", async () => (await import("./views/lab.js")).createLab,
      states.lab, "lab", "lab-panes"),
  };
}

/** A language's words; English where they can't be had. @param {Language} language */
async function wordsOf(language) {
  try {
    return { language, catalogue: await CATALOGUES[language]() };
  } catch (error) {
    actions.perform({ type: "missing", error: /** @type {Error} */ (error), again: () => void translate(language) });
    return { language: /** @type {const} */ ("en"), catalogue: await CATALOGUES.en() };
  }
}

/** Every view, in one language. @param {Awaited<ReturnType<typeof wordsOf>>} words */
function mount({ language, catalogue }) {
  const text = createText(catalogue);
  const options = { onIntent: actions.perform, text };
  document.documentElement.lang = language;
  fillTexts(document, text);
  return {
    network: createNetworkPlace(find(document, "#network"), {
      ...options,
      async load() {
        const [module] = await Promise.all([import("./views/tower.js"), loadStylesheets([styleSheet("tower")])]);
        return module;
      },
      onUnloaded: (error) => actions.perform({ type: "unloaded", error }),
    }),
    model: createModelPicker(find(document, "#model"), options),
    take: createTake(find(document, "#take"), options),
    export: lazyView(
      "#export",
      options,
      lazily(async () => (await import("./views/export.js")).createExport, "export"),
      ({ open }) => open,
    ),
    preferences: createPreferences(find(document, "#preferences"), options),
    pad: createPad(find(document, "#pad"), options),
    compare: createCompare(find(document, "#compare"), options),
    status: createStatus(find(document, "#status"), options),
    received: createReceived(find(document, "#received"), options),
    samples: createSamples(find(document, "#samples"), options),
    view: createViewSwitch(find(document, "#view"), options),
    tools: createNetworkTools(find(document, "#tools"), options),
    welcome: createWelcome(find(document, "#welcome"), options),
    answer: createAnswer(find(document, "#answer"), options),
    inspector: lazyView(
      "#inspector",
      options,
      lazily(async () => (await import("./views/inspector.js")).createInspector, "arithmetic", "products"),
      ({ unit }) => unit !== null,
      createHint(find(document, "#inspector"), text),
    ),
    kernels: lazyView(
      "#kernels",
      options,
      lazily(async () => (await import("./views/kernels.js")).createKernels, "kernels"),
      ({ layer }) => layer !== null,
    ),
    reading: createReading(find(document, "#reading"), options),
    legend: createLegend(find(document, "#legend"), options),
    ...createParts(options),
  };
}

// What is shown is asked for before the views are made, and comes meanwhile.
actions.start(link.says());
link.start();

const views = signal(mount(await wordsOf(select.language.value)));
createIncoming(document.body, { onIntent: actions.perform });

/** The words change in place; the keyboard stays where it was. @param {Language} language */
async function translate(language) {
  if (language === document.documentElement.lang) return;
  const words = await wordsOf(language);
  if (language !== select.language.value || words.language === document.documentElement.lang) return;
  const place = document.activeElement?.getAttribute("data-testid");
  for (const view of Object.values(views.value)) view.destroy();
  views.value = mount(words);
  if (place) {
    requestAnimationFrame(() =>
      /** @type {HTMLElement | null} */ (document.querySelector(`[data-testid="${place}"]`))?.focus(),
    );
  }
}

/** What style sheets read. */
function setDocument() {
  const { dataset } = document.documentElement;
  const present = signals.present.value ? "1" : "";
  const isOther = dataset["present"] !== present;
  const [train, why, looks, lab] = [select.trains, select.explains, select.looks, select.inLab].map(({ value }) =>
    value ? "1" : "",
  );
  Object.assign(dataset, {
    present,
    theme: select.theme.value,
    hide: select.hidden.value.join(" "),
    train,
    why,
    looks,
    lab,
  });
  if (isOther) untracked(surround); // a presentation's type is larger
}

function renderNetwork() {
  const view = signals.view.value;
  if (view === "3d") void tower.value; // what it shows is painted when it has come
  if (view !== "lab") views.value.network.render({ view, flat: select.network.value, tower: () => tower.value });
}

/** What a picture to take away shows; the 3D view's, if it stands. */
const taken = {
  picture: () => ({ ...select.network.value, answer: select.inspector.value.answer }),
  shoot: () => views.value.network.shooter(),
};

const painting = createPainting();
/** @type {ReadonlyArray<() => void>} */
const PAINTERS = [
  () =>
    views.value.preferences.render({
      theme: select.theme.value,
      language: select.language.value,
      present: signals.present.value,
    }),
  () => views.value.welcome.render({ welcome: signals.welcome.value, touch: signals.touch.value }),
  () => views.value.take.render({ told: signals.told.value, learns: signals.lesson.value !== null }),
  () =>
    views.value.export.render({
      open: signals.taking.value,
      told: signals.told.value,
      picture: taken.picture,
      shoot: untracked(taken.shoot),
    }),
  () => views.value.pad.render(select.pad.value),
  () => views.value.compare.render(select.compare.value),
  () => views.value.status.render({ failure: signals.failure.value }),
  () => views.value.samples.render(select.samples.value),
  () => views.value.view.render({ view: signals.view.value, train: select.trains.value }),
  () => views.value.model.render({ model: signals.chosen.value }),
  () => views.value.training.render({ open: select.trains.value }),
  () => views.value.lessons.render({ open: signals.lesson.value !== null }),
  () => views.value.errors.render({ open: signals.errors.value }),
  () => views.value.reading.render({ shown: signals.why.value ? "why" : signals.looks.value ? "looks-for" : "number" }),
  () => views.value.why.render({ open: select.explains.value }),
  () => views.value.features.render({ open: select.looks.value }),
  () => views.value.gallery.render({ open: signals.gallery.value !== null }),
  () => views.value.lab.render({ open: select.inLab.value }),
  () => views.value.tools.render(select.tools.value),
  () => views.value.received.render(select.received.value),
  () => views.value.inspector.render(select.inspector.value),
  () => views.value.kernels.render(select.kernels.value),
  () => views.value.legend.render(select.legend.value),
];

painting.add(setDocument);
// Before all others, while no style is out of date: text on a canvas has the browser compute them. An answer's maps are
// painted when
// it comes, while the browser waits for its next frame, and are on the screen with that frame.
const network = painting.add(renderNetwork);
onChange([signals.answered], network.early);
painting.add(() => actions.painted(signals.answered.value));
for (const paint of PAINTERS) painting.add(paint);

painting.add(() => {
  const { behavior } = select.reveal.value;
  if (behavior) untracked(() => views.value.network.reveal(behavior)); // once all of the frame is rendered
});

// At once: whoever waits for the answer to a stroke must not see the state of the one before.
effect(() => views.value.answer.render(select.answer.value));
effect(() => void translate(select.language.value));

listen(media.dark, "change", surround);
listen(media.narrow, "change", surround);
listen(media.still, "change", surround);
listen(window, "resize", surround);
new ResizeObserver(surround).observe(document.body);
for (const type of /** @type {const} */ (["pointerdown", "wheel", "keydown"])) {
  listen(window, type, () => actions.perform({ type: "hand" }), { capture: true, passive: true });
}
