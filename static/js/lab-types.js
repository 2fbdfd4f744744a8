/** Types of the convolution lab. Maps are square, in row-major order. */



/** @typedef {"none" | "relu" | "tanh" | "sigmoid"} LabActivation */
/** @typedef {"none" | "max" | "average" | "sum"} LabPooling */
/** @typedef {"convolution" | "activation" | "pooling"} LabStage */

/**
 * The input of the lab. The pixels of a picture are its red, green and blue maps, one after the other.
 * @typedef {{kind: "drawing"} | {kind: "article"} | {kind: "layer", layer: string, map: number} | {kind: "picture",
 *   side: number, pixels: Uint8Array}} LabSource
 */

/**
 * @typedef {object} LabKernel
 * @property {readonly (readonly number[])[]} channels  for each input map the cells, before division
 * @property {number} divisor  divides every cell
 * @property {number} bias
 */

/**
 * The settings of the lab.
 * @typedef {object} LabSettings
 * @property {LabSource} source
 * @property {number} size  rows and columns of the kernels
 * @property {number} stride
 * @property {number} padding
 * @property {boolean} isFlipped  whether kernels are rotated by 180°, as in the mathematical convolution
 * @property {LabActivation} activation
 * @property {LabPooling} pooling
 * @property {number} poolingSize
 * @property {readonly LabKernel[]} kernels  one per output map
 */

/** @typedef {{side: number, maps: readonly Float32Array[], rows?: number[][][]}} LabMaps  `rows`: as JSON */
/** @typedef {{input: LabMaps, stages: ReadonlyMap<LabStage, LabMaps>, settings: LabSettings}} LabResult */
/** @typedef {{map: number, row: number, column: number}} LabPlace */
/**
 * @typedef {LabSettings & {kernel: number, stage: LabStage | null}} LabLink  the settings in a link, with the edited
 *   kernel and the shown stage; null: the last one
 */

/**
 * The arithmetic of one cell of the convolution.
 * @typedef {object} LabSum
 * @property {LabPlace} place
 * @property {readonly (readonly number[])[]} values  by input map
 * @property {readonly (readonly number[])[]} weights
 * @property {readonly (readonly number[])[]} products
 * @property {readonly number[]} subtotals  by input map
 * @property {number} sum
 * @property {number} bias
 */

/** State and actions of the lab. @typedef {import("./state/lab.js").Lab} Lab */

export {};
