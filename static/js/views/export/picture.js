/** The picture of the network as a file: what is on the screen, with its captions, as SVG; and that, painted, as PNG. */

import { cssColour, isBright } from "../../lib/colour.js";
import { mapOf } from "../../lib/tensor.js";
import { layerNamed } from "../../model/layers.js";
import { rectsOf } from "../../model/places.js";
import { svgOf } from "../../model/svg.js";
import { percent, short } from "../format.js";
import { PALETTE, inkOn } from "../palette.js";

/** @typedef {import("../network.js").NetworkProps} NetworkProps */
/** @typedef {import("../../text/text.js").Text} Text */

/** @typedef {NetworkProps & {answer: import("../../types.js").Answer | null}} PictureProps */

/** Pixels of the PNG for each of the scene. */
const SCALE = 2;
const NO_RANGE = { low: 0, high: 1 };

/** @param {PictureProps} props @param {Text} text @returns {string} */
export function vectorOf(props, text) {
  const { scene, layers, activations, highlight, theme, answer } = props;
  if (!scene) throw new RangeError("Unexpected export before the network is known.");
  const digit = answer?.prediction?.digit;
  return svgOf({
    scene,
    title: digit === undefined ? text("take.picture.blank") : text("take.picture.title", { digit }),
    colours: PALETTE[theme],
    captionOf: (name) => text("take.caption", { name, shape: layerNamed(layers, name).shape.join(" × ") }),
    marks: highlight && props.pinned ? highlight.field.flatMap((window) => rectsOf(scene, window)) : [],
    cellOf(box, row, column) {
      const { range, table } = colouringOf(props, box);
      const values = activations?.get(box.layer);
      const unit = row * box.columns + column;
      const value = Number(values && mapOf(values, box.map)[unit]);
      if (!values) return { colour: PALETTE[theme].zero, ink: PALETTE[theme].ink, words: [] };
      return {
        colour: cssColour(value, range, table),
        ink: inkOn(isBright(value, range, table)),
        words: [String(unit), layerNamed(layers, box.layer).kind === "softmax" ? percent(value) : short(value, 1)],
      };
    },
  });
}

/** @param {PictureProps} props @param {Text} text @returns {Promise<Blob>} */
export async function pngOf(props, text) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([vectorOf(props, text)], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = new OffscreenCanvas(image.width * SCALE, image.height * SCALE);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return canvas.convertToBlob({ type: "image/png" });
}

/** @param {PictureProps} props @param {import("../../types.js").SceneBox} box */
function colouringOf({ ranges, scales, tables }, { layer, map }) {
  const ends = ranges.get(layer) ?? [];
  return { range: ends[map] ?? NO_RANGE, table: tables[scales.get(layer) ?? "sequential"] };
}
