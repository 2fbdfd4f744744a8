/** Decoder of image files for the lab. */

/**
 * Return the red, green and blue channels of the central square. Rejects if the browser cannot decode the file.
 * @param {Blob} file @param {number} most  maximum rows and columns
 * @returns {Promise<{side: number, pixels: Uint8Array}>} (3, side, side), flattened
 */
export async function coloursFromFile(file, most) {
  const bitmap = await createImageBitmap(file);
  const whole = Math.min(bitmap.width, bitmap.height);
  const side = Math.min(whole, most);
  const brush = new OffscreenCanvas(side, side).getContext("2d", { willReadFrequently: true });
  if (!brush) throw new Error("This browser gives no 2D canvas.");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, side, side);
  brush.imageSmoothingQuality = "high";
  brush.drawImage(bitmap, (bitmap.width - whole) / 2, (bitmap.height - whole) / 2, whole, whole, 0, 0, side, side);
  bitmap.close();
  const { data } = brush.getImageData(0, 0, side, side);
  const cells = side * side;
  return {
    side,
    pixels: Uint8Array.from({ length: 3 * cells }, (_, i) => Number(data[4 * (i % cells) + Math.floor(i / cells)])),
  };
}
