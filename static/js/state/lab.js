/** The convolution lab: what is set, its link, and what can be done with it. Made when the lab is first opened. */

import { createLabClient } from "../api/lab.js";
import { atom, watchAll } from "../lib/atom.js";
import { createLabApplying } from "./lab-applying.js";
import { createLabComputing } from "./lab-computing.js";
import { createLabEditing } from "./lab-editing.js";
import { createLabPlayer } from "./lab-player.js";
import { formatLab, parseLab } from "./lab-text.js";

/** @typedef {import("../lab-types.js").LabSettings} LabSettings */
/** @typedef {import("../lab-types.js").LabStage} LabStage */
/** @typedef {import("./training.js").Outside & {api: import("../api/client.js").Client}} Outside */
/** @typedef {ReturnType<typeof labAtoms>} LabAtoms */
/** @typedef {Outside & {client: import("../api/lab.js").LabClient, failed: (error: unknown) => void}} Own */
/** @typedef {ReturnType<typeof createLabState>} Lab */

/** Sobel's kernel over the drawing: upright edges. @type {LabSettings} */
const FIRST = {
  source: { kind: "drawing" }, size: 3, stride: 1, padding: 0, isFlipped: false, activation: "none", pooling: "none", poolingSize: 2,
  kernels: [{ channels: [[-1, 0, 1, -2, 0, 2, -1, 0, 1]], divisor: 1, bias: 0 }],
};

function labAtoms() {
  return {
    settings: atom(FIRST),
    /** What the server made of it; null: nothing yet. */
    result: atom(/** @type {import("../lab-types.js").LabResult | null} */ (null)),
    /** The layer or map that was chosen as input and that the network does not have. */
    isMissing: atom(false),
    /** Which stage's maps are shown; null: the last one's. */
    stage: atom(/** @type {LabStage | null} */ (null)),
    /** The kernel that is edited, whose map is shown. */
    kernel: atom(0),
    /** The map of the input whose cells are edited. */
    channel: atom(0),
    /** The pointed cell of the shown map; null: its middle. */
    pointed: atom(/** @type {{row: number, column: number} | null} */ (null)),
    /** How the cell of the convolution under it is made. */
    sum: atom(/** @type {import("../lab-types.js").LabSum | null} */ (null)),
    /** Was it pointed at with keys? Then it is told to screen readers. */
    isTold: atom(false),
    /** Does the window slide? */
    playing: atom(false),
    /** The kernels that have names. */
    named: atom(/** @type {readonly import("../intents.js").NamedKernel[]} */ ([])),
    /** The map of the network's first convolution that a kernel is put into. */
    target: atom(0),
    /** The models before each kernel that was put into the network. */
    past: atom(/** @type {readonly string[]} */ ([])),
    /** What went wrong last. */
    failure: atom(/** @type {Error | null} */ (null)),
  };
}

/** @param {Outside} outside @param {import("../api/lab.js").LabClient} [client] */
export function createLabState(outside, client = createLabClient()) {
  const { atoms: outer, perform } = outside;
  const atoms = labAtoms();
  const failed = (/** @type {unknown} */ error) => atoms.failure.set(/** @type {Error} */ (error));
  const own = { ...outside, client, failed };
  const computing = createLabComputing(own, atoms);
  const player = createLabPlayer(atoms, computing);
  const editing = createLabEditing(own, atoms);
  const reading = createLinking(own, atoms);
  reading.read();
  outer.lab.watch(reading.read);
  atoms.settings.watch(() => {
    reading.write();
    computing.ask();
  });
  outer.answered.watch(() => computing.askIfFed());
  outer.view.watch((view) => (view === "lab" ? computing.ask() : player.pause()));
  for (const one of [atoms.result, atoms.pointed, atoms.kernel, atoms.stage]) one.watch(computing.explain);
  return {
    outside: outer,
    atoms,
    ...computing,
    ...player,
    ...editing,
    ...createLabApplying(own, atoms),
    /** Fetches what is shown. */
    open() {
      computing.ask();
      if (atoms.named.get().length === 0) void outside.api.kernels().then(({ kernels }) => atoms.named.set(kernels), failed);
    },
    dismiss: () => atoms.failure.set(null),
    leave: () => perform({ type: "view", view: "2d" }),
    /** Calls a watcher on every change of what the lab shows. @param {() => void} watcher @returns {() => void} what stops it */
    watch(watcher) {
      const { answered, chosen, model, theme, systemDark, ratio, narrow } = outer;
      return watchAll([...Object.values(atoms), answered, chosen, model, theme, systemDark, ratio, narrow], watcher);
    },
  };
}

/** The link's setting and the lab's follow each other. @param {Own} own @param {LabAtoms} atoms */
function createLinking({ atoms: outer, perform }, { settings, kernel, channel }) {
  const textNow = () => (formatLab(settings.get()) === formatLab(FIRST) ? null : formatLab(settings.get()));
  return {
    write() {
      const text = textNow();
      if (text !== outer.lab.get()) perform({ type: "lab", text });
    },
    read() {
      const text = outer.lab.get();
      if (text === textNow()) return;
      const found = text === null ? FIRST : parseLab(text);
      if (!found) {
        perform({ type: "ignore", keys: ["lab"] });
        return perform({ type: "lab", text: textNow() });
      }
      kernel.set(0);
      channel.set(0);
      settings.set(found);
    },
  };
}
