/** Everything that can be done; the only writer of state. One row of `perform`'s table for each intent. */

import { createAsking, fetchOnce } from "./asking.js";
import { compareTable, createCompare } from "./compare-actions.js";
import { createInk, inkTable } from "./ink-actions.js";
import { inspectTable } from "./inspect-actions.js";
import { lookTable, partTable, pointTable, restoreLook, surround } from "./look-actions.js";
import { createChoice, createModels, fetchWeights, modelTable } from "./model-actions.js";
import { moveTable } from "./move-actions.js";
import { createRetry } from "./retry.js";
import { takeTable } from "./take-actions.js";

/** Of the unknown names of a link so many letters are told. */
const LONGEST_NAME = 40;

/** @typedef {import("../intents.js").Intent} Intent */
/** @typedef {import("./atoms.js").Atoms} Atoms */

/**
 * @template {Intent["type"]} Type
 * @typedef {Extract<Intent, {type: Type}>} IntentOf
 */

/** @typedef {{[Type in Intent["type"]]: (intent: IntentOf<Type>) => void}} Table */

/**
 * @param {Atoms} atoms
 * @param {{client: import("../api/client.js").Client, storage: import("./storage.js").Storage, hands: import("./take-actions.js").Hands}} outside
 */
export function createActions(atoms, { client, storage, hands }) {
  const models = createModels(client);
  const { choose, gone } = createChoice(atoms, () => {
    prepare();
    if (!atoms.model.get()) fetchMissing();
  });
  const asking = createAsking(atoms, { client, models }, { fetchMissing: () => fetchMissing(), gone });
  const ink = createInk(atoms, { storage, client, ask: asking.ask, failed: asking.failed });
  const compare = createCompare(atoms, { client, failed: asking.failed });
  const fetchMissing = () => {
    fetchOnce(atoms, { client, models }, { failed: asking.failed, gone, welcome: ink.welcome, expect: ink.expect });
    compare.complete();
  };
  const prepare = () => {
    asking.ask();
    compare.renew();
  };

  const parts = createRetry(() => atoms.attempts.update((attempts) => attempts + 1));

  /** @type {Table} */
  const table = {
    ...inkTable(atoms, ink),
    ...moveTable(atoms, ink),
    ...compareTable(atoms, ink, compare),
    ...lookTable(atoms, storage, prepare),
    ...partTable(atoms, (intent) => perform(intent)),
    ...pointTable(atoms, () => void fetchWeights(atoms, models, asking.failed)),
    ...inspectTable(atoms, storage),
    ...takeTable(atoms, client, hands),
    ...modelTable(atoms, { client, models, choose, perform: (intent) => perform(intent) }),
    retry() {
      asking.retry();
      parts.now();
    },
    dismiss: () => atoms.failure.set(null),
    missed({ error }) {
      atoms.failure.set({ about: "part", error });
      parts.schedule();
    },
    came() {
      parts.reset();
      if (["part", "view"].includes(atoms.failure.get()?.about ?? "")) atoms.failure.set(null);
    },
    ignore({ keys }) {
      const all = keys.join(", ");
      const name = all.length > LONGEST_NAME ? `${all.slice(0, LONGEST_NAME)}…` : all;
      atoms.failure.set({ about: "link", error: new RangeError(`Unexpected ${name}.`), name });
    },
  };
  /** @param {Intent} intent */
  const perform = (intent) => table[intent.type](/** @type {never} */ (intent));
  return {
    perform,
    /** What the parts of the page are made with that are loaded when they are opened. */
    outside: { atoms, models, perform, storage, ink, api: client },
    /** The maps of the newest answer are on the screen. */
    painted: () => atoms.painted.set(atoms.answered.get()),
    surround: (/** @type {import("./look-actions.js").Surroundings} */ surroundings) => surround(atoms, surroundings),
    /** @param {{linked: boolean, pictured: boolean}} [link]  does a link say what to show, and what is drawn? */
    start({ linked, pictured } = { linked: false, pictured: false }) {
      restoreLook(atoms, storage, linked);
      ink.restore(pictured);
      fetchMissing();
    },
  };
}
