/** The convolution lab: what is set, its link, and what can be done with it. Made when the lab is first opened. */

import { createLabClient } from "../api/lab.js";
import { batch, signal } from "../../vendor/signals-core.min.js";
import { onChange } from "../lib/signals.js";
import { createLabApplying } from "./lab-applying.js";
import { createLabComputing } from "./lab-computing.js";
import { createLabEditing } from "./lab-editing.js";
import { createLabPlayer } from "./lab-player.js";
import { formatLab, parseLab } from "./lab-text.js";

/** @import { Client } from "../api/client.js" */
/** @import { LabClient } from "../api/lab.js" */
/** @import { NamedKernel } from "../intents.js" */
/** @import { LabLink, LabResult, LabSettings, LabStage, LabSum } from "../lab-types.js" */
/** @typedef {import("./training.js").Outside & {api: Client}} Outside */
/** @typedef {ReturnType<typeof labSignals>} LabSignals */
/** @typedef {Outside & {client: LabClient, failed: (error: unknown) => void}} Own */
/** @typedef {ReturnType<typeof createLabState>} Lab */

/** Sobel's kernel over the drawing: upright edges. @type {LabLink} */
const FIRST = {
  source: { kind: "drawing" },
  size: 3,
  stride: 1,
  padding: 0,
  isFlipped: false,
  kernel: 0,
  stage: null,
  activation: "none",
  pooling: "none",
  poolingSize: 2,
  kernels: [{ channels: [[-1, 0, 1, -2, 0, 2, -1, 0, 1]], divisor: 1, bias: 0 }],
};

function labSignals() {
  return {
    settings: signal(/** @type {LabSettings} */ (FIRST)),
    /** What the server made of it; null: nothing yet. */
    result: signal(/** @type {LabResult | null} */ (null)),
    /** Which stage's maps are shown; null: the last one's. */
    stage: signal(/** @type {LabStage | null} */ (null)),
    /** The kernel that is edited, whose map is shown. */
    kernel: signal(0),
    /** The map of the input whose cells are edited. */
    channel: signal(0),
    /** The pointed cell of the shown map; null: its middle. */
    pointed: signal(/** @type {{row: number, column: number} | null} */ (null)),
    /** How the cell of the convolution under it is made. */
    sum: signal(/** @type {LabSum | null} */ (null)),
    /** Was it pointed at with keys? Then it is told to screen readers. */
    isTold: signal(false),
    /** Does the window slide? */
    playing: signal(false),
    /** The kernels that have names. */
    named: signal(/** @type {readonly NamedKernel[]} */ ([])),
    /** The map of the network's first convolution that a kernel is put into. */
    target: signal(0),
    /** The models before each kernel that was put into the network. */
    past: signal(/** @type {readonly string[]} */ ([])),
    /** What went wrong last. */
    failure: signal(/** @type {Error | null} */ (null)),
  };
}

/** @param {Outside} outside @param {LabClient} [client] */
export function createLabState(outside, client = createLabClient()) {
  const { signals: outer } = outside;
  const signals = labSignals();
  const failed = (/** @type {unknown} */ error) => { signals.failure.value = /** @type {Error} */ (error); };
  const own = { ...outside, client, failed };
  const computing = createLabComputing(own, signals);
  const player = createLabPlayer(signals, computing);
  const editing = createLabEditing(own, signals);
  const reading = createLinking(own, signals);
  reading.read();
  onChange([outer.lab], reading.read);
  onChange([signals.settings], () => {
    reading.write();
    computing.ask();
  });
  onChange([signals.kernel, signals.stage], reading.write);
  onChange([outer.answered], () => computing.askIfFed());
  onChange([outer.view], () => (outer.view.value === "lab" ? computing.ask() : player.pause()));
  onChange([signals.result, signals.pointed, signals.kernel, signals.stage], computing.explain);
  return {
    outside: outer,
    signals,
    ...computing,
    ...player,
    ...editing,
    ...createLabApplying(own, signals),
    /** Fetches what is shown. */
    open() {
      computing.ask();
      if (signals.named.value.length === 0) {
        void outside.api.kernels().then(({ kernels }) => {
          signals.named.value = kernels;
        }, failed);
      }
    },
    dismiss: () => { signals.failure.value = null; },
  };
}

/** The link's setting and the lab's follow each other. @param {Own} own @param {LabSignals} signals */
function createLinking({ signals: outer, perform }, { settings, kernel, channel, stage }) {
  const textNow = () => {
    const text = formatLab({ ...settings.value, kernel: kernel.value, stage: stage.value });
    return text === formatLab(FIRST) ? null : text;
  };
  return {
    write() {
      const text = textNow();
      if (text !== outer.lab.value) perform({ type: "lab", text });
    },
    read() {
      const text = outer.lab.value;
      if (text === textNow()) return;
      const found = text === null ? FIRST : parseLab(text);
      if (!found) {
        perform({ type: "ignore", keys: ["lab"] });
        return perform({ type: "lab", text: textNow() });
      }
      batch(() => {
        channel.value = 0;
        ({ kernel: kernel.value, stage: stage.value, ...settings.value } = found);
      });
    },
  };
}
