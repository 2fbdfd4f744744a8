/** The vocabulary of the convolution lab. A map is square; its numbers lie row by row. */



/** @typedef {"none" | "relu" | "tanh" | "sigmoid"} LabActivation */
/** @typedef {"none" | "max" | "average" | "sum"} LabPooling */
/** @typedef {"convolution" | "activation" | "pooling"} LabStage */

/**
 * What the kernels slide over; the pixels of a picture are its red map, its green one and its blue one.
 * @typedef {{kind: "drawing"} | {kind: "article"} | {kind: "layer", layer: string, map: number} | {kind: "picture",
 *   side: number, pixels: Uint8Array}} LabSource
 */

/**
 * @typedef {object} LabKernel
 * @property {readonly (readonly number[])[]} channels  for each map of the input its cells, as they are written
 * @property {number} divisor  of every cell
 * @property {number} bias
 */

/**
 * Everything that can be set; a link holds it.
 * @typedef {object} LabSettings
 * @property {LabSource} source
 * @property {number} size  rows and columns of the kernels
 * @property {number} stride
 * @property {number} padding
 * @property {boolean} isFlipped  a convolution as mathematics has it, with the kernel turned by half a turn
 * @property {LabActivation} activation
 * @property {LabPooling} pooling
 * @property {number} poolingSize
 * @property {readonly LabKernel[]} kernels  one for each map of the output
 */

/** @typedef {{side: number, maps: readonly Float32Array[], rows?: number[][][]}} LabMaps  `rows`: as JSON */
/** @typedef {{input: LabMaps, stages: ReadonlyMap<LabStage, LabMaps>, settings: LabSettings}} LabResult */
/** @typedef {{map: number, row: number, column: number}} LabPlace */
/**
 * @typedef {LabSettings & {kernel: number, stage: LabStage | null}} LabLink  what a link holds: the kernel that is
 *   edited, and the stage that is shown, too; null: the last one
 */

/**
 * The arithmetic of one cell of the convolution.
 * @typedef {object} LabSum
 * @property {LabPlace} place
 * @property {readonly (readonly number[])[]} values  by map of the input
 * @property {readonly (readonly number[])[]} weights
 * @property {readonly (readonly number[])[]} products
 * @property {readonly number[]} subtotals  by map of the input
 * @property {number} sum
 * @property {number} bias
 */

/** What the lab shows, and what can be done with it. @typedef {import("./state/lab.js").Lab} Lab */

export {};
