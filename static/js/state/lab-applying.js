/** Copying the lab's kernel into a new model, which is then shown; and undoing it. */

import { encodeSafetensors } from "../api/safetensors-writer.js";
import { tensor } from "../lib/tensor.js";
import { weightsOf } from "../model/lab.js";

/** @import { Weights } from "../types.js" */
/** @import { LabSignals, Own } from "./lab.js" */

/** The layer that gets the kernel. */
const TARGET_LAYER = "conv1";

/** Create the functions that apply a kernel. @param {Own} own @param {LabSignals} signals */
export function createLabApplying({ signals: outer, models, perform, api, failed }, { settings, kernel, past }) {
  /** Return the number of maps of the network's first convolution; 0 if the kernel has another size. */
  const places = () => {
    const layer = outer.model.value?.layers.find(({ name }) => name === TARGET_LAYER);
    const { size, source } = settings.value;
    const fits = layer?.kernel?.every((side) => side === size) && source.kind !== "picture";
    return fits ? Number(layer?.shape[0]) : 0;
  };
  return {
    places,
    /** Replace the weights and the bias of a map, and show the resulting model. @param {number} map */
    async apply(map) {
      const name = outer.chosen.value;
      const edited = settings.value.kernels[kernel.value];
      if (!edited || map >= places()) return;
      try {
        const before = await models.weights(name);
        const cells = weightsOf(edited, settings.value.isFlipped)[0] ?? [];
        const model = await api.create(encodeSafetensors(withKernel(before, map, cells, edited.bias)));
        past.value = [...past.value, name];
        perform({ type: "model", name: model.name });
      } catch (error) {
        failed(error);
      }
    },
    /** Show the model from before the last applied kernel. */
    undo() {
      const last = past.value.at(-1);
      if (!last) return;
      past.value = past.value.slice(0, -1);
      perform({ type: "model", name: last });
    },
  };
}

/**
 * Return a copy of the weights with another kernel for a map.
 * @param {Weights} weights @param {number} map @param {readonly number[]} cells @param {number} bias
 */
function withKernel(weights, map, cells, bias) {
  return new Map([...weights].map(([name, { shape, data }]) => {
    const isWeight = name === `${TARGET_LAYER}.weight`;
    if (!isWeight && name !== `${TARGET_LAYER}.bias`) return [name, { shape, data }];
    const copy = data.slice();
    copy.set(isWeight ? cells : [bias], isWeight ? map * cells.length : map);
    return [name, tensor(copy, shape)];
  }));
}
