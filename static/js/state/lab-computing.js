/** The lab's requests: convolution, activation, pooling, and the arithmetic of the hovered cell. */

import { nested } from "../api/lab.js";
import { isRefused } from "../api/errors.js";
import { createNewest } from "../api/newest.js";
import { clamp, range } from "../lib/math.js";
import { mapOf } from "../lib/tensor.js";
import { ARTICLE, convolvedSide, patchOf, pooledSide, rowsOf, weightsOf, windowOf } from "../model/lab.js";
import { computed } from "../../vendor/signals-core.min.js";

/** @import { LabClient } from "../api/lab.js" */
/** @import { LabMaps, LabPlace, LabResult, LabSettings, LabStage, LabSum } from "../lab-types.js" */
/** @import { Trace } from "../types.js" */
/** @import { LabSignals, Own } from "./lab.js" */

/** @typedef {ReturnType<typeof createLabComputing>} Computing */

/** Create the functions that request the lab's results. @param {Own} own @param {LabSignals} signals */
export function createLabComputing({ signals: outer, client, failed }, signals) {
  const newest = createNewest({
    run: (/** @type {{input: LabMaps, settings: LabSettings}} */ wanted, signal) =>
      computedStages(client, wanted, signal),
    onResult(result) {
      signals.failure.value = null;
      signals.result.value = result;
    },
    onError(error, wanted) {
      failed(error);
      if (!isRefused(error) && isOpen()) newest.retry(wanted);
    },
  });
  const explaining = createNewest({
    run: async (/** @type {{place: LabPlace, result: LabResult}} */ wanted, signal) =>
      explained(client, wanted, signal),
    onResult: (sum) => { signals.sum.value = sum; },
    onError: failed,
  });
  const source = computed(() => signals.settings.value.source);
  const input = computed(() =>
    inputFrom(source.value, outer.answered.value?.trace ?? null, String(outer.model.value?.layers[0]?.name)),
  );
  const isOpen = () => outer.view.value === "lab";
  const place = () => placeOf(signals);
  const ask = () => {
    if (!isOpen()) return;
    const settings = signals.settings.value;
    const maps = input.value;
    if (maps && pooledSide(convolvedSide(maps.side, settings), settings) > 0) {
      return newest.submit({ input: maps, settings });
    }
    newest.cancel();
    signals.result.value = maps && { input: maps, settings, stages: new Map() };
  };
  return {
    ask,
    /** Request the result again if the lab's input is the drawing or a layer of the network. */
    requestIfInputChanged: () => ["drawing", "layer"].includes(signals.settings.value.source.kind) && ask(),
    /** Request the arithmetic of the hovered cell. */
    explain() {
      const [result, at] = [signals.result.value, place()];
      if (!result || !at) return void (signals.sum.value = null);
      if (isOpen()) explaining.submit({ place: at.made, result });
    },
    place,
    /** Whether the chosen layer or map does not exist in the network. */
    isMissing: () => input.value === null && outer.answered.value !== null,
  };
}

/**
 * Return the maps that the kernels slide over; null if the network has no such map, or its trace is missing.
 * @param {LabSettings["source"]} source @param {Trace | null} trace
 * @param {string} first  the name of the input layer
 * @returns {LabMaps | null}
 */
function inputFrom(source, trace, first) {
  if (source.kind === "article") return { side: ARTICLE.length, maps: [Float32Array.from(ARTICLE.flat())] };
  if (source.kind === "picture") {
    const channel = (/** @type {number} */ map) =>
      source.pixels.subarray(map * source.side ** 2, (map + 1) * source.side ** 2);
    return { side: source.side, maps: range(3).map((map) => Float32Array.from(channel(map), (byte) => byte / 255)) };
  }
  const { layer, map } = source.kind === "layer" ? source : { layer: first, map: 0 };
  const values = trace?.layers.get(layer);
  const [count, side, columns] = values?.shape ?? [];
  return values && side === columns && map < Number(count) ? { side: Number(side), maps: [mapOf(values, map)] } : null;
}

/**
 * Request the stages one after the other.
 * @param {LabClient} client @param {{input: LabMaps, settings: LabSettings}} wanted @param {AbortSignal} signal
 */
async function computedStages(client, { input, settings }, signal) {
  const { size, stride, padding, isFlipped, activation, pooling, poolingSize, kernels } = settings;
  const weights = kernels.map((kernel) => weightsOf(kernel, isFlipped).map((cells) => rowsOf(cells, size)));
  const fields = { input: nested(input), kernels: weights, bias: kernels.map(({ bias }) => bias), stride, padding };
  /** @type {Map<LabStage, LabMaps>} */
  const stages = new Map();
  let maps = await client.convolution(fields, signal);
  stages.set("convolution", maps);
  if (activation !== "none") stages.set("activation", maps = await client.activation(maps, activation, signal));
  if (pooling !== "none") {
    stages.set("pooling", await client.pooling(maps, { kind: pooling, size: poolingSize }, signal));
  }
  return { input, settings, stages };
}

/**
 * Request the arithmetic of one cell, as the convolution of its window alone. With several input maps the same request
 * also convolves each map alone, for its subtotal.
 * @param {LabClient} client @param {{place: LabPlace, result: LabResult}} wanted @param {AbortSignal} signal
 * @returns {Promise<LabSum>}
 */
async function explained(client, { place, result: { input, settings } }, signal) {
  const { size, isFlipped, kernels } = settings;
  const kernel = /** @type {LabSettings["kernels"][number]} */ (kernels[place.map]);
  const values = input.maps.map((_, map) => patchOf(input, map, windowOf(place, settings)));
  const weights = weightsOf(kernel, isFlipped);
  /** @param {number} map */
  const alone = (map) => weights.map((cells, other) => cells.map((cell) => (other === map ? cell : 0)));
  const each = weights.length > 1 ? weights.map((_, map) => alone(map)) : [];
  const all = [weights, ...each].map((one) => one.map((cells) => rowsOf(cells, size)));
  const patch = values.map((cells) => rowsOf(cells, size));
  const bias = all.map(() => kernel.bias);
  const windows = await client.windows({ input: patch, kernels: all, bias, stride: 1, padding: 0 }, signal);
  const [whole, ...parts] = windows;
  if (!whole) throw new RangeError("Missing windows in the answer.");
  return {
    place,
    values,
    weights: weights.map((cells) => cells.map(Math.fround)),
    products: whole.products.map((rows) => rows.flat()),
    subtotals: parts.length ? parts.map(({ sum }) => sum) : [whole.sum],
    sum: whole.sum,
    bias: whole.bias,
  };
}

/**
 * Return the hovered cell of the shown map, and the cell of the convolution it is computed from. After pooling that is
 * the maximum of the window, or its first cell for a mean or a sum.
 * @param {LabSignals} signals @returns {{shown: LabStage, maps: LabMaps, cell: LabPlace, made: LabPlace} | null}
 */
function placeOf({ result, stage, pointed, kernel }) {
  const found = result.value;
  const stages = [...(found?.stages ?? [])];
  const [shown, maps] = stages.find(([name]) => name === stage.value) ?? stages.at(-1) ?? [];
  if (!found || !shown || !maps) return null;
  const middle = Math.floor(maps.side / 2);
  const { row, column } = pointed.value ?? { row: middle, column: middle };
  const last = maps.side - 1;
  const map = Math.min(kernel.value, maps.maps.length - 1);
  const cell = { map, row: clamp(row, 0, last), column: clamp(column, 0, last) };
  return { shown, maps, cell, made: shown === "pooling" ? winnerOf(found.stages, cell, found.settings) : cell };
}

/**
 * Return the cell before pooling that a pooled cell shows.
 * @param {LabResult["stages"]} stages @param {LabPlace} cell @param {LabSettings} settings @returns {LabPlace}
 */
function winnerOf(stages, { map, row, column }, { poolingSize, pooling }) {
  const below = /** @type {LabMaps} */ (stages.get("activation") ?? stages.get("convolution"));
  const values = patchOf(below, map, { top: row * poolingSize, left: column * poolingSize, size: poolingSize });
  const at = pooling === "max" ? values.indexOf(Math.max(...values)) : 0;
  const [down, right] = [Math.floor(at / poolingSize), at % poolingSize];
  return { map, row: row * poolingSize + down, column: column * poolingSize + right };
}
