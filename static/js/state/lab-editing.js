/** What can be changed in the lab: input, window, kernels, activation, pooling. */

import { coloursFromFile } from "../ink/colours.js";
import { clamp, exact, range } from "../lib/math.js";
import { LARGEST, MOST_SIZE, fitted, forMaps, rowsOf } from "../model/lab.js";
import { MOST_SIDE } from "./lab-text.js";

/** @import { LabKernel, LabSettings, LabSource } from "../lab-types.js" */
/** @import { LabSignals, Own } from "./lab.js" */

/** Kernels that a further map begins with, one after the other. */
const MORE = ["sobel_y", "laplacian", "sharpen", "emboss", "box_blur"];

/** @param {Own} own @param {LabSignals} signals */
export function createLabEditing(own, signals) {
  const { settings, kernel, channel } = signals;
  /** @param {Partial<LabSettings>} some */
  const change = (some) => { settings.value = { ...settings.value, ...some }; };
  /** @param {(kernel: LabKernel) => LabKernel} work */
  const edit = (work) =>
    change({ kernels: settings.value.kernels.map((one, i) => (i === kernel.value ? work(one) : one)) });
  const mapsIn = () => (settings.value.source.kind === "picture" ? 3 : 1);
  /** @param {number} size */
  const resized = (size) =>
    settings.value.kernels.map((one) => ({
      ...one,
      channels: one.channels.map((cells) => fitted(rowsOf(cells, settings.value.size), size)),
    }));
  const source = (/** @type {LabSource} */ chosen) => {
    channel.value = 0;
    const maps = chosen.kind === "picture" ? 3 : 1;
    change({ source: chosen, kernels: settings.value.kernels.map((one) => forMaps(one, maps)) });
  };
  /**
   * A kernel in the place of the edited one.
   * @param {{numbers: readonly (readonly number[])[], divisor: number, bias?: number}} other
   */
  const use = ({ numbers, divisor, bias = 0 }) => {
    const size = numbers.length;
    const taken = { channels: range(mapsIn()).map(() => numbers.flat()), divisor, bias };
    change({ size, kernels: resized(size).map((one, i) => (i === kernel.value ? taken : one)) });
  };
  return {
    change,
    source,
    use,
    /** @param {File} file */
    async picture(file) {
      try {
        source({ kind: "picture", ...(await coloursFromFile(file, MOST_SIDE)) });
      } catch (error) {
        own.failed(error);
      }
    },
    /** @param {number} size */
    resize: (size) => change({ size: clamp(size, 1, MOST_SIZE), kernels: resized(size) }),
    /** @param {number} count */
    deepen(count) {
      const { kernels, size } = settings.value;
      kernel.value = Math.min(kernel.value, count - 1);
      change({
        kernels: range(count).map(
          (i) => kernels[i] ?? forMaps({ ...namedKernel(signals, MORE[i - 1], size), bias: 0 }, mapsIn()),
        ),
      });
    },
    /** @param {number} index  of the cell @param {number} value */
    write(index, value) {
      const at = channel.value;
      const limited = clamp(value, -LARGEST, LARGEST);
      edit((one) => ({
        ...one,
        channels: one.channels.map((cells, i) => (i === at ? cells.with(index, limited) : cells)),
      }));
    },
    /** @param {Partial<Pick<LabKernel, "divisor" | "bias">>} numbers */
    adjust: (numbers) => edit((one) => ({ ...one, ...numbers })),
    randomise: () =>
      edit((one) => ({
        ...one,
        divisor: 1,
        channels: one.channels.map((cells) => cells.map(() => Math.round(Math.random() * 20 - 10) / 10)),
      })),
    /** A kernel of the model's first convolution. @param {number} map */
    async learned(map) {
      try {
        const weights = await own.models.weights(own.signals.chosen.value);
        const [found, bias] = [weights.get("conv1.weight"), weights.get("conv1.bias")];
        const [, , rows = 0, columns = 0] = found?.shape ?? [];
        if (!found || !bias || rows !== columns || rows === 0) return;
        const cells = Array.from(found.data.subarray(map * rows * columns, (map + 1) * rows * columns), (value) =>
          Number(exact(value)),
        );
        use({ numbers: rowsOf(cells, columns), divisor: 1, bias: Number(exact(Number(bias.data[map]))) });
      } catch (error) {
        own.failed(error);
      }
    },
  };
}

/** @param {LabSignals} signals @param {string | undefined} name @param {number} size */
function namedKernel({ named }, name, size) {
  const { numbers, divisor } = named.value.find((one) => one.name === name) ?? { numbers: [[1]], divisor: 1 };
  return { channels: [fitted(numbers, size)], divisor };
}
