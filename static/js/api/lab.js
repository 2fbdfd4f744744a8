/** Requests for single operations: convolution, activation, pooling. Imported with the lab. */

import { rowsOf } from "../model/lab.js";
import { createHttp, jsonRequest } from "./http.js";

/** @import { LabMaps } from "../lab-types.js" */
/** @import { Service } from "./http.js" */

/**
 * @typedef {{input: number[][][], kernels: number[][][][], bias: readonly number[], stride: number, padding: number}}
 *   Convolution
 */
/**
 * @typedef {{values: number[][][], products: number[][][], sum: number, bias: number, output: number}}
 *   ConvolutionWindow
 */

/** @typedef {ReturnType<typeof createLabClient>} LabClient */

/** Create the lab's client. @param {Service} [service] */
export function createLabClient(service) {
  const { json } = createHttp(service);
  /** @param {string} name @param {object} fields @param {AbortSignal} signal */
  const operation = (name, fields, signal) => json(`operations/${name}`, jsonRequest(fields, signal));
  return {
    /** @param {Convolution} fields @param {AbortSignal} signal @returns {Promise<LabMaps>} */
    convolution: async (fields, signal) => mapsFrom(await operation("convolution", fields, signal)),
    /**
     * @param {Convolution} fields  an input with the size of one window
     * @param {AbortSignal} signal
     * @returns {Promise<ConvolutionWindow[]>} one per kernel
     */
    windows: async (fields, signal) => (await operation("convolution?windows=true", fields, signal)).windows,
    /** @param {LabMaps} maps @param {string} kind @param {AbortSignal} signal @returns {Promise<LabMaps>} */
    activation: async (maps, kind, signal) =>
      mapsFrom(await operation("activation", { input: nested(maps), kind }, signal)),
    /** @param {LabMaps} maps @param {{kind: string, size: number}} pooling @param {AbortSignal} signal */
    pooling: async (maps, pooling, signal) =>
      mapsFrom(await operation("pooling", { input: nested(maps), ...pooling }, signal)),
  };
}

/** Return the maps as nested lists, cached in `rows`. @param {LabMaps} maps @returns {number[][][]} */
export function nested(maps) {
  return (maps.rows ??= maps.maps.map((map) => rowsOf(map, maps.side)));
}

/** @param {{shape: number[], result: number[][][]}} answer @returns {LabMaps} */
function mapsFrom({ shape: [, side = 0], result }) {
  return { side, maps: result.map((rows) => Float32Array.from(rows.flat())), rows: result };
}
