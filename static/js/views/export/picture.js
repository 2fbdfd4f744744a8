/** Export of the flat view as SVG or PNG: the picture on the screen, with captions. */

import { cssColour, isBright } from "../../lib/colour.js";
import { mapOf } from "../../lib/tensor.js";
import { cellOf, layerNamed, unitOffset } from "../../model/layers.js";
import { rectOf, rectsOf } from "../../model/places.js";
import { svgOf } from "../../model/svg.js";
import { shortName } from "../inspector/parts.js";
import { linesOf } from "../network/lines.js";
import { PALETTE, textColourOn } from "../palette.js";
import { percentIn, shortIn } from "../numbers.js";

/** @import { Text } from "../../text/text.js" */
/** @import { Answer, Scene, SceneBox } from "../../types.js" */
/** @import { NetworkProps } from "../network.js" */
/** @import { Highlight } from "../network/overlay.js" */

/** @typedef {NetworkProps & {answer: Answer | null}} PictureProps */

/** PNG pixels per scene pixel. */
const SCALE = 2;
const NO_RANGE = { low: 0, high: 1 };

/** Return the picture as SVG. @param {PictureProps} props @param {Text} text @returns {string} */
export function vectorOf(props, text) {
  const { scene, layers, activations, highlight, theme } = props;
  if (!scene) throw new RangeError("Unexpected export before the network is known.");
  return svgOf({
    scene,
    title: titleOf(props, text),
    words: wordsBelow(props, text).join(" · "),
    colours: PALETTE[theme],
    captionOf: (name) => text("export.caption", { name, shape: layerNamed(layers, name).shape.join(" × ") }),
    marks: highlight && props.pinned ? marksOf(scene, highlight) : [],
    lines: props.pinned ? linesOf({ ...props, scene }, (unit) => rectOf(scene, unit)) : [],
    cellOf(box, row, column) {
      const { range, table } = colouringOf(props, box);
      const values = activations?.get(box.layer);
      const unit = row * box.columns + column;
      const value = Number(values && mapOf(values, box.map)[unit]);
      if (!values) return { colour: PALETTE[theme].zero, ink: PALETTE[theme].ink, words: [] };
      return {
        colour: cssColour(value, range, table),
        ink: textColourOn(isBright(value, range, table)),
        words: [
          String(unit),
          layerNamed(layers, box.layer).kind === "softmax" ? percentIn(text)(value) : shortIn(text)(value, 1),
        ],
      };
    },
  });
}

/** Return the picture as PNG. @param {PictureProps} props @param {Text} text @returns {Promise<Blob>} */
export async function pngOf(props, text) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([vectorOf(props, text)], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = new OffscreenCanvas(image.width * SCALE, image.height * SCALE);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return canvas.convertToBlob({ type: "image/png" });
}

/** Return thin frames of the field, thick ones of the trail. @param {Scene} scene @param {Highlight} highlight */
function marksOf(scene, { field, patch, trail }) {
  const own = [
    ...patch.flatMap((window) => rectsOf(scene, window)),
    ...trail.flatMap((unit) => rectOf(scene, unit) ?? []),
  ];
  return [
    ...field.flatMap((window) => rectsOf(scene, window)).map((rect) => ({ rect, width: 1, opacity: 0.6 })),
    ...own.map((rect) => ({ rect, width: 2, opacity: 1 })),
  ];
}

/** Return the caption with the prediction. @param {PictureProps} props @param {Text} text */
function titleOf({ answer }, text) {
  const digit = answer?.prediction?.digit;
  return digit === undefined ? text("export.picture.blank") : text("export.picture.title", { digit });
}

/** Return the lines of text under a picture. @param {PictureProps} props @param {Text} text */
export function wordsBelow(props, text) {
  return [titleOf(props, text), ...pinnedWords(props, text)];
}

/** Return the pinned unit's value and the range of its map's colours. @param {PictureProps} props @param {Text} text */
function pinnedWords({ pinned, layers, activations, ranges }, text) {
  const values = pinned && activations?.get(pinned.layer);
  if (!values) return [];
  const { low, high } = ranges.get(pinned.layer)?.[cellOf(pinned)[0]] ?? NO_RANGE;
  const short = shortIn(text);
  const value = Number(values.data[unitOffset(layerNamed(layers, pinned.layer), pinned)]);
  return [
    `${shortName(text, pinned)} = ${short(value)}`,
    text("legend.scale", { low: short(low), high: short(high) }),
  ];
}

/** @param {PictureProps} props @param {SceneBox} box */
function colouringOf({ ranges, scales, tables }, { layer, map }) {
  const ends = ranges.get(layer) ?? [];
  return { range: ends[map] ?? NO_RANGE, table: tables[scales.get(layer) ?? "sequential"] };
}
