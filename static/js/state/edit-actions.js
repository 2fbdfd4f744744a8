/**
 * Editing weights, opening them from a file and saving them. The server creates a new model from each edit, which is
 * then chosen. Imported with the first edit. Part of the actions, which write state.
 */

import { isRefused } from "../api/errors.js";
import { createNewest } from "../api/newest.js";
import { encodeSafetensors } from "../api/safetensors-writer.js";
import { clamp } from "../lib/math.js";
import { onChange } from "../lib/signals.js";
import { tensor as tensorOf } from "../lib/tensor.js";

/** @import { Client } from "../api/client.js" */
/** @import { Change, Intent, NamedKernel } from "../intents.js" */
/** @import { Model, Weights } from "../types.js" */
/** @import { Models } from "./model-actions.js" */
/** @import { Signals } from "./signals.js" */

/** @typedef {{name: string | null, weights: Weights}} Step  a model; its name is null until the server created it */

/**
 * @typedef {object} Edits
 * @property {readonly NamedKernel[]} named  the kernels to copy from
 * @property {Step | null} at  the newest weights, which may still be sent; null for those of the shown model
 * @property {readonly Step[]} steps  the undo history; the first step is the model before any edit
 * @property {string} gesture  the gesture of the newest edit
 */

/** @typedef {(change: Change) => void} Edit */

/** @typedef {{[What in Change["what"]]: (change: Extract<Change, {what: What}>) => void}} Table */

/** @type {Edits} */
const NONE = { named: [], at: null, steps: [], gesture: "" };

/** The server refuses larger weights. */
const LARGEST = 10_000;

/** The number of steps in the undo history. */
const MOST_STEPS = 50;

/**
 * @typedef {{client: Client, models: Models, choose: (name:
 *   string) => void, perform: (intent: Intent) => void}} Outside
 */

/** The edit function of each page's state. @type {WeakMap<Signals, Edit>} */
const editors = new WeakMap();

/** Return the function that edits weights. @param {Signals} signals @param {Outside} outside @returns {Edit} */
export function editFor(signals, outside) {
  const edit = editors.get(signals) ?? createEdit(signals, outside);
  editors.set(signals, edit);
  return edit;
}

/** @param {Signals} signals @param {Outside} outside @returns {Edit} */
function createEdit(signals, { client, models, choose, perform }) {
  const now = () => signals.edits.value ?? NONE;
  /** @param {Partial<Edits>} change */
  const set = (change) => { signals.edits.value = { ...now(), ...change }; };
  const current = () => now().at ?? shownStep(signals);
  const making = createMaking(signals, { client, models, choose });
  /** @param {Step} step @param {readonly Step[]} steps */
  const go = (step, steps) => {
    set({ at: step, steps, gesture: "" });
    making.go(step);
  };
  /** @type {Table} */
  const table = {
    begin() {
      if (!now().named.length) void client.kernels().then(({ kernels }) => set({ named: kernels }), () => {});
    },
    write({ tensor, from, values, gesture }) {
      const before = current();
      if (!before) return;
      const limited = values.map((value) => clamp(value, -LARGEST, LARGEST));
      const at = { name: null, weights: withValues(before.weights, tensor, from, limited) };
      set({ at, gesture, steps: gesture === now().gesture ? now().steps : withStep(now().steps, before) });
      making.go(at);
    },
    add({ by, ...place }) {
      const value = current()?.weights.get(place.tensor)?.data[place.from] ?? 0;
      table.write({ ...place, what: "write", values: [value + by] });
    },
    undo() {
      const last = now().steps.at(-1);
      if (last) go(last, now().steps.slice(0, -1));
    },
    reset() {
      const [[first], at] = [now().steps, current()];
      if (first && at && first !== at) go(first, withStep(now().steps, at));
    },
    open: ({ file }) => void making.open(file),
    async save() {
      const name = signals.chosen.value;
      try {
        const file = new Blob([encodeSafetensors(await models.weights(name))]);
        perform({ type: "save", name: `${name}-weights.safetensors`, file });
      } catch {
        signals.exportStatus.value = { outcome: "failed" };
      }
    },
  };
  return (change) => table[change.what](/** @type {never} */ (change));
}

/**
 * Create models from weights, with one request at a time: of the weights that wait, only the newest are sent.
 * @param {Signals} signals @param {Omit<Outside, "perform">} outside
 */
function createMaking(signals, { client, models, choose }) {
  /**
   * `name` is the model that was last chosen here. Any other choice ends the editing, and `left` remembers it.
   * @type {{name: string | null, left: {name: string | null, edits: Edits | null}}}
   */
  const own = { name: null, left: { name: null, edits: null } };
  /** @param {Model} model @param {Weights} [weights] */
  const show = (model, weights) => {
    void models.description(model.name, Promise.resolve(model));
    if (weights) void models.weights(model.name, Promise.resolve(weights));
    own.name = weights ? model.name : null;
    if (["weights", "model"].includes(signals.failure.value?.about ?? "")) signals.failure.value = null;
    choose(model.name);
  };
  const newest = createNewest({
    run: (/** @type {Step} */ { weights }, signal) => client.create(encodeSafetensors(weights), { signal }),
    limit: 1,
    onResult(model, step) {
      const edits = signals.edits.value ?? NONE;
      if (edits.at === step) signals.edits.value = { ...edits, at: { ...step, name: model.name } };
      show(model, step.weights);
    },
    onError(error, step) {
      const about = isRefused(error) ? "weights" : "server";
      signals.failure.value = { about, error: /** @type {Error} */ (error), name: signals.chosen.value };
      if (isRefused(error)) signals.edits.value = { ...(signals.edits.value ?? NONE), at: null, gesture: "" };
      else newest.retry(step);
    },
  });
  const forget = () => {
    own.left = { name: own.name, edits: signals.edits.value };
    newest.cancel();
    signals.edits.value = { ...NONE, named: signals.edits.value?.named ?? [] };
  };
  onChange([signals.chosen], () => signals.chosen.value !== own.name && forget());
  /** If the server has dropped the edited model, create it again: the user did not choose another one. */
  onChange([signals.failure], () => {
    const failure = signals.failure.value;
    const { name, edits } = own.left;
    if (failure?.about !== "model" || failure.name !== name || !edits?.at) return;
    signals.edits.value = edits;
    newest.submit(edits.at);
  });
  return {
    /** @param {Step} step */
    go(step) {
      const { name } = step;
      if (name === null || name.startsWith("m-")) return newest.submit(step); // the server may have dropped it
      newest.cancel();
      own.name = name;
      choose(name);
    },
    /** @param {File} file */
    async open(file) {
      try {
        show(await client.create(file));
      } catch (error) {
        signals.failure.value = { about: "weights", error: /** @type {Error} */ (error), name: file.name };
      }
    },
  };
}

/** Return the shown model as a step. @param {Signals} signals @returns {Step | null} */
function shownStep({ model, weights }) {
  const [shown, numbers] = [model.value, weights.value];
  return shown && numbers && { name: shown.name, weights: numbers };
}

/** Append a step; the oldest but the first are dropped. @param {readonly Step[]} steps @param {Step} step */
function withStep([first, ...others], step) {
  return first ? [first, ...others.slice(2 - MOST_STEPS), step] : [step];
}

/**
 * Return a copy of the weights with other numbers in one tensor.
 * @param {Weights} weights @param {string} name @param {number} from @param {readonly number[]} values
 * @returns {Weights}
 */
function withValues(weights, name, from, values) {
  const before = weights.get(name);
  if (!before) throw new RangeError(`Unexpected tensor ${name}: expected one of ${[...weights.keys()].join(", ")}.`);
  const data = before.data.slice();
  data.set(values, from);
  return new Map(weights).set(name, tensorOf(data, before.shape));
}
