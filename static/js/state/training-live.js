/** Live training: a run of the server, its reports, and the model it has made so far, shown as it grows. */

import { atom } from "../lib/atom.js";

/** @typedef {import("../training-types.js").Progress} Progress */
/** @typedef {import("../training-types.js").RunOptions} RunOptions */
/** @typedef {import("./training-timeline.js").Own & {tab: import("../lib/atom.js").Atom<import("./training.js").Tab>}} Own */
/** @typedef {ReturnType<typeof liveAtoms>} LiveAtoms */

/** The status of the answer while another run trains. */
const BUSY = 409;

/** Another page trains at the moment. */
export class BusyError extends Error {
  name = "BusyError";
}

/** @type {RunOptions} */
const FIRST_OPTIONS = {
  architecture: "lenet", seed: 1, batches: 300, batch_size: 32, optimiser: "adamw", learning_rate: 0.003, augment: false, initialisation: "random",
};

/** @typedef {{id: string, batches: number, from: number, state: "running" | "done" | "stopped" | "failed"}} Run  `from`: batches that the model had seen before */

function liveAtoms() {
  return {
    options: atom(FIRST_OPTIONS),
    run: atom(/** @type {Run | null} */ (null)),
    /** Of this run and of those that it continues. */
    reports: atom(/** @type {readonly Progress[]} */ ([])),
    /** Is the run's newest model shown? */
    following: atom(true),
  };
}

/** @param {Own} own */
export function createLive(own) {
  const { atoms: outer, perform, client, failed } = own;
  const atoms = liveAtoms();
  const listen = createListener(own, atoms);
  const newest = () => atoms.reports.get().at(-1);
  /** @param {Partial<RunOptions>} more @param {number} from */
  const begin = async (more, from) => {
    if (atoms.run.get()?.state === "running") return;
    try {
      const options = { ...atoms.options.get(), ...more };
      const { id } = await client.start(options);
      atoms.following.set(true);
      if (from === 0) atoms.reports.set([]);
      atoms.run.set({ id, batches: options.batches, from, state: "running" });
      listen(id);
    } catch (error) {
      failed(/** @type {{status?: number}} */ (error).status === BUSY ? new BusyError() : error);
    }
  };
  return {
    atoms,
    newest,
    /** @param {Partial<RunOptions>} options */
    choose: (options) => atoms.options.update((before) => ({ ...before, ...options })),
    start: () => begin({}, 0),
    /** Goes on from the model of the last report. */
    async continue() {
      const last = newest();
      if (last) await begin({ model: last.model }, last.batch);
    },
    async stop() {
      const run = atoms.run.get();
      if (run) await client.stop(run.id).catch(failed);
    },
    /** Shows the run's model, or another one beside which it is looked at. @param {string | null} other */
    show(other) {
      atoms.following.set(other === null);
      const name = other ?? newest()?.model;
      if (name) perform({ type: "model", name });
    },
    /** The model of a run's first report, for those of its later ones. @param {string} model */
    originOf: (model) => (atoms.reports.get().some((report) => report.model === model) ? String(atoms.reports.get()[0]?.model) : null),
    /** The card is opened: a run goes on to be shown; a new one is of the architecture that is shown. */
    opened() {
      const model = outer.model.get();
      if (atoms.run.get()?.state === "running" && atoms.following.get()) perform({ type: "model", name: String(newest()?.model ?? model?.name) });
      else if (!atoms.run.get() && model) atoms.options.update((options) => ({ ...options, architecture: model.architecture }));
    },
    /** Is it the run's model that is shown? */
    isShown: () => outer.chosen.get() === newest()?.model,
  };
}

/** What listens to a run until it ends. @param {Own} own @param {LiveAtoms} atoms @returns {(id: string) => void} */
function createListener({ atoms: outer, tab, perform, client, failed }, { run, reports, following }) {
  /** @param {Progress} progress */
  const report = (progress) => {
    const from = run.get()?.from ?? 0;
    reports.update((before) => [...before, { ...progress, batch: from + progress.batch }]);
    // Whoever looks at something else is left there.
    if (following.get() && outer.train.get() && tab.get() === "live") perform({ type: "model", name: progress.model });
  };
  return (id) => {
    const source = client.events(id);
    /** @param {Run["state"]} state */
    const end = (state) => {
      source.close();
      run.update((before) => before && { ...before, state });
    };
    source.addEventListener("progress", ({ data }) => report(JSON.parse(data)));
    source.addEventListener("done", ({ data }) => {
      const { state, error } = JSON.parse(data);
      end(state);
      if (error) failed(new Error(error));
    });
    source.addEventListener("error", () => {
      end("failed");
      failed(new Error("The server does not answer. The run has ended."));
    });
  };
}
