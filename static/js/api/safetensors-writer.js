/** Writes the safetensors format that safetensors.js reads. */

/** The numbers begin at a multiple of this many bytes, as readers that do not copy want it. */
const ALIGNMENT = 8;

/**
 * @param {ReadonlyMap<string, import("../types.js").Tensor>} tensors
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function encodeSafetensors(tensors) {
  const ends = [...tensors.values()].reduce((/** @type {number[]} */ all, { data }) => [...all, (all.at(-1) ?? 0) + data.byteLength], []);
  const entries = [...tensors].map(([name, { shape, data }], i) =>
    [name, { dtype: "F32", shape, data_offsets: [Number(ends[i]) - data.byteLength, ends[i]] }]);
  const text = JSON.stringify(Object.fromEntries(entries));
  const { length } = new TextEncoder().encode(text);
  const header = new TextEncoder().encode(text + " ".repeat((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT));
  const file = new Uint8Array(ALIGNMENT + header.length + (ends.at(-1) ?? 0));
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, ALIGNMENT);
  const start = ALIGNMENT + header.length;
  [...tensors.values()].forEach(({ data }, i) => file.set(bytesOf(data), start + Number(ends[i]) - data.byteLength));
  return file;
}

/** @param {Float32Array} data */
function bytesOf(data) {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
