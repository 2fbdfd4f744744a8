/** Writes the safetensors format that safetensors.js reads. */

/** @import { Tensor } from "../types.js" */

/** The length of the header, in bytes. */
const PREFIX = 8;

/**
 * The same bytes as the server's library writes: by name, with the metadata that PyTorch's files have.
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

/** The numbers begin at a multiple of 8 bytes, so that they can be read in place. @param {string} text */
function padded(text) {
  const { length } = new TextEncoder().encode(text);
  return new TextEncoder().encode(text + " ".repeat(-length & (PREFIX - 1)));
}

/** @param {Float32Array} data */
function bytesOf(data) {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
