/** Finds the page's elements, makes its views and connects them: intents to actions, state to views. No logic of its own. */

import { createClient } from "./api/client.js";
import { find, listen } from "./lib/dom.js";
import { fetched } from "./lib/fetched.js";
import { createFrame } from "./lib/frame.js";
import { copyText, saveFile } from "./lib/hand-over.js";
import { ROOT } from "./lib/root.js";
import { onChange } from "./lib/signals.js";
import { styled } from "./lib/styled.js";
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
import { createLater } from "./views/later.js";
import { createLegend } from "./views/legend.js";
import { createNetworkPlace } from "./views/network-place.js";
import { createNetworkTools } from "./views/network-tools.js";
import { createPad } from "./views/pad.js";
import { createReceived } from "./views/received.js";
import { createSamples } from "./views/samples.js";
import { createStatus } from "./views/status.js";
import { createWelcome } from "./views/welcome.js";

const signals = createSignals();
const select = createSelectors(signals);
const selectTower = createTowerSelector(signals, select.network);
const actions = createActions(signals, {
  client: createClient(),
  storage: createStorage(() => window.localStorage, () => signals.borrowed.value),
  hands: { address: () => link.address(), origin: ROOT, copy: copyText, save: saveFile },
});
const link = createLink(signals, { perform: actions.perform, window });

const media = { dark: window.matchMedia("(prefers-color-scheme: dark)"), narrow: window.matchMedia("(max-width: 73.6875rem)"),
  still: window.matchMedia("(prefers-reduced-motion: reduce)"), touch: window.matchMedia("(hover: none)") };
/** How large type is: 1 where 1 rem is 16 px. */
const letterScale = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
const surround = () => actions.surround({ systemDark: media.dark.matches, systemLanguage: languageFor(navigator.languages),
  still: media.still.matches, narrow: media.narrow.matches, ratio: window.devicePixelRatio, letters: letterScale(), touch: media.touch.matches });
surround();

/** Made when each is first opened; a change of language leaves them as they are. @type {{training: import("./training-types.js").Training | null, errors: import("./errors-types.js").ErrorsState | null, why: import("./why-types.js").WhyState | null, lessons: import("./lesson-types.js").Lessons | null, lab: import("./lab-types.js").Lab | null}} */
const states = { training: null, errors: null, why: null, lessons: null, lab: null };

/** What is said when a part of the page that is fetched when it is needed did not come, or came. */
const coming = {
  onMissed: (/** @type {Error} */ error) => actions.perform({ type: "missed", error }),
  onCame: () => actions.perform({ type: "came" }),
};

/** A part of the page with its style sheets. @template Part @param {Promise<Part>} part @param {readonly string[]} sheets */
async function dressed(part, ...sheets) {
  const [loaded] = await Promise.all([part, styled(sheets.map((name) => `${ROOT}/static/css/${name}.css`))]);
  return loaded;
}

/** A language's words; English where they can't be had. @param {import("./types.js").Language} language */
async function wordsOf(language) {
  try {
    const catalogue = await CATALOGUES[language]();
    coming.onCame();
    return { language, catalogue };
  } catch (error) {
    coming.onMissed(/** @type {Error} */ (error));
    return { language: /** @type {const} */ ("en"), catalogue: await CATALOGUES.en() };
  }
}

/** The views that have a state of their own, which comes with them. @param {import("./intents.js").ViewOptions} options */
function latecomers(options) {
  return {
    training: createLater(find(document, "#training"), options, {
      load: async () => {
        const loading = fetched(() => import("./state/training.js"), import.meta.resolve("./state/training.js"));
        const { createTraining } = await dressed(fetched(() => import("./views/training.js"), import.meta.resolve("./views/training.js")), "training", "timeline", "step", "../vendor/uPlot.min");
        const { createTrainingState } = await loading;
        const state = states.training ??= createTrainingState(actions.outside);
        return (root, { text: words }) => createTraining(root, words, state);
      },
      isNeeded: ({ open }) => open,
      ...coming,
    }),
    errors: createLater(find(document, "#errors"), options, {
      load: async () => {
        const loading = fetched(() => import("./state/errors.js"), import.meta.resolve("./state/errors.js"));
        const { createErrors } = await dressed(fetched(() => import("./views/errors.js"), import.meta.resolve("./views/errors.js")), "errors");
        const { createErrorsState } = await loading;
        const state = states.errors ??= createErrorsState(actions.outside);
        return (root, { text: words }) => createErrors(root, words, state);
      },
      isNeeded: ({ open }) => open,
      ...coming,
    }),
    why: createLater(find(document, "#why"), options, {
      load: async () => {
        const loading = fetched(() => import("./state/why.js"), import.meta.resolve("./state/why.js"));
        const { createWhy } = await dressed(fetched(() => import("./views/why.js"), import.meta.resolve("./views/why.js")), "why");
        const { createWhyState } = await loading;
        const state = states.why ??= createWhyState(actions.outside);
        return (root, { text: words }) => createWhy(root, words, state);
      },
      isNeeded: ({ open }) => open,
      ...coming,
    }),
    lessons: createLater(find(document, "#lesson"), options, {
      load: async () => {
        const loading = fetched(() => import("./state/lessons.js"), import.meta.resolve("./state/lessons.js"));
        const { createLessons } = await dressed(fetched(() => import("./views/lessons.js"), import.meta.resolve("./views/lessons.js")), "lessons", "lesson-figures", "lesson-layout");
        const { createLessonsState } = await loading;
        const state = states.lessons ??= createLessonsState({ ...actions.outside, network: select.network });
        return (root, { text: words }) => createLessons(root, words, state);
      },
      isNeeded: ({ open }) => open,
      ...coming,
    }),
    lab: createLater(find(document, "#lab"), options, {
      load: async () => {
        const loading = fetched(() => import("./state/lab.js"), import.meta.resolve("./state/lab.js"));
        const { createLab } = await dressed(fetched(() => import("./views/lab.js"), import.meta.resolve("./views/lab.js")), "lab", "lab-panes");
        const { createLabState } = await loading;
        const state = states.lab ??= createLabState(actions.outside);
        return (root, { text: words }) => createLab(root, words, state);
      },
      isNeeded: ({ open }) => open,
      ...coming,
    }),
  };
}

/** Every view, in one language. @param {Awaited<ReturnType<typeof wordsOf>>} words */
function mount({ language, catalogue }) {
  const text = createText(catalogue);
  const options = { onIntent: actions.perform, text };
  document.documentElement.lang = language;
  fillTexts(document, text);
  return {
    text,
    views: {
      network: createNetworkPlace(find(document, "#network"), {
        ...options,
        load: () => dressed(fetched(() => import("./views/tower.js"), import.meta.resolve("./views/tower.js")), "tower"),
        onUnloaded: (error) => actions.perform({ type: "unloaded", error }),
        onCame: coming.onCame,
      }),
      model: createModelPicker(find(document, "#model"), options),
      take: createTake(find(document, "#take"), options),
      export: createLater(find(document, "#export"), options, {
        load: async () => (await dressed(fetched(() => import("./views/export.js"), import.meta.resolve("./views/export.js")), "export")).createExport,
        isNeeded: ({ open }) => open,
        ...coming,
      }),
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
      inspector: createLater(find(document, "#inspector"), options, {
        load: async () => (await dressed(fetched(() => import("./views/inspector.js"), import.meta.resolve("./views/inspector.js")), "arithmetic", "products")).createInspector,
        isNeeded: ({ unit }) => unit !== null,
        wait: createHint(find(document, "#inspector"), text),
        ...coming,
      }),
      kernels: createLater(/** @type {HTMLDialogElement} */ (find(document, "#kernels")), options, {
        load: async () => (await dressed(fetched(() => import("./views/kernels.js"), import.meta.resolve("./views/kernels.js")), "kernels")).createKernels,
        isNeeded: ({ layer }) => layer !== null,
        ...coming,
      }),
      reading: createReading(find(document, "#reading"), options),
      ...latecomers(options),
      legend: createLegend(find(document, "#legend"), options),
    },
  };
}

// What is shown is asked for before the views are made, and comes meanwhile.
actions.start(link.says());
link.start();

/** The language that was asked for last, and at which attempt. */
const wanted = () => `${select.language()} ${signals.attempts.value}`;
const page = { wanted: wanted(), ...mount(await wordsOf(select.language())) };
createIncoming(document.body, { onIntent: actions.perform });

/** The words change in place; the keyboard stays where it was. @param {import("./types.js").Language} language */
async function translate(language) {
  page.wanted = wanted();
  if (language === document.documentElement.lang) return;
  const words = await wordsOf(language);
  if (language !== select.language() || words.language === document.documentElement.lang) return;
  const place = document.activeElement?.getAttribute("data-testid");
  for (const view of Object.values(page.views)) view.destroy();
  Object.assign(page, mount(words));
  draw();
  if (place) /** @type {HTMLElement | null} */ (document.querySelector(`[data-testid="${place}"]`))?.focus();
}

const inLab = () => signals.view.value === "lab";
/** The lab, a presentation and a page in a frame have no room for training. */
const trains = () => signals.train.value && !inLab() && !signals.present.value && !signals.embed.value;
const explains = () => signals.why.value !== null && !inLab();
const renderNetwork = () => inLab() || page.views.network.render({ view: signals.view.value, flat: select.network(), tower: selectTower });
const renderAnswer = () => page.views.answer.render(select.answer());
const pictureToTake = () => ({ ...select.network(), answer: select.inspector().answer });

const early = { done: false };
/** While the browser waits for its next frame the maps can be painted already, once: the frame that shows them is shorter then. */
function paintEarly() {
  if (early.done) return;
  early.done = true;
  renderNetwork();
}

/** What style sheets read. @param {Readonly<Record<"theme" | "hide" | "present" | "train" | "why" | "lab", string>>} props */
function setDocument(props) {
  const { dataset } = document.documentElement;
  const isOther = dataset["present"] !== props.present;
  Object.assign(dataset, props);
  if (isOther) surround(); // a presentation's type is larger
}

function draw() {
  const attempts = signals.attempts.value; // what did not come is tried again when it has changed
  if (page.wanted !== wanted()) void translate(select.language());
  setDocument({ theme: select.theme(), hide: select.hidden().join(" "), present: signals.present.value ? "1" : "", train: trains() ? "1" : "", why: explains() ? "1" : "", lab: inLab() ? "1" : "" });
  // First of all, while no style is out of date: text on a canvas has the browser compute them.
  renderNetwork();
  early.done = false;
  page.views.preferences.render({ theme: select.theme(), language: select.language(), present: signals.present.value });
  page.views.welcome.render({ welcome: signals.welcome.value, touch: signals.touch.value });
  page.views.take.render({ told: signals.told.value, learns: signals.lesson.value !== null });
  page.views.export.render({ open: signals.taking.value, told: signals.told.value, picture: pictureToTake, shoot: page.views.network.shooter(), attempts });
  page.views.pad.render(select.pad());
  page.views.compare.render(select.compare());
  page.views.status.render({ failure: signals.failure.value });
  page.views.samples.render(select.samples());
  page.views.view.render({ view: signals.view.value, train: trains() });
  page.views.model.render({ model: signals.chosen.value });
  page.views.training.render({ open: trains(), attempts });
  page.views.lessons.render({ open: signals.lesson.value !== null, attempts });
  page.views.errors.render({ open: signals.errors.value, attempts });
  page.views.reading.render({ why: signals.why.value !== null });
  page.views.why.render({ open: explains(), attempts });
  page.views.lab.render({ open: inLab(), attempts });
  page.views.tools.render(select.tools());
  page.views.received.render(select.received());
  page.views.inspector.render({ ...select.inspector(), attempts });
  page.views.kernels.render({ ...select.kernels(), attempts });
  page.views.legend.render(select.legend());
  actions.painted();
  renderAnswer();
}

const frame = createFrame(draw);

// What is painted is noted in a frame, and shown by the answer there: it needs no frame of its own.
onChange(Object.values(signals).filter((one) => one !== signals.painted), frame.request);
// At once: whoever waits for the answer to a stroke must not see the state of the one before.
onChange([signals.revision, signals.failure], renderAnswer);
onChange([signals.answered], paintEarly);

listen(media.dark, "change", surround);
listen(media.narrow, "change", surround);
listen(media.still, "change", surround);
listen(window, "resize", surround);
frame.request();
