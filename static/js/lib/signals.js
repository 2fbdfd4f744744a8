/** Additions to signals-core: reading and writing several signals, and effects that wait for the first change. */

import { batch, effect, untracked } from "../../vendor/signals-core.min.js";

/** @import { ReadonlySignal, Signal } from "../../vendor/signals-core.min.js" */

/**
 * Return the values of signals: `valuesOf({ theme, ratio })` is `{ theme: theme.value, ratio: ratio.value }`.
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
 * Set signals in one batch: `assign(signals, { theme: "dark" })` is `signals.theme.value = "dark"`.
 * @template {Readonly<Record<string, Signal<any>>>} Signals
 * @param {Signals} signals @param {{[Name in keyof Signals]?: Signals[Name]["value"]}} values
 */
export function assign(signals, values) {
  batch(() => {
    for (const [name, value] of Object.entries(values)) /** @type {Signal<unknown>} */ (signals[name]).value = value;
  });
}

/**
 * Call back on every change of any of the signals, once per batch.
 * @param {readonly ReadonlySignal<unknown>[]} signals @param {() => void} changed
 * @returns {() => void} a function that unsubscribes
 */
export function onChange(signals, changed) {
  let isFirst = true;
  return effect(() => {
    for (const one of signals) void one.value;
    if (!isFirst) untracked(changed);
    isFirst = false;
  });
}

/** Wait for the next change of any. @param {readonly ReadonlySignal<unknown>[]} signals @returns {Promise<void>} */
export function nextChange(signals) {
  return new Promise((resolve) => {
    const stop = onChange(signals, () => {
      stop();
      resolve();
    });
  });
}
