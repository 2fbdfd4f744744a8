/** Create the state, the actions and the views of the page, and connect them. */

import { effect, signal, untracked } from "../vendor/signals-core.min.js";
import { createClient } from "./api/client.js";
import { find, listen } from "./lib/dom.js";
import { createPainting } from "./lib/frame.js";
import { copyText, saveFile } from "./lib/download.js";
import { ROOT } from "./lib/root.js";
import { onChange, valuesOf } from "./lib/signals.js";
import { createParts, withSheets } from "./parts.js";
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
import {
  createModelPicker,
  createPanelSwitch,
  createPreferences,
  createShareButtons,
  createViewSwitch,
} from "./views/header.js";
import { createIncoming } from "./views/file-drop.js";
import { createLegend } from "./views/legend.js";
import { createNetworkPlace } from "./views/network-switch.js";
import { createNetworkTools } from "./views/network-tools.js";
import { createPad } from "./views/pad.js";
import { createReceived } from "./views/network-input.js";
import { createSamples } from "./views/samples.js";
import { createStatus } from "./views/status.js";
import { createWelcome } from "./views/welcome.js";

/** @import { Language } from "./types.js" */

const signals = createSignals();
const select = createSelectors(signals);
const tower = createTowerSelector(signals, select.network);
const actions = createActions(signals, {
  client: createClient(),
  storage: createStorage(() => window.localStorage, () => signals.borrowed.value),
  hands: { address: () => link.address(), origin: ROOT, copy: copyText, save: saveFile },
});
const link = createLink(signals, { ...actions.outside, window });

const media = {
  dark: window.matchMedia("(prefers-color-scheme: dark)"),
  narrow: window.matchMedia("(max-width: 73.6875rem)"),
  reducedMotion: window.matchMedia("(prefers-reduced-motion: reduce)"),
  touch: window.matchMedia("(hover: none)"),
};
/** Return the text scale: 1 where 1 rem is 16 px. */
const letterScale = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
const surround = () =>
  actions.surround({
    systemDark: media.dark.matches,
    systemLanguage: languageFor(navigator.languages),
    reducedMotion: media.reducedMotion.matches,
    narrow: media.narrow.matches,
    ratio: window.devicePixelRatio,
    textScale: letterScale(),
    touch: media.touch.matches,
    pageHeight: document.body.offsetHeight,
  });
surround();

const mountParts = createParts(actions, select.network);

/** Import the texts of a language; English if that fails. @param {Language} language */
async function loadTexts(language) {
  try {
    return { language, catalogue: await CATALOGUES[language]() };
  } catch (error) {
    const again = () => void translate(language);
    actions.perform({ type: "importFailed", error: /** @type {Error} */ (error), again });
    return { language: /** @type {const} */ ("en"), catalogue: await CATALOGUES.en() };
  }
}

/** Create all views in one language. @param {Awaited<ReturnType<typeof loadTexts>>} words */
function mount({ language, catalogue }) {
  const text = createText(catalogue, language);
  const options = { onIntent: actions.perform, text };
  document.documentElement.lang = language;
  fillTexts(document, text);
  return {
    network: createNetworkPlace(find(document, "#network"), {
      ...options,
      load: () => withSheets(() => import("./views/tower.js"), ["tower"]),
      onUnloaded: (error) => actions.perform({ type: "viewFailed", error }),
    }),
    model: createModelPicker(find(document, "#model"), options),
    take: createShareButtons(find(document, "#take"), options),
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
    reading: createPanelSwitch(find(document, "#reading"), options),
    legend: createLegend(find(document, "#legend"), options),
    ...mountParts(options),
  };
}

// The first requests are sent before the views are created, so that both take place at the same time.
actions.start(link.says());
link.start();

const views = signal(mount(await loadTexts(select.language.value)));
createIncoming(document.body, { onIntent: actions.perform });

/** Create the views again in another language, and restore the focus. @param {Language} language */
async function translate(language) {
  if (language === document.documentElement.lang) return;
  const words = await loadTexts(language);
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

/** Set the attributes of the root element that style sheets depend on. */
function setDocument() {
  const { dataset } = document.documentElement;
  const isChanged = dataset["present"] !== (signals.present.value ? "1" : "");
  const { trains: train, explains: why, looks, inLab: lab } = select;
  for (const [name, { value }] of Object.entries({ present: signals.present, train, why, looks, lab })) {
    dataset[name] = value ? "1" : "";
  }
  Object.assign(dataset, { theme: select.theme.value, hide: select.hidden.value.join(" ") });
  if (isChanged) untracked(surround); // presentation mode changes the text scale
}

function renderNetwork() {
  const view = signals.view.value;
  if (view === "3d") void tower.value; // subscribe: the 3D view reads it only once it is imported
  if (view !== "lab") views.value.network.render({ view, flat: select.network.value, tower: () => tower.value });
}

/** Return the props of the exported picture. */
const picture = () => ({ ...select.network.value, answer: select.inspector.value.answer });
const shooter = () => views.value.network.shooter();

const { chosen, errors, exporting, exportStatus, failure, gallery, lesson, looks } = signals;
const { present, touch, view, welcome, why } = signals;
const { explains, inLab, language, theme, trains } = select;
const painting = createPainting();
/** @type {ReadonlyArray<(shown: typeof views.value) => void>} */
const PAINTERS = [
  ({ preferences }) => preferences.render(valuesOf({ theme, language, present })),
  (shown) => shown.welcome.render(valuesOf({ welcome, touch })),
  ({ take }) => take.render({ exportStatus: exportStatus.value, learns: lesson.value !== null }),
  (shown) =>
    shown.export.render({ ...valuesOf({ open: exporting, exportStatus }), picture, shoot: untracked(shooter) }),
  ({ pad }) => pad.render(select.pad.value),
  ({ compare }) => compare.render(select.compare.value),
  ({ status }) => status.render(valuesOf({ failure })),
  ({ samples }) => samples.render(select.samples.value),
  (shown) => shown.view.render(valuesOf({ view, train: trains })),
  ({ model }) => model.render({ model: chosen.value }),
  ({ training }) => training.render({ open: trains.value }),
  ({ lessons }) => lessons.render({ open: lesson.value !== null }),
  (shown) => shown.errors.render({ open: errors.value }),
  ({ reading }) => reading.render({ shown: why.value ? "why" : looks.value ? "looks-for" : "number" }),
  (shown) => shown.why.render({ open: explains.value }),
  ({ features }) => features.render({ open: select.looks.value }),
  (shown) => shown.gallery.render({ open: gallery.value !== null }),
  ({ lab }) => lab.render({ open: inLab.value }),
  ({ tools }) => tools.render(select.tools.value),
  ({ received }) => received.render(select.received.value),
  ({ inspector }) => inspector.render(select.inspector.value),
  ({ kernels }) => kernels.render(select.kernels.value),
  ({ legend }) => legend.render(select.legend.value),
];

painting.add(setDocument);
// The network is painted first, before other views invalidate styles, because text on a canvas makes the browser
// compute them. The maps of a response are painted as soon as it arrives, to be on the screen with the next frame.
const network = painting.add(renderNetwork);
onChange([signals.answered], network.early);
painting.add(() => actions.painted(signals.answered.value));
for (const paint of PAINTERS) painting.add(() => paint(views.value));

painting.add(() => {
  const { behavior, revealed } = select.reveal.value; // after all views of the frame are rendered
  if (revealed === "unit") return untracked(() => views.value.network.reveal(behavior));
  const part = revealed === "training" ? ".training-strip" : `#${revealed}`;
  if (revealed) document.querySelector(part)?.scrollIntoView({ behavior });
});

// Not in a frame: from the start of a stroke the prediction must be marked as pending, never as current.
effect(() => views.value.answer.render(select.answer.value));
effect(() => void translate(select.language.value));

listen(media.dark, "change", surround);
listen(media.narrow, "change", surround);
listen(media.reducedMotion, "change", surround);
listen(window, "resize", surround);
new ResizeObserver(surround).observe(document.body);
for (const type of /** @type {const} */ (["pointerdown", "wheel", "keydown"])) {
  listen(window, type, () => actions.perform({ type: "userScroll" }), { capture: true, passive: true });
}
