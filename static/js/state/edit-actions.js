/**
 * Weights that are changed by hand, opened from a file or saved: each change is a model of its own, which the server
 * makes and which is then chosen. Comes with the first change. Part of the writer of state.
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

/** @typedef {{name: string | null, weights: Weights}} Step  a model; its name is null until the server has made it */

/**
 * @typedef {object} Edits
 * @property {readonly NamedKernel[]} named  what can be copied
 * @property {Step | null} at  the newest weights, which may be on their way; null: those of the model that is shown
 * @property {readonly Step[]} steps  what undo goes back to; the first one is the model before any change
 * @property {string} gesture  of the newest change
 */

/** @typedef {(change: Change) => void} Edit */

/** @typedef {{[What in Change["what"]]: (change: Extract<Change, {what: What}>) => void}} Table */

/** @type {Edits} */
const NONE = { named: [], at: null, steps: [], gesture: "" };

/** The server takes no larger weights. */
const LARGEST = 10_000;

/** How far undo goes back. */
const MOST_STEPS = 50;

/**
 * @typedef {{client: Client, models: Models, choose: (name:
 *   string) => void, perform: (intent: Intent) => void}} Outside
 */

/** One for each page's state. @type {WeakMap<Signals, Edit>} */
const made = new WeakMap();

/** @param {Signals} signals @param {Outside} outside @returns {Edit} */
export function editFor(signals, outside) {
  const edit = made.get(signals) ?? createEdit(signals, outside);
  made.set(signals, edit);
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
      const at = { name: null, weights: written(before.weights, tensor, from, limited) };
      set({ at, gesture, steps: gesture === now().gesture ? now().steps : longer(now().steps, before) });
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
      if (first && at && first !== at) go(first, longer(now().steps, at));
    },
    open: ({ file }) => void making.open(file),
    async save() {
      const name = signals.chosen.value;
      try {
        const file = new Blob([encodeSafetensors(await models.weights(name))]);
        perform({ type: "save", name: `${name}-weights.safetensors`, file });
      } catch {
        signals.told.value = { outcome: "failed" };
      }
    },
  };
  return (change) => table[change.what](/** @type {never} */ (change));
}

/**
 * Models made of weights: one request at a time, and of the weights that wait only the newest are sent.
 * @param {Signals} signals @param {Omit<Outside, "perform">} outside
 */
function createMaking(signals, { client, models, choose }) {
  /**
   * The model that was chosen here last: any other choice ends what is edited, and it is `left`.
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
  /** Nobody left it: the server has forgotten it, and makes it again. */
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
      if (name === null || name.startsWith("m-")) return newest.submit(step); // it may be gone by now
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

/** @param {Signals} signals @returns {Step | null} */
function shownStep({ model, weights }) {
  const [shown, numbers] = [model.value, weights.value];
  return shown && numbers && { name: shown.name, weights: numbers };
}

/** @param {readonly Step[]} steps @param {Step} step */
function longer([first, ...others], step) {
  return first ? [first, ...others.slice(2 - MOST_STEPS), step] : [step];
}

/**
 * A copy of the weights with other numbers in one tensor.
 * @param {Weights} weights @param {string} name @param {number} from @param {readonly number[]} values
 * @returns {Weights}
 */
function written(weights, name, from, values) {
  const before = weights.get(name);
  if (!before) throw new RangeError(`Unexpected tensor ${name}: expected one of ${[...weights.keys()].join(", ")}.`);
  const data = before.data.slice();
  data.set(values, from);
  return new Map(weights).set(name, tensorOf(data, before.shape));
}
