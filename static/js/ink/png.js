/**
 * Encoder of greyscale PNGs (RFC 2083). Pixels are stored uncompressed, which is synchronous and takes less than a
 * millisecond.
 */

/** @import { Picture } from "../types.js" */

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** Maximum size of a stored deflate block, in bytes (RFC 1951, 3.2.4). */
const MAX_BLOCK = 65535;

/** The CRC-32 of each byte. */
const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** Return an uncompressed PNG. @param {Picture} picture @returns {Uint8Array<ArrayBuffer>} */
export function encodePng(picture) {
  return pngFile(picture, zlibStored(scanlinesOf(picture)));
}

/**
 * Return a compressed PNG, for files and snippets: a few kilobytes instead of eighty.
 * @param {Picture} picture
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function packPng(picture) {
  const packing = new Blob([scanlinesOf(picture)]).stream().pipeThrough(new CompressionStream("deflate"));
  return pngFile(picture, new Uint8Array(await new Response(packing).arrayBuffer()));
}

/** Return the file. @param {Picture} picture @param {Uint8Array} data  the scanlines as a zlib stream */
function pngFile({ width, height }, data) {
  const header = new Uint8Array(13);
  const fields = new DataView(header.buffer);
  fields.setUint32(0, width);
  fields.setUint32(4, height);
  header.set([8, 0, 0, 0, 0], 8);
  return concatenated([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** Return the scanlines, each after its filter type, 0 (none). @param {Picture} picture */
function scanlinesOf({ width, height, pixels }) {
  if (!(width > 0 && height > 0) || pixels.length !== width * height) {
    throw new RangeError(`Unexpected ${pixels.length} pixels for a picture of ${width}×${height}.`);
  }
  const lines = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row++) {
    lines.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return lines;
}

/** Return a zlib stream (RFC 1950) of stored blocks. @param {Uint8Array} data */
function zlibStored(data) {
  const blocks = Math.ceil(data.length / MAX_BLOCK);
  const out = new Uint8Array(2 + 5 * blocks + data.length + 4);
  const view = new DataView(out.buffer);
  out.set([0x78, 0x01]);
  let place = 2;
  for (let start = 0; start < data.length; start += MAX_BLOCK) {
    const part = data.subarray(start, start + MAX_BLOCK);
    out[place] = start + MAX_BLOCK >= data.length ? 1 : 0;
    view.setUint16(place + 1, part.length, true);
    view.setUint16(place + 3, ~part.length & 0xffff, true);
    out.set(part, place + 5);
    place += 5 + part.length;
  }
  view.setUint32(place, adler32(data));
  return out;
}

/** Return a chunk. @param {string} type @param {Uint8Array} data */
function chunk(type, data) {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}

/** Return the CRC-32 of chunks. @param {Uint8Array} data @returns {number} */
export function crc32(data) {
  let crc = 0xffffffff;
  for (let i = 0; i < data.length; i++) {
    crc = /** @type {number} */ (CRC[(crc ^ /** @type {number} */ (data[i])) & 255]) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}

/** Return the Adler-32 checksum of zlib streams. @param {Uint8Array} data @returns {number} */
export function adler32(data) {
  let [a, b] = [1, 0];
  for (let start = 0; start < data.length; start += 3800) {
    const end = Math.min(start + 3800, data.length);
    for (let i = start; i < end; i++) {
      a += /** @type {number} */ (data[i]);
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}

/** @param {readonly Uint8Array[]} parts */
function concatenated(parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    out.set(part, place);
    place += part.length;
  }
  return out;
}
