/** Compact encoding: variable-length integers, PackBits, base64url. Invalid data throws a RangeError. */

export class ByteWriter {
  constructor() {
    /** @type {number[]} */
    this.written = [];
  }

  /** @param {number} value */
  byte(value) {
    this.written.push(value & 255);
  }

  /** Write seven bits per byte, lowest first; the high bit is set if more bytes follow. @param {number} value */
  unsigned(value) {
    if (!Number.isInteger(value) || value < 0 || value > 0x7fffffff) {
      throw new RangeError(`Unexpected number ${value}.`);
    }
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.byte(rest | 128);
    this.byte(rest);
  }

  /** Write 0, −1, 1, −2, … as 0, 1, 2, 3, … @param {number} value */
  signed(value) {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** @param {number} value */
  float(value) {
    this.all(new Uint8Array(new Float32Array([value]).buffer));
  }

  /** @param {Iterable<number>} bytes */
  all(bytes) {
    for (const byte of bytes) this.byte(byte);
  }

  bytes() {
    return Uint8Array.from(this.written);
  }
}

export class ByteReader {
  /** @param {Uint8Array} data */
  constructor(data) {
    this.data = data;
    this.place = 0;
  }

  byte() {
    const value = this.data[this.place++];
    if (value === undefined) throw new RangeError(`Unexpected end after ${this.data.length} bytes.`);
    return value;
  }

  unsigned() {
    let value = 0;
    for (let shift = 0; shift <= 28; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new RangeError("Unexpected number of more than five bytes.");
  }

  signed() {
    const value = this.unsigned();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }

  /** Read the number of items that follow, each of at least one byte. */
  count() {
    const value = this.unsigned();
    if (value > this.data.length - this.place) throw new RangeError(`Unexpected count ${value}.`);
    return value;
  }

  float() {
    return Number(new Float32Array(this.slice(4).slice().buffer)[0]);
  }

  /** @param {number} length */
  slice(length) {
    if (this.place + length > this.data.length) throw new RangeError(`Unexpected end after ${this.data.length} bytes.`);
    this.place += length;
    return this.data.subarray(this.place - length, this.place);
  }

  end() {
    if (this.place !== this.data.length) {
      throw new RangeError(`Unexpected ${this.data.length - this.place} bytes at the end.`);
    }
  }
}

/** The longest run in PackBits (TIFF 6.0, section 9): n < 128 means n + 1 literals, n > 128 a byte 257 − n times. */
const LONGEST = 128;

/** Encode as PackBits. @param {Uint8Array} data @returns {Uint8Array} */
export function packed(data) {
  /** @type {number[]} */
  const out = [];
  for (let place = 0; place < data.length;) {
    const run = runAt(data, place);
    const length = run > 2 ? run : literalAt(data, place);
    if (run > 2) out.push(257 - length, Number(data[place]));
    else out.push(length - 1, ...data.subarray(place, place + length));
    place += length;
  }
  return Uint8Array.from(out);
}

/** Decode PackBits. @param {Uint8Array} data @param {number} length  of the result @returns {Uint8Array} */
export function unpacked(data, length) {
  const out = new Uint8Array(length);
  let place = 0;
  for (let i = 0; i < data.length;) {
    const head = Number(data[i]);
    const count = head < LONGEST ? head + 1 : 257 - head;
    if (head === LONGEST || place + count > length) {
      throw new RangeError(`Unexpected run of ${count} at ${place} of ${length}.`);
    }
    if (head < LONGEST) out.set(data.subarray(i + 1, i + 1 + count), place);
    else out.fill(Number(data[i + 1]), place, place + count);
    place += count;
    i += head < LONGEST ? 1 + count : 2;
  }
  if (place !== length) throw new RangeError(`Unexpected ${place} pixels of ${length}.`);
  return out;
}

/** Encode bytes as base64url. @param {Uint8Array} bytes @returns {string} */
export function toBase64Url(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Decode base64url. @param {string} text @returns {Uint8Array} */
export function fromBase64Url(text) {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) throw new RangeError("Unexpected characters: not base64url.");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

/** Return the length of the run of equal bytes. @param {Uint8Array} data @param {number} place  of its first byte */
function runAt(data, place) {
  let length = 1;
  while (length < LONGEST && data[place + length] === data[place] && place + length < data.length) length++;
  return length;
}

/** Return the number of bytes before the next run. @param {Uint8Array} data @param {number} place */
function literalAt(data, place) {
  let length = 1;
  while (length < LONGEST && place + length < data.length && runAt(data, place + length) <= 2) length++;
  return length;
}
