/** Keep the address bar and the state in step, with the table of link parameters in url.js. */

import { onChange } from "../lib/signals.js";
import { set } from "./link-rows.js";
import { hasPicture, linkOf, modelsIn, partsOf, readLink, resetsFor, waitingIn } from "./url.js";

/** @import { Intent } from "../intents.js" */
/** @import { Models } from "./model-actions.js" */
/** @import { Signals } from "./signals.js" */

/** Milliseconds between two changes of the address: browsers refuse more than about 100 in 30 s. */
const MIN_INTERVAL = 400;

/**
 * Create the link.
 * @param {Signals} signals @param {{perform: (intent: Intent) => void, window: Window, models: Models}} outside
 */
export function createLink(signals, { perform, window, models }) {
  /** `seen`: the fragment that was last read or written, as the browser returns it; `link`: as it was written. */
  const current = {
    seen: window.location.hash,
    link: window.location.hash,
    timer: 0,
    parts: partsOf(window.location.hash),
    isWaiting: true,
  };
  const isReady = () => signals.model.value?.name === signals.chosen.value;
  /** Parameters that can only be read once the architecture is loaded are kept until then. */
  const link = () => linkOf(signals, current.isWaiting ? waitingIn(current.parts) : signals.borrowed.value);

  const write = () => {
    current.timer = 0;
    if (window.location.hash !== current.seen) return; // changed from outside: `hashchange` will read it
    if (signals.drawing.value) return schedule();
    const hash = link();
    if (hash === current.link) return;
    window.history.replaceState(null, "", hash || window.location.pathname + window.location.search);
    Object.assign(current, { link: hash, seen: window.location.hash });
  };
  const schedule = () => {
    current.timer ||= window.setTimeout(write, MIN_INTERVAL);
  };
  /** @param {boolean} waiting */
  const apply = (waiting) => {
    const { intents, refused } = readLink(current.parts, signals, waiting);
    intents.forEach(perform);
    if (refused.length) perform({ type: "ignoreKeys", keys: refused });
  };
  const check = async () => {
    const { parts } = current;
    const keys = await missingIn(parts, models);
    if (parts !== current.parts) return; // another link has been opened
    keys.forEach((key) => perform(set(key, null)));
    if (keys.length) perform({ type: "ignoreKeys", keys });
  };
  const finish = () => {
    if (!current.isWaiting || !isReady()) return;
    current.isWaiting = false;
    apply(true);
  };
  const open = () => {
    const { hash } = window.location;
    Object.assign(current, { parts: partsOf(hash), seen: hash, link: hash, isWaiting: true });
    if (signals.lesson.value) perform({ type: "lesson", name: null });
    if (signals.failure.value?.about === "link") perform({ type: "dismiss" });
    resetsFor(current.parts, signals).forEach(perform);
    apply(false);
    finish();
    void check();
  };
  return {
    /** Whether the link has parameters, and a drawing among them. */
    says: () => ({ linked: current.parts.size > 0, pictured: hasPicture(current.parts) }),
    /** Read the link now, and the rest when the architecture is loaded; then keep link and state in step. */
    start() {
      open();
      onChange([signals.model], finish);
      window.addEventListener("hashchange", () => window.location.hash !== current.seen && open());
      onChange(Object.values(signals), schedule);
    },
    /** @returns {string} the address that shows the current state */
    address: () => window.location.origin + window.location.pathname + link(),
  };
}

/**
 * Ask the server for the models of a link, and return the keys of those that do not exist.
 * @param {ReadonlyMap<string, string>} parts @param {Models} models
 */
async function missingIn(parts, models) {
  const found = await Promise.all(modelsIn(parts).map(({ key, model }) =>
    models.description(model).then(() => [], ({ status }) => (status === 404 ? [key] : []))));
  return found.flat();
}
