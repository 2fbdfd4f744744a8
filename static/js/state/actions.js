/** The actions: the only writer of state. The table of `perform` has a row for each intent. */

import { computed } from "../../vendor/signals-core.min.js";
import { assign, onChange } from "../lib/signals.js";
import { createTraceRequests, fetchOnce } from "./requests.js";
import { compareTable, createCompare } from "./compare-actions.js";
import { createDrawing, drawingTable } from "./drawing-actions.js";
import { inspectTable } from "./inspect-actions.js";
import { viewTable, partTable, pointTable, restoreSettings } from "./view-actions.js";
import { createChoice, createModels, fetchWeights, modelTable } from "./model-actions.js";
import { transformTable } from "./transform-actions.js";
import { exportTable } from "./export-actions.js";

/** The error message shows this many characters of the unknown link parameters. */
const LONGEST_NAME = 40;

/** @import { Client } from "../api/client.js" */
/** @import { Intent } from "../intents.js" */
/** @import { createEnvironment, Answered, Revealed, Signals } from "./signals.js" */
/** @import { Storage } from "./storage.js" */
/** @import { Hands } from "./export-actions.js" */

/**
 * @template {Intent["type"]} Type
 * @typedef {Extract<Intent, {type: Type}>} IntentOf
 */

/** @typedef {ReturnType<typeof createEnvironment>} Surrounding */
/** @typedef {{[Name in keyof Surrounding]: Surrounding[Name]["value"]}} Environment */
/** @typedef {{[Type in Intent["type"]]: (intent: IntentOf<Type>) => void}} Table */

/** Create the actions. @param {Signals} signals @param {{client: Client, storage: Storage, hands: Hands}} outside */
export function createActions(signals, { client, storage, hands }) {
  const models = createModels(client);
  const { choose, gone } = createChoice(signals, () => {
    prepare();
    if (!signals.model.value) fetchMissing();
  });
  const callbacks = { fetchMissing: () => fetchMissing(), gone, recovered: () => failedImports.again() };
  const asking = createTraceRequests(signals, { client, models }, callbacks);
  const ink = createDrawing(signals, { storage, client, ask: asking.ask, failed: asking.failed });
  const compare = createCompare(signals, { client, failed: asking.failed });
  const fetchMissing = () => {
    fetchOnce(signals, { client, models }, { failed: asking.failed, gone, welcome: ink.welcome, expect: ink.expect });
    compare.complete();
  };
  const prepare = () => {
    asking.ask();
    compare.renew();
  };

  followOpened(signals);
  const failedImports = createFailedImports(signals);
  /** @type {Table} */
  const table = {
    ...drawingTable(signals, ink),
    ...transformTable(signals, ink),
    ...compareTable(signals, ink, compare),
    ...viewTable(signals, storage, prepare),
    ...partTable(signals, (intent) => perform(intent)),
    ...pointTable(signals, () => void fetchWeights(signals, models, asking.failed)),
    ...inspectTable(signals, (intent) => perform(intent)),
    ...exportTable(signals, client, hands),
    ...modelTable(signals, { client, models, choose, perform: (intent) => perform(intent) }),
    retry() {
      if (signals.failure.value?.about === "server") asking.retry();
      failedImports.again();
    },
    dismiss: () => { signals.failure.value = null; },
    importFailed: ({ error, again }) => failedImports.add(error, again),
    ignoreKeys({ keys }) {
      const before = signals.failure.value?.about === "link" ? signals.failure.value.keys : [];
      const named = [...new Set([...before ?? [], ...keys])];
      const all = named.join(", ");
      const name = all.length > LONGEST_NAME ? `${all.slice(0, LONGEST_NAME)}…` : all;
      signals.failure.value = { about: "link", error: new RangeError(`Unexpected ${name}.`), name, keys: named };
    },
  };
  /** @param {Intent} intent */
  const perform = (intent) => table[intent.type](/** @type {never} */ (intent));
  return {
    perform,
    /** The dependencies of the parts that are imported on demand. */
    outside: { signals, models, perform, storage, ink, api: client },
    /** Record that the feature maps of a response are on the screen. @param {Answered | null} answered */
    painted: (answered) => { signals.painted.value = answered; },
    /** Update what is known of the browser and its window. @param {Partial<Environment>} surroundings */
    surround: (surroundings) => assign(signals, surroundings),
    /**
     * Restore the last visit's settings and drawing, and load what is missing.
     * @param {{linked: boolean, pictured: boolean}} [link]  whether the link has parameters, and a drawing among them
     */
    start({ linked, pictured } = { linked: false, pictured: false }) {
      restoreSettings(signals, storage, linked);
      ink.restore(pictured);
      fetchMissing();
    },
  };
}

/**
 * Update what a narrow window scrolls to: the part that was opened last, or the unit that was pinned last.
 * @param {Signals} signals
 */
function followOpened({ looks, painted, pinned, revealing, stage, train, view, why }) {
  const stageWidth = computed(() => stage.value.width);
  onChange([pinned, view], () => {
    const isLinked = painted.value === null && revealing.value !== null; // a link's unit is pinned after its parts open
    if (!isLinked) revealing.value = "unit";
  });
  onChange([stageWidth], () => { revealing.value ??= "unit"; });
  /** @type {ReadonlyArray<[Revealed, () => boolean]>} */
  const parts = [
    ["training", () => train.value],
    ["lab", () => view.value === "lab"],
    ["features", () => looks.value],
    ["why", () => why.value !== null],
  ];
  for (const [name, isOpen] of parts) {
    const opened = computed(isOpen);
    onChange([opened], () => {
      if (opened.value) revealing.value = name;
      else if (revealing.value === name) revealing.value = "unit";
    });
  }
}

/** Collect the failed imports, to retry them together. @param {Signals} signals */
function createFailedImports({ failure }) {
  /** @type {Set<() => void>} */
  const tries = new Set();
  return {
    /** @param {Error} error @param {() => void} again */
    add(error, again) {
      tries.add(again);
      failure.value = { about: "part", error };
    },
    /** Retry every failed import. */
    again() {
      const all = [...tries];
      tries.clear();
      if (failure.value?.about === "part") failure.value = null;
      all.forEach((again) => again());
    },
  };
}
