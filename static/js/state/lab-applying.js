/** Puts the lab's kernel into the network, as a model that takes the place of the shown one; and undoes it. */

import { encodeSafetensors } from "../api/safetensors-writer.js";
import { tensor } from "../lib/tensor.js";
import { weightsOf } from "../model/lab.js";

/** @import { Weights } from "../types.js" */
/** @import { LabSignals, Own } from "./lab.js" */

/** Where it is put. */
const LAYER = "conv1";

/** @param {Own} own @param {LabSignals} signals */
export function createLabApplying({ signals: outer, models, perform, api, failed }, { settings, kernel, past }) {
  /** How many maps the network's first convolution has, if the kernel fits there. */
  const places = () => {
    const layer = outer.model.value?.layers.find(({ name }) => name === LAYER);
    const { size, source } = settings.value;
    const fits = layer?.kernel?.every((side) => side === size) && source.kind !== "picture";
    return fits ? Number(layer?.shape[0]) : 0;
  };
  return {
    places,
    /** Puts weights and bias in the place of a map's. @param {number} map */
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
    /** Shows the model of before. */
    undo() {
      const last = past.value.at(-1);
      if (!last) return;
      past.value = past.value.slice(0, -1);
      perform({ type: "model", name: last });
    },
  };
}

/** @param {Weights} weights @param {number} map @param {readonly number[]} cells @param {number} bias */
function withKernel(weights, map, cells, bias) {
  return new Map([...weights].map(([name, { shape, data }]) => {
    const isWeight = name === `${LAYER}.weight`;
    if (!isWeight && name !== `${LAYER}.bias`) return [name, { shape, data }];
    const copy = data.slice();
    copy.set(isWeight ? cells : [bias], isWeight ? map * cells.length : map);
    return [name, tensor(copy, shape)];
  }));
}
