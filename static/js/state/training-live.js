/** Live training: a training run on the server, its progress reports, and its newest model, which is shown. */

import { signal } from "../../vendor/signals-core.min.js";

/** @import { Signal } from "../../vendor/signals-core.min.js" */
/** @import { Progress, RunOptions, TrainingTab } from "../training-types.js" */

/** @typedef {import("./training-timeline.js").Own & {tab: Signal<TrainingTab>}} Own */
/** @typedef {ReturnType<typeof liveSignals>} LiveSignals */

/** The HTTP status while another run is active. */
const BUSY = 409;

/** Raised when the server is already running a training run. */
export class BusyError extends Error {
  name = "BusyError";
}

/** @type {RunOptions} */
const FIRST_OPTIONS = {
  architecture: "lenet",
  seed: 1,
  batches: 300,
  batch_size: 32,
  optimiser: "adamw",
  learning_rate: 0.003,
  augment: false,
  initialisation: "random",
};

/**
 * @typedef {{id: string, batches: number, from: number, state: "running" | "done" | "stopped" | "failed"}} Run  `from`:
 *   the number of batches that the model was trained on before
 */

function liveSignals() {
  return {
    options: signal(FIRST_OPTIONS),
    run: signal(/** @type {Run | null} */ (null)),
    /** The reports of this run and of the runs that it continues. */
    reports: signal(/** @type {readonly Progress[]} */ ([])),
    /** Whether the page shows the run's newest model. */
    following: signal(true),
  };
}

/** Create the state and the actions of live training. @param {Own} own */
export function createLive(own) {
  const { signals: outer, perform, client, failed } = own;
  const signals = liveSignals();
  const listen = createListener(own, signals);
  const newest = () => signals.reports.value.at(-1);
  /** Start a run. @param {Partial<RunOptions>} more  options @param {number} from  batches trained before */
  const begin = async (more, from) => {
    if (signals.run.value?.state === "running") return;
    try {
      const options = { ...signals.options.value, ...more };
      const { id } = await client.start(options);
      signals.following.value = true;
      if (from === 0) signals.reports.value = [];
      signals.run.value = { id, batches: options.batches, from, state: "running" };
      listen(id);
    } catch (error) {
      failed(/** @type {{status?: number}} */ (error).status === BUSY ? new BusyError() : error);
    }
  };
  return {
    signals,
    newest,
    /** Change options. @param {Partial<RunOptions>} options */
    choose: (options) => { signals.options.value = { ...signals.options.value, ...options }; },
    start: () => begin({}, 0),
    /** Start a run from the model of the last report. */
    async continue() {
      const last = newest();
      if (last) await begin({ model: last.model }, last.batch);
    },
    async stop() {
      const run = signals.run.value;
      if (run) await client.stop(run.id).catch(failed);
    },
    /** Show another model for comparison, or the run's model again. @param {string | null} other */
    show(other) {
      signals.following.value = other === null;
      const name = other ?? newest()?.model;
      if (name) perform({ type: "model", name });
    },
    /** Return the model of the run's first report, if the model is one of the run's. @param {string} model */
    originOf: (model) =>
      signals.reports.value.some((report) => report.model === model) ? String(signals.reports.value[0]?.model) : null,
    /** Prepare the opened panel: show an active run's model, or choose the shown architecture for a new run. */
    opened() {
      const model = outer.model.value;
      if (signals.run.value?.state === "running" && signals.following.value) {
        perform({ type: "model", name: String(newest()?.model ?? model?.name) });
      }
      else if (!signals.run.value && model) {
        signals.options.value = { ...signals.options.value, architecture: model.architecture };
      }
    },
    /** Whether the run's newest model is shown. */
    isShown: () => outer.chosen.value === newest()?.model,
  };
}

/** Return what subscribes to a run. @param {Own} own @param {LiveSignals} signals @returns {(id: string) => void} */
function createListener({ signals: outer, tab, perform, client, failed }, { run, reports, following }) {
  /** @param {Progress} progress */
  const report = (progress) => {
    const from = run.value?.from ?? 0;
    reports.value = [...reports.value, { ...progress, batch: from + progress.batch }];
    // Do not change the model while the user looks at something else.
    if (following.value && outer.train.value && tab.value === "live") perform({ type: "model", name: progress.model });
  };
  return (id) => {
    const source = client.events(id);
    /** @param {Run["state"]} state */
    const end = (state) => {
      source.close();
      run.value = run.value && { ...run.value, state };
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
