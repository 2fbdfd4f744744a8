/** The address bar follows the state, and the state follows the address bar: the effect beside the table in url.js. */

import { onChange } from "../lib/signals.js";
import { set } from "./link-rows.js";
import { hasPicture, linkOf, modelsIn, partsOf, readLink, resetsFor, waitingIn } from "./url.js";

/** @import { Intent } from "../intents.js" */
/** @import { Models } from "./model-actions.js" */
/** @import { Signals } from "./signals.js" */

/** Browsers refuse more than some hundred changes of the address in half a minute. */
const PAUSE = 400;

/** @param {Signals} signals @param {{perform: (intent: Intent) => void, window: Window, models: Models}} outside */
export function createLink(signals, { perform, window, models }) {
  /** `seen`: the address as it was last read or written here; `link`: what it says. */
  const current = {
    seen: window.location.hash,
    link: window.location.hash,
    timer: 0,
    parts: partsOf(window.location.hash),
    isWaiting: true,
  };
  const isReady = () => signals.model.value?.name === signals.chosen.value;
  /** What can't be read before the architecture is known must not get lost meanwhile. */
  const link = () => linkOf(signals, current.isWaiting ? waitingIn(current.parts) : signals.borrowed.value);

  const write = () => {
    current.timer = 0;
    if (window.location.hash !== current.seen) return; // another has just written it, and is read next
    if (signals.drawing.value) return schedule();
    const hash = link();
    if (hash === current.link) return;
    window.history.replaceState(null, "", hash || window.location.pathname + window.location.search);
    Object.assign(current, { link: hash, seen: window.location.hash });
  };
  const schedule = () => {
    current.timer ||= window.setTimeout(write, PAUSE);
  };
  /** @param {boolean} waiting */
  const apply = (waiting) => {
    const { intents, refused } = readLink(current.parts, signals, waiting);
    intents.forEach(perform);
    if (refused.length) perform({ type: "ignore", keys: refused });
  };
  const check = async () => {
    const { parts } = current;
    const keys = await missingIn(parts, models);
    if (parts !== current.parts) return; // another link was opened meanwhile
    keys.forEach((key) => perform(set(key, null)));
    if (keys.length) perform({ type: "ignore", keys });
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
    /** Does the link say what to show, and what is drawn? */
    says: () => ({ linked: current.parts.size > 0, pictured: hasPicture(current.parts) }),
    /** Reads the link once, now and when the architecture is known; from then on both follow each other. */
    start() {
      open();
      onChange([signals.model], finish);
      window.addEventListener("hashchange", () => window.location.hash !== current.seen && open());
      onChange(Object.values(signals), schedule);
    },
    /** @returns {string} the whole address of what is on the screen */
    address: () => window.location.origin + window.location.pathname + link(),
  };
}

/**
 * The keys that name a model which is not there: that is known once the server was asked.
 * @param {ReadonlyMap<string, string>} parts @param {Models} models
 */
async function missingIn(parts, models) {
  const found = await Promise.all(modelsIn(parts).map(({ key, model }) =>
    models.description(model).then(() => [], ({ status }) => (status === 404 ? [key] : []))));
  return found.flat();
}
