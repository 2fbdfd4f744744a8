/** Editing the lab's settings: input, window, kernels, activation, pooling. */

import { coloursFromFile } from "../ink/colours.js";
import { clamp, exact, range } from "../lib/math.js";
import { LARGEST, MAX_KERNEL_SIZE, fitted, forMaps, rowsOf } from "../model/lab.js";
import { MAX_SIDE } from "./lab-text.js";

/** @import { LabKernel, LabSettings, LabSource } from "../lab-types.js" */
/** @import { Weights } from "../types.js" */
/** @import { LabSignals, Own } from "./lab.js" */

/** The initial kernels of further maps, in this order. */
const FURTHER = ["sobel_y", "laplacian", "sharpen", "emboss", "box_blur"];

/** Create the functions that edit the settings. @param {Own} own @param {LabSignals} signals */
export function createLabEditing(own, signals) {
  const { settings, kernel, channel } = signals;
  /** @param {Partial<LabSettings>} some */
  const change = (some) => { settings.value = { ...settings.value, ...some }; };
  /** @param {(kernel: LabKernel) => LabKernel} work @param {readonly LabKernel[]} [kernels] */
  const edit = (work, kernels = settings.value.kernels) =>
    change({ kernels: kernels.map((one, i) => (i === kernel.value ? work(one) : one)) });
  /** Choose the input. @param {LabSource} chosen */
  const source = (chosen) => {
    channel.value = 0;
    const kernels = settings.value.kernels.map((one) => forMaps(one, mapsOf(chosen)));
    change({ source: chosen, kernels });
  };
  /**
   * Replace the edited kernel, and resize the others to its size.
   * @param {{numbers: readonly (readonly number[])[], divisor: number, bias?: number}} other
   */
  const use = ({ numbers, divisor, bias = 0 }) => {
    const channels = range(mapsOf(settings.value.source)).map(() => numbers.flat());
    const { size, kernels } = resized(settings.value, numbers.length);
    change({ size, kernels: kernels.map((one, i) => (i === kernel.value ? { channels, divisor, bias } : one)) });
  };
  return {
    change,
    source,
    use,
    /** Choose a picture file as input. @param {File} file */
    async picture(file) {
      try {
        source({ kind: "picture", ...(await coloursFromFile(file, MAX_SIDE)) });
      } catch (error) {
        own.failed(error);
      }
    },
    /** Resize all kernels. @param {number} size */
    resize: (size) => change(resized(settings.value, clamp(size, 1, MAX_KERNEL_SIZE))),
    /** Set the number of kernels. @param {number} count */
    deepen(count) {
      const { kernels, size, source: from } = settings.value;
      const further = (/** @type {number} */ i) => forMaps(namedKernel(signals, FURTHER[i - 1], size), mapsOf(from));
      kernel.value = Math.min(kernel.value, count - 1);
      change({ kernels: range(count).map((i) => kernels[i] ?? further(i)) });
    },
    /** Set a cell of the edited kernel. @param {number} index  of the cell @param {number} value */
    write(index, value) {
      const at = channel.value;
      const limited = clamp(value, -LARGEST, LARGEST);
      edit((one) => ({
        ...one,
        channels: one.channels.map((cells, i) => (i === at ? cells.with(index, limited) : cells)),
      }));
    },
    /** Set divisor or bias of the edited kernel. @param {Partial<Pick<LabKernel, "divisor" | "bias">>} numbers */
    adjust: (numbers) => edit((one) => ({ ...one, ...numbers })),
    randomise: () =>
      edit((one) => ({
        ...one,
        divisor: 1,
        channels: one.channels.map((cells) => cells.map(() => Math.round(Math.random() * 20 - 10) / 10)),
      })),
    /** Copy a kernel of the model's first convolution. @param {number} map */
    async learned(map) {
      try {
        const found = learnedKernel(await own.models.weights(own.signals.chosen.value), map);
        if (found) use(found);
      } catch (error) {
        own.failed(error);
      }
    },
  };
}

/** Return the number of input maps: a picture has three. @param {LabSource} source */
const mapsOf = ({ kind }) => (kind === "picture" ? 3 : 1);

/** Return all kernels, resized. @param {LabSettings} settings @param {number} size */
function resized({ kernels, size: before }, size) {
  /** @param {readonly number[]} cells */
  const resize = (cells) => fitted(rowsOf(cells, before), size);
  return { size, kernels: kernels.map((kernel) => ({ ...kernel, channels: kernel.channels.map(resize) })) };
}

/** Return the kernel of a map of `conv1`; null if it is not square. @param {Weights} weights @param {number} map */
function learnedKernel(weights, map) {
  const [kernels, biases] = [weights.get("conv1.weight"), weights.get("conv1.bias")];
  const [, , rows, columns] = kernels?.shape ?? [];
  if (!kernels || !biases || !rows || rows !== columns) return null;
  const area = rows * columns;
  const cells = Array.from(kernels.data.subarray(map * area, (map + 1) * area), (value) => Number(exact(value)));
  const bias = Number(exact(Number(biases.data[map])));
  return { numbers: rowsOf(cells, columns), divisor: 1, bias };
}

/** Return a named kernel, resized. @param {LabSignals} signals @param {string | undefined} name @param {number} size */
function namedKernel({ named }, name, size) {
  const { numbers, divisor } = named.value.find((one) => one.name === name) ?? { numbers: [[1]], divisor: 1 };
  return { channels: [fitted(numbers, size)], divisor, bias: 0 };
}
