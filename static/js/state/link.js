/** The address bar follows the state, and the state follows the address bar: the effect beside the table in url.js. */

import { linkOf, partsOf, readLink } from "./url.js";

/** Browsers refuse more than some hundred changes of the address in half a minute. */
const PAUSE = 400;

/**
 * @param {import("./atoms.js").Atoms} atoms
 * @param {{perform: (intent: import("../intents.js").Intent) => void, window: Window}} outside
 */
export function createLink(atoms, { perform, window }) {
  const current = { written: window.location.hash, timer: 0, parts: partsOf(window.location.hash) };

  const write = () => {
    current.timer = 0;
    if (atoms.drawing.get()) return schedule();
    const link = linkOf(atoms);
    if (link === current.written) return;
    current.written = link;
    window.history.replaceState(null, "", link || window.location.pathname + window.location.search);
  };
  const schedule = () => {
    current.timer ||= window.setTimeout(write, PAUSE);
  };
  /** @param {boolean} waiting */
  const apply = (waiting) => {
    const { intents, refused } = readLink(current.parts, atoms, waiting);
    intents.forEach(perform);
    if (refused.length) perform({ type: "ignore", keys: refused });
  };
  const open = () => {
    current.parts = partsOf(window.location.hash);
    current.written = window.location.hash;
    apply(false);
    if (atoms.model.get()) apply(true);
  };
  return {
    /** Reads the link once, now and when the architecture is known; from then on both follow each other. */
    start() {
      open();
      if (!atoms.model.get()) {
        const stop = atoms.model.watch(() => {
          stop();
          apply(true);
        });
      }
      window.addEventListener("hashchange", () => window.location.hash !== current.written && open());
      for (const atom of Object.values(atoms)) atom.watch(schedule);
    },
    /** @returns {string} the whole address of what is on the screen */
    address: () => window.location.origin + window.location.pathname + linkOf(atoms),
  };
}
