/** Decoder of the safetensors format: the header's length in 8 bytes, a JSON header, and the data. */

import { tensor } from "../lib/tensor.js";

/** @import { Tensor } from "../types.js" */

/** @typedef {Tensor<Float32Array | Uint8Array>} AnyTensor */
/** @typedef {{dtype: string, shape: number[], data_offsets: [number, number]}} Entry */

/** @typedef {(buffer: ArrayBuffer, start: number, length: number) => Float32Array | Uint8Array} View */

/** @type {Readonly<Record<string, {bytes: number, view: View}>>} */
const TYPES = {
  F32: { bytes: 4, view: (buffer, start, length) => new Float32Array(buffer, start, length) },
  U8: { bytes: 1, view: (buffer, start, length) => new Uint8Array(buffer, start, length) },
};

const PREFIX = 8;

/** Return tensors and metadata of a file. Aligned tensors are views of the buffer. @param {ArrayBuffer} buffer */
export function decodeSafetensors(buffer) {
  if (buffer.byteLength < PREFIX) throw new RangeError(`Unexpected length ${buffer.byteLength}: not safetensors.`);
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const start = PREFIX + length;
  if (start > buffer.byteLength) throw new RangeError(`Unexpected header of ${length} bytes in ${buffer.byteLength}.`);
  const { __metadata__: metadata = {}, ...entries } = JSON.parse(
    new TextDecoder().decode(new Uint8Array(buffer, PREFIX, length)),
  );
  const tensors = Object.entries(/** @type {Record<string, Entry>} */ (entries)).map(([name, entry]) =>
    /** @type {const} */ ([name, tensorFrom(buffer, start, name, entry)]));
  return { tensors: new Map(tensors), metadata };
}

/** @param {ArrayBuffer} buffer @param {number} start @param {string} name @param {Entry} entry @returns {AnyTensor} */
function tensorFrom(buffer, start, name, { dtype, shape, data_offsets: [from, to] }) {
  const type = TYPES[dtype];
  if (!type) {
    throw new RangeError(`Unexpected type ${dtype} of tensor ${name}: expected ${Object.keys(TYPES).join(" or ")}.`);
  }
  if (from < 0 || to < from || start + to > buffer.byteLength) {
    throw new RangeError(`Unexpected offsets ${from}–${to} of tensor ${name}.`);
  }
  const place = start + from;
  const length = (to - from) / type.bytes;
  const aligned = place % type.bytes === 0;
  return tensor(
    aligned ? type.view(buffer, place, length) : type.view(buffer.slice(place, start + to), 0, length),
    shape,
  );
}
