/** Captures the 3D view for export: the canvas, and the labels that are HTML over it. */

/** @import { Picture } from "./picture.js" */
/** @typedef {ReturnType<typeof shotOf>} Shot */

/** Pixels per CSS pixel, as in the flat view's export. */
const RATIO = 2;

/** Capture the current frame. @param {Picture} picture */
export function shotOf(picture) {
  const { canvas, list } = picture.options;
  const size = { width: picture.stage.width, height: picture.stage.height - picture.stage.foot };
  return {
    size,
    ratio: RATIO,
    /** @param {OffscreenCanvasRenderingContext2D} brush  in CSS pixels; its stroke style is the halo of the text */
    paint(brush) {
      const { width, height } = size;
      picture.shoot(RATIO, () => brush.drawImage(canvas, 0, 0, width * RATIO, height * RATIO, 0, 0, width, height));
      const { left, top } = canvas.getBoundingClientRect();
      const walker = document.createTreeWalker(list, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const [owner, words] = [node.parentElement, node.textContent?.trim()];
        if (!owner || !words || !owner.checkVisibility({ visibilityProperty: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        const { fontWeight, fontSize, fontFamily, color } = getComputedStyle(owner);
        const font = `${fontWeight} ${fontSize} ${fontFamily}`;
        Object.assign(brush, { font, fillStyle: color, textBaseline: "middle" });
        brush.strokeText(words, box.left - left, box.top - top + box.height / 2);
        brush.fillText(words, box.left - left, box.top - top + box.height / 2);
      }
    },
  };
}
