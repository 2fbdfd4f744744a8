/**
 * The link parameter of the lab's settings: five or more parts, separated by tildes. They are the input; kernel size,
 * stride and padding; activation; pooling; then each kernel as cells/divisor/bias, with "!" between the cells of
 * different input maps: "article~k3s1p0~relu~max2~1,0,1,0,1,0,1,0,1/1/0". After the padding may follow "f" for kernels
 * rotated by 180°, "m2" for the index of the edited kernel, and "c" or "a" for showing the output of the convolution
 * or of the activation instead of the last stage.
 */

import { fromBase64Url, toBase64Url } from "../ink/bytes.js";
import { LARGEST, MAX_KERNELS } from "../model/lab.js";

/** @import { LabKernel, LabLink, LabSettings, LabSource, LabStage } from "../lab-types.js" */

/** The maximum number of rows and columns of a picture. */
export const MAX_SIDE = 32;

const LAYER = /^([a-z]\w{0,19})\/(\d{1,3})$/;
const PICTURE = /^rgb\/([1-9]\d?)\/([\w-]+)$/;
const WINDOW = /^k([1-7])s([1-4])p([0-3])(f?)(?:m([1-5]))?([ca]?)$/;
/** @type {Readonly<Record<string, LabStage>>} */
const STAGES = { c: "convolution", a: "activation" };
const ACTIVATION = /^(none|relu|tanh|sigmoid)$/;
const POOLING = /^(?:none|(max|average|sum)([2-4]))$/;
const NUMBER = /^-?\d{1,5}(\.\d{1,20})?(e-\d{1,2})?$/;

/** Return the settings as text. @param {LabLink} settings */
export function formatLab({ source, activation, pooling, poolingSize, kernels, ...window }) {
  const { size, stride, padding, isFlipped, kernel, stage } = window;
  return [
    sourceText(source),
    `k${size}s${stride}p${padding}${isFlipped ? "f" : ""}${kernel ? `m${kernel}` : ""}${stage?.at(0) ?? ""}`,
    activation,
    pooling === "none" ? pooling : `${pooling}${poolingSize}`,
    ...kernels.map(({ channels, divisor, bias }) =>
      `${channels.map((cells) => cells.join()).join("!")}/${divisor}/${bias}`),
  ].join("~");
}

/** Parse settings. @param {string} text @returns {LabLink | null} null if they are invalid */
export function parseLab(text) {
  const parts = text.split("~");
  if (parts.length < 5) return null;
  const [first, second, third, fourth, ...rest] = /** @type {[string, string, string, string, ...string[]]} */ (parts);
  const [source, window, pooling] = [parseSource(first), parseWindow(second), parsePooling(fourth)];
  const activation = /** @type {LabSettings["activation"] | undefined} */ (ACTIVATION.exec(third)?.[0]);
  if (!source || !window || !activation || !pooling) return null;
  const kernels = rest.map((one) => parseKernel(one, source.kind === "picture" ? 3 : 1, window.size));
  if (kernels.length > MAX_KERNELS || kernels.length <= window.kernel || kernels.includes(null)) return null;
  return { source, ...window, activation, ...pooling, kernels: /** @type {LabKernel[]} */ (kernels) };
}

/** @param {string} text */
function parseWindow(text) {
  const [found, size, stride, padding, flip, kernel = 0, stage = ""] = WINDOW.exec(text) ?? [];
  if (found === undefined) return null;
  return {
    ...{ size: Number(size), stride: Number(stride), padding: Number(padding) },
    ...{ isFlipped: flip === "f", kernel: Number(kernel), stage: STAGES[stage] ?? null },
  };
}

/** @param {string} text @returns {Pick<LabSettings, "pooling" | "poolingSize"> | null} */
function parsePooling(text) {
  const [found, pooling = "none", size = 2] = POOLING.exec(text) ?? [];
  return found === undefined
    ? null
    : { pooling: /** @type {LabSettings["pooling"]} */ (pooling), poolingSize: Number(size) };
}

/** @param {LabSource} source */
function sourceText(source) {
  if (source.kind === "layer") return `${source.layer}/${source.map}`;
  return source.kind === "picture" ? `rgb/${source.side}/${toBase64Url(source.pixels)}` : source.kind;
}

/** @param {string} text @returns {LabSource | null} */
function parseSource(text) {
  if (text === "drawing" || text === "article") return { kind: text };
  const [, layer, map] = LAYER.exec(text) ?? [];
  if (layer) return { kind: "layer", layer, map: Number(map) };
  const [, side, letters] = PICTURE.exec(text) ?? [];
  return letters ? parsePicture(Number(side), letters) : null;
}

/** @param {number} side @param {string} letters @returns {LabSource | null} */
function parsePicture(side, letters) {
  try {
    const pixels = fromBase64Url(letters);
    return side <= MAX_SIDE && pixels.length === 3 * side * side ? { kind: "picture", side, pixels } : null;
  } catch {
    return null;
  }
}

/** @param {string} text @param {number} maps  of the input @param {number} size @returns {LabKernel | null} */
function parseKernel(text, maps, size) {
  const [cells = "", divisor = "", bias = "", ...more] = text.split("/");
  const channels = cells.split("!").map((one) => one.split(",").map(parseNumber));
  const [by, added] = [parseNumber(divisor), parseNumber(bias)];
  const isWhole = channels.length === maps &&
    channels.every((one) => one.length === size * size && !one.includes(null));
  if (more.length || !isWhole || !by || by < 0 || added === null) return null;
  return { channels: /** @type {number[][]} */ (channels), divisor: by, bias: added };
}

/** @param {string} text @returns {number | null} */
function parseNumber(text) {
  const number = NUMBER.test(text) ? Number(text) : NaN;
  return Math.abs(number) <= LARGEST ? number : null;
}
