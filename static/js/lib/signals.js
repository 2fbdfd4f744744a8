/** What signals-core leaves out: the values of several signals, and an effect that waits for the first change. */

import { batch, effect, untracked } from "../../vendor/signals-core.min.js";

/** @import { ReadonlySignal, Signal } from "../../vendor/signals-core.min.js" */

/**
 * `valuesOf({ theme, ratio })` is `{ theme: theme.value, ratio: ratio.value }`.
 * @template {Readonly<Record<string, ReadonlySignal<unknown>>>} Signals
 * @param {Signals} signals
 * @returns {{[Name in keyof Signals]: Signals[Name]["value"]}}
 */
export function valuesOf(signals) {
  /** @type {any} */
  const values = {};
  for (const name in signals) values[name] = signals[name]?.value;
  return values;
}

/**
 * `assign(signals, { theme: "dark" })` is `signals.theme.value = "dark"`; effects see all new values at once.
 * @template {Readonly<Record<string, Signal<any>>>} Signals
 * @param {Signals} signals @param {{[Name in keyof Signals]?: Signals[Name]["value"]}} values
 */
export function assign(signals, values) {
  batch(() => {
    for (const [name, value] of Object.entries(values)) /** @type {Signal<unknown>} */ (signals[name]).value = value;
  });
}

/**
 * Calls back on every change of any of the signals, once for all that change in one batch.
 * @param {readonly ReadonlySignal<unknown>[]} signals @param {() => void} changed
 * @returns {() => void} what stops it
 */
export function onChange(signals, changed) {
  let isFirst = true;
  return effect(() => {
    for (const one of signals) void one.value;
    if (!isFirst) untracked(changed);
    isFirst = false;
  });
}

/** After the next change of any. @param {readonly ReadonlySignal<unknown>[]} signals @returns {Promise<void>} */
export function nextChange(signals) {
  return new Promise((resolve) => {
    const stop = onChange(signals, () => {
      stop();
      resolve();
    });
  });
}
