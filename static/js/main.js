/** Finds the page's elements, makes its views and connects them: intents to actions, state to views. No logic of its own. */

import { createClient } from "./api/client.js";
import { find, listen } from "./lib/dom.js";
import { createFrame } from "./lib/frame.js";
import { createActions } from "./state/actions.js";
import { createAtoms } from "./state/atoms.js";
import { createLink } from "./state/link.js";
import { createSelectors } from "./state/selectors.js";
import { createStorage } from "./state/storage.js";
import { createTowerSelector } from "./state/tower.js";
import { en } from "./text/en.js";
import { createText, fillTexts } from "./text/text.js";
import { createAnswer } from "./views/answer.js";
import { createIncoming } from "./views/incoming.js";
import { createInspector } from "./views/inspector.js";
import { createLegend } from "./views/legend.js";
import { createNetworkPlace } from "./views/network-place.js";
import { noticeOf } from "./views/notice.js";
import { createPad } from "./views/pad.js";
import { createPreferences } from "./views/preferences.js";
import { createReceived } from "./views/received.js";
import { createSamples } from "./views/samples.js";
import { createStatus } from "./views/status.js";
import { createViewSwitch } from "./views/view-switch.js";

const text = createText(en);
fillTexts(document, text);

const atoms = createAtoms();
const select = createSelectors(atoms);
const selectTower = createTowerSelector(atoms, select.network);
const actions = createActions(atoms, { client: createClient(), storage: createStorage(() => window.localStorage) });
const options = { onIntent: actions.perform, text };
const views = {
  preferences: createPreferences(find(document, "#preferences"), options),
  pad: createPad(find(document, "#pad"), options),
  status: createStatus(find(document, "#status"), options),
  received: createReceived(find(document, "#received"), options),
  samples: createSamples(find(document, "#samples"), options),
  view: createViewSwitch(find(document, "#view"), options),
  network: createNetworkPlace(find(document, "#network"), { ...options, onUnloaded: (error) => actions.perform({ type: "unloaded", error }) }),
  answer: createAnswer(find(document, "#answer"), options),
  inspector: createInspector(find(document, "#inspector"), options),
  legend: createLegend(find(document, "#legend"), options),
};

createIncoming(document.body, options);

const renderAnswer = () => views.answer.render(select.answer());

const frame = createFrame(() => {
  document.documentElement.dataset["theme"] = select.theme();
  views.preferences.render({ theme: select.theme() });
  views.pad.render(select.pad());
  views.status.render({ notice: noticeOf(atoms.failure.get(), text) });
  views.samples.render(select.samples());
  views.view.render({ view: atoms.view.get() });
  views.network.render({ view: atoms.view.get(), flat: select.network(), tower: selectTower });
  views.received.render(select.received());
  views.inspector.render(select.inspector());
  views.legend.render(select.legend());
  actions.painted();
  renderAnswer();
});

for (const atom of Object.values(atoms)) atom.watch(frame.request);
// At once: whoever waits for the answer to a stroke must not see the state of the one before.
atoms.revision.watch(renderAnswer);
atoms.failure.watch(renderAnswer);

const media = { dark: window.matchMedia("(prefers-color-scheme: dark)"), narrow: window.matchMedia("(max-width: 1179px)"),
  still: window.matchMedia("(prefers-reduced-motion: reduce)") };
const surround = () => actions.surround({ systemDark: media.dark.matches, still: media.still.matches, narrow: media.narrow.matches, ratio: window.devicePixelRatio });
listen(media.dark, "change", surround);
listen(media.narrow, "change", surround);
listen(media.still, "change", surround);
listen(window, "resize", surround);
surround();
actions.start();
createLink(atoms, { perform: actions.perform, window }).start();
