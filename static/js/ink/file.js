/** A file that somebody opens → grey ink. The server decides in the end what is ink; here only what the pad shows is made. */

/** @import { Picture } from "../types.js" */

/** In pixels: enough for a digit in a corner of it, and little enough for a link (17,000 letters at worst, for noise). */
const LONGEST = 112;

/** Rec. 601, as the server's. */
const LUMA = [0.299, 0.587, 0.114];

/**
 * The picture in a file, at most as large as a link can hold, on white paper, with its ink bright. Rejects if the browser can't read it.
 * @param {Blob} file
 * @returns {Promise<Picture>}
 */
export async function pictureFromFile(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))];
  const brush = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!brush) throw new Error("This browser gives no 2D canvas.");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, width, height);
  brush.imageSmoothingQuality = "high";
  brush.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { width, height, pixels: inkOf(brush.getImageData(0, 0, width, height).data) };
}

/**
 * RGBA → ink: a picture that is mostly bright is paper, and is inverted.
 * @param {Uint8ClampedArray} rgba
 * @returns {Uint8Array}
 */
function inkOf(rgba) {
  const [red = 0, green = 0, blue = 0] = LUMA;
  const grey = Uint8Array.from({ length: rgba.length / 4 }, (_, i) =>
    Math.round(red * Number(rgba[4 * i]) + green * Number(rgba[4 * i + 1]) + blue * Number(rgba[4 * i + 2])));
  const median = grey.toSorted()[grey.length >> 1] ?? 0;
  return median < 128 ? grey : grey.map((value) => 255 - value);
}
