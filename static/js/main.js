/** Finds the page's elements, makes its views and connects them: intents to actions, state to views. No logic of its own. */

import { createClient } from "./api/client.js";
import { find, listen } from "./lib/dom.js";
import { createFrame } from "./lib/frame.js";
import { copyText, saveFile } from "./lib/hand-over.js";
import { createActions } from "./state/actions.js";
import { createAtoms } from "./state/atoms.js";
import { createLink } from "./state/link.js";
import { createSelectors } from "./state/selectors.js";
import { createStorage } from "./state/storage.js";
import { createTowerSelector } from "./state/tower.js";
import { CATALOGUES, languageFor } from "./text/languages.js";
import { createText, fillTexts } from "./text/text.js";
import { createAnswer } from "./views/answer.js";
import { createCompare } from "./views/compare.js";
import { createExport } from "./views/export.js";
import { createIncoming } from "./views/incoming.js";
import { createInspector } from "./views/inspector.js";
import { createKernels } from "./views/kernels.js";
import { createLegend } from "./views/legend.js";
import { createNetworkPlace } from "./views/network-place.js";
import { createNetworkTools } from "./views/network-tools.js";
import { noticeOf } from "./views/notice.js";
import { createPad } from "./views/pad.js";
import { createPreferences } from "./views/preferences.js";
import { createReceived } from "./views/received.js";
import { createSamples } from "./views/samples.js";
import { createStatus } from "./views/status.js";
import { createTake } from "./views/take.js";
import { createViewSwitch } from "./views/view-switch.js";

const atoms = createAtoms();
const select = createSelectors(atoms);
const selectTower = createTowerSelector(atoms, select.network);
const actions = createActions(atoms, {
  client: createClient(),
  storage: createStorage(() => window.localStorage),
  hands: { address: () => link.address(), origin: window.location.origin, copy: copyText, save: saveFile },
});
const link = createLink(atoms, { perform: actions.perform, window });

const media = { dark: window.matchMedia("(prefers-color-scheme: dark)"), narrow: window.matchMedia("(max-width: 1179px)"),
  still: window.matchMedia("(prefers-reduced-motion: reduce)") };
const surround = () => actions.surround({ systemDark: media.dark.matches, systemLanguage: languageFor(navigator.languages),
  still: media.still.matches, narrow: media.narrow.matches, ratio: window.devicePixelRatio });
surround();

/** Every view, in one language. @param {import("./types.js").Language} language */
function mount(language) {
  const text = createText(CATALOGUES[language]);
  const options = { onIntent: actions.perform, text };
  document.documentElement.lang = language;
  fillTexts(document, text);
  return {
    language,
    text,
    views: {
      take: createTake(find(document, "#take"), options),
      export: createExport(find(document, "#export"), options),
      preferences: createPreferences(find(document, "#preferences"), options),
      pad: createPad(find(document, "#pad"), options),
      compare: createCompare(find(document, "#compare"), options),
      status: createStatus(find(document, "#status"), options),
      received: createReceived(find(document, "#received"), options),
      samples: createSamples(find(document, "#samples"), options),
      view: createViewSwitch(find(document, "#view"), options),
      network: createNetworkPlace(find(document, "#network"), { ...options, onUnloaded: (error) => actions.perform({ type: "unloaded", error }) }),
      tools: createNetworkTools(find(document, "#tools"), options),
      answer: createAnswer(find(document, "#answer"), options),
      inspector: createInspector(find(document, "#inspector"), options),
      kernels: createKernels(/** @type {HTMLDialogElement} */ (find(document, "#kernels")), options),
      legend: createLegend(find(document, "#legend"), options),
    },
  };
}

const page = mount(select.language());
createIncoming(document.body, { onIntent: actions.perform });

/** The words change in place; the keyboard stays where it was. */
function translate() {
  const place = document.activeElement?.getAttribute("data-testid");
  for (const view of Object.values(page.views)) view.destroy();
  Object.assign(page, mount(select.language()));
  if (place) /** @type {HTMLElement | null} */ (document.querySelector(`[data-testid="${place}"]`))?.focus();
}

const renderAnswer = () => page.views.answer.render(select.answer());

const frame = createFrame(() => {
  if (page.language !== select.language()) translate();
  Object.assign(document.documentElement.dataset, { theme: select.theme(), hide: select.hidden().join(" ") });
  page.views.preferences.render({ theme: select.theme(), language: select.language() });
  page.views.take.render({ told: atoms.told.get() });
  page.views.export.render({ open: atoms.taking.get(), told: atoms.told.get(), picture: () => ({ ...select.network(), answer: select.inspector().answer }) });
  page.views.pad.render(select.pad());
  page.views.compare.render(select.compare());
  page.views.status.render({ notice: noticeOf(atoms.failure.get(), page.text) });
  page.views.samples.render(select.samples());
  page.views.view.render({ view: atoms.view.get() });
  page.views.network.render({ view: atoms.view.get(), flat: select.network(), tower: selectTower });
  page.views.tools.render(select.tools());
  page.views.received.render(select.received());
  page.views.inspector.render(select.inspector());
  page.views.kernels.render(select.kernels());
  page.views.legend.render(select.legend());
  actions.painted();
  renderAnswer();
});

for (const atom of Object.values(atoms)) atom.watch(frame.request);
// At once: whoever waits for the answer to a stroke must not see the state of the one before.
atoms.revision.watch(renderAnswer);
atoms.failure.watch(renderAnswer);

listen(media.dark, "change", surround);
listen(media.narrow, "change", surround);
listen(media.still, "change", surround);
listen(window, "resize", surround);
actions.start(link.says());
link.start();
