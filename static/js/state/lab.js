/** The state of the convolution lab, its link parameter and its actions. Created when the lab is first opened. */

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

/** The default settings: a Sobel kernel over the drawing, for vertical edges. @type {LabLink} */
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
    /** The result of the last request; null before the first one. */
    result: signal(/** @type {LabResult | null} */ (null)),
    /** The stage whose maps are shown; null for the last one. */
    stage: signal(/** @type {LabStage | null} */ (null)),
    /** The index of the edited kernel, whose output map is shown. */
    kernel: signal(0),
    /** The input map for which the kernel's cells are edited. */
    channel: signal(0),
    /** The selected cell of the shown map; null for its centre. */
    pointed: signal(/** @type {{row: number, column: number} | null} */ (null)),
    /** The arithmetic of the convolution's cell that the selected one is computed from. */
    sum: signal(/** @type {LabSum | null} */ (null)),
    /** Whether the cell was selected with keys: it is then announced to screen readers. */
    isTold: signal(false),
    /** Whether the animation is running. */
    playing: signal(false),
    /** The named kernels of the API. */
    named: signal(/** @type {readonly NamedKernel[]} */ ([])),
    /** The map of the network's first convolution that gets the kernel. */
    target: signal(0),
    /** The models from before each applied kernel. */
    past: signal(/** @type {readonly string[]} */ ([])),
    /** The last error. */
    failure: signal(/** @type {Error | null} */ (null)),
  };
}

/** Create the lab. @param {Outside} outside @param {LabClient} [client] */
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
  onChange([outer.answered], () => computing.requestIfInputChanged());
  onChange([outer.view], () => (outer.view.value === "lab" ? computing.ask() : player.pause()));
  onChange([signals.result, signals.pointed, signals.kernel, signals.stage], computing.explain);
  return {
    outside: outer,
    signals,
    ...computing,
    ...player,
    ...editing,
    ...createLabApplying(own, signals),
    /** Request the result and the named kernels. */
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

/** Keep the link parameter and the settings in step. @param {Own} own @param {LabSignals} signals */
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
        perform({ type: "ignoreKeys", keys: ["lab"] });
        return perform({ type: "lab", text: textNow() });
      }
      batch(() => {
        channel.value = 0;
        ({ kernel: kernel.value, stage: stage.value, ...settings.value } = found);
      });
    },
  };
}
