/** The tower as it is seen, for a file: its pixels, and the words that the page has laid over them. */

import { element } from "../../lib/dom.js";

/** @import { Size } from "./camera.js" */
/** @import { Picture } from "./picture.js" */
/** @typedef {{words: string, x: number, y: number, font: string, colour: string}} Word  from its left edge, around its middle, in CSS pixels */
/** @typedef {{pixels: HTMLCanvasElement, size: Size, ratio: number, words: readonly Word[]}} Shot  `ratio`: pixels for each CSS pixel of its size */

/** As sharp as the flat picture's file. */
const RATIO = 2;

/** @param {Picture} picture @returns {Shot} */
export function shotOf(picture) {
  const { canvas, list } = picture.options;
  const size = { width: picture.size.width, height: picture.size.height - picture.room.foot };
  const pixels = /** @type {HTMLCanvasElement} */ (element("canvas", { width: size.width * RATIO, height: size.height * RATIO }));
  picture.shoot(RATIO, () => pixels.getContext("2d")?.drawImage(canvas, 0, 0));
  return { pixels, size, ratio: RATIO, words: wordsOver(canvas, list) };
}

/** What can be read over the canvas, where it stands and as it looks. @param {HTMLCanvasElement} canvas @param {HTMLElement} list @returns {Word[]} */
function wordsOver(canvas, list) {
  const { left, top } = canvas.getBoundingClientRect();
  const walker = document.createTreeWalker(list, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement;
    const words = node.textContent?.trim();
    if (!owner || !words || !owner.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const { fontWeight, fontSize, fontFamily, color } = getComputedStyle(owner);
    found.push({ words, x: box.left - left, y: box.top - top + box.height / 2, font: `${fontWeight} ${fontSize} ${fontFamily}`, colour: color });
  }
  return found;
}
