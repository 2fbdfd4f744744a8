/** Encoder of the safetensors format; safetensors.js decodes it. */

/** @import { Tensor } from "../types.js" */

/** The size of the field with the header's length, in bytes. */
const PREFIX = 8;

/**
 * Return a safetensors file, with the same bytes as the server's library writes: the tensors sorted by name, and the
 * metadata of PyTorch's files.
 * @param {ReadonlyMap<string, Tensor>} tensors
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function encodeSafetensors(tensors) {
  const sorted = [...tensors].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const size = { bytes: 0 };
  const entries = sorted.map(([name, { shape, data }]) =>
    [name, { dtype: "F32", shape, data_offsets: [size.bytes, size.bytes += data.byteLength] }]);
  const header = padded(JSON.stringify({ __metadata__: { format: "pt" }, ...Object.fromEntries(entries) }));
  const file = new Uint8Array(PREFIX + header.length + size.bytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, PREFIX);
  sorted.reduce(
    (place, [, { data }]) => (file.set(bytesOf(data), place), place + data.byteLength),
    PREFIX + header.length,
  );
  return file;
}

/** Pad the header with spaces, so that the data starts at a multiple of 8 bytes. @param {string} text */
function padded(text) {
  const { length } = new TextEncoder().encode(text);
  return new TextEncoder().encode(text + " ".repeat(-length & (PREFIX - 1)));
}

/** Return a view of the bytes. @param {Float32Array} data */
function bytesOf(data) {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
