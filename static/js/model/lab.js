/** Geometry and kernels of the lab: output sizes, windows, resized kernels. */

import { range } from "../lib/math.js";

/** @import { LabKernel, LabMaps, LabPlace, LabSettings } from "../lab-types.js" */

/** The 5×5 binary picture of many introductions to convolution. */
export const ARTICLE = [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]];

/** The kernel of the same example. */
export const ARTICLE_KERNEL = { name: "article", numbers: [[1, 0, 1], [0, 1, 0], [1, 0, 1]], divisor: 1 };

/** Maximum rows and columns of a kernel, and maximum number of kernels. */
export const MAX_KERNEL_SIZE = 7;
export const MAX_KERNELS = 6;
/** Maximum absolute value of a kernel's numbers. */
export const LARGEST = 10_000;

/**
 * Return the side of a convolution's output; 0 if the window does not fit.
 * @param {number} side  of the input
 * @param {Pick<LabSettings, "size" | "stride" | "padding">} settings
 */
export function convolvedSide(side, { size, stride, padding }) {
  return Math.max(Math.floor((side + 2 * padding - size) / stride) + 1, 0);
}

/** Return the pooled side. @param {number} side @param {Pick<LabSettings, "pooling" | "poolingSize">} settings */
export function pooledSide(side, { pooling, poolingSize: size }) {
  return pooling === "none" ? side : convolvedSide(side, { size, stride: size, padding: 0 });
}

/**
 * Return the weights of a kernel, divided and flipped.
 * @param {LabKernel} kernel @param {boolean} isFlipped
 * @returns {number[][]} by map of the input
 */
export function weightsOf({ channels, divisor }, isFlipped) {
  return channels.map((cells) => (isFlipped ? cells.toReversed() : cells).map((cell) => cell / divisor));
}

/** Split numbers into rows. @param {ArrayLike<number>} numbers @param {number} columns @returns {number[][]} */
export function rowsOf(numbers, columns) {
  return range(numbers.length / columns).map((row) =>
    Array.from({ length: columns }, (_, column) => Number(numbers[row * columns + column])),
  );
}

/** Return the value of a cell. @param {LabMaps} maps @param {LabPlace} place */
export function valueAt({ side, maps }, { map, row, column }) {
  return Number(maps[map]?.[row * side + column]);
}

/**
 * Return the values under a window; zeros in the padding.
 * @param {LabMaps} input @param {number} map @param {{top: number, left: number, size: number}} window
 * @returns {number[]}
 */
export function patchOf(input, map, { top, left, size }) {
  const isInside = (/** @type {number} */ place) => place >= 0 && place < input.side;
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    isInside(row) && isInside(column) ? valueAt(input, { map, row, column }) : 0;
  return range(size * size).map((i) => at(top + Math.floor(i / size), left + (i % size)));
}

/**
 * Return the window of an output cell, in input coordinates.
 * @param {{row: number, column: number}} cell @param {Pick<LabSettings, "size" | "stride" | "padding">} settings
 */
export function windowOf({ row, column }, { size, stride, padding }) {
  return { top: row * stride - padding, left: column * stride - padding, size };
}

/** Crop or pad a kernel. @param {readonly (readonly number[])[]} rows @param {number} size @returns {number[]} */
export function fitted(rows, size) {
  const shift = Math.floor(rows.length / 2) - Math.floor(size / 2);
  return range(size * size).map((i) => rows[Math.floor(i / size) + shift]?.[(i % size) + shift] ?? 0);
}

/**
 * Return the kernel with `count` channels: surplus ones are dropped, missing ones copied from the first.
 * @param {LabKernel} kernel @param {number} count
 * @returns {LabKernel}
 */
export function forMaps(kernel, count) {
  return { ...kernel, channels: range(count).map((map) => kernel.channels[map] ?? kernel.channels[0] ?? []) };
}
