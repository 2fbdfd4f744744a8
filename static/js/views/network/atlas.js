/**
 * The atlas: one canvas with a pixel for every activation, so that a frame colours about 16,000 pixels and uploads one
 * image; the painter then scales each map up from it without smoothing.
 */

import { colourise } from "../../lib/colour.js";
import { mapOf } from "../../lib/tensor.js";
import { context } from "../pixels.js";

/** @import { Range, Rect, Scene, SceneBox, Tensor } from "../../types.js" */

const WIDTH = 256;

/** The colour scale of one map. @typedef {{range: Range, table: Uint32Array}} Colouring */

/**
 * @typedef {object} Atlas
 * @property {HTMLCanvasElement} canvas
 * @property {Uint8ClampedArray<ArrayBuffer>} pixels  pixels of the canvas
 * @property {ReadonlyMap<SceneBox, Rect>} regions  region of each box in the canvas
 * @property {(layers: ReadonlyMap<string, Tensor>, colouringOf: (box: SceneBox) => Colouring) => void} update
 */

/** @param {Scene} scene @returns {Atlas} */
export function createAtlas(scene) {
  const { regions, height } = pack(scene.boxes);
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: Math.max(height, 1) });
  const brush = context(canvas);
  const image = brush.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  return {
    canvas,
    pixels: image.data,
    regions,
    update(layers, colouringOf) {
      for (const [box, region] of regions) {
        const values = layers.get(box.layer);
        if (values) fill(pixels, region, mapOf(values, box.map), colouringOf(box));
      }
      brush.putImageData(image, 0, 0);
    },
  };
}

/** @param {Uint32Array} pixels @param {Rect} region @param {Float32Array} values @param {Colouring} colouring */
function fill(pixels, region, values, { range, table }) {
  for (let row = 0; row < region.height; row++) {
    const line = values.subarray(row * region.width, (row + 1) * region.width);
    colourise(line, range, table, pixels, (region.y + row) * WIDTH + region.x);
  }
}

/** Pack the boxes into shelves in order, since neighbours are about equally high. @param {readonly SceneBox[]} boxes */
function pack(boxes) {
  /** @type {Map<SceneBox, Rect>} */
  const regions = new Map();
  let [x, y, shelf] = [0, 0, 0];
  for (const box of boxes) {
    if (x + box.columns > WIDTH) [x, y, shelf] = [0, y + shelf, 0];
    regions.set(box, { x, y, width: box.columns, height: box.rows });
    x += box.columns;
    shelf = Math.max(shelf, box.rows);
  }
  return { regions, height: y + shelf };
}
