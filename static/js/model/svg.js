/** The picture of the network as SVG: every cell a rectangle, so that it stays crisp at any size and in any program. */

import { cellRect } from "./places.js";

/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").SceneBox} SceneBox */

/** Room around the picture, in scene pixels. */
const MARGIN = 16;

/**
 * @typedef {object} Picture
 * @property {Scene} scene
 * @property {(box: SceneBox, row: number, column: number) => string} colourOf  "#rrggbb"
 * @property {(name: string) => string} captionOf  what stands beside a layer
 * @property {{page: string, ink: string, zero: string}} colours
 * @property {string} title
 */

/** @param {Picture} picture @returns {string} */
export function svgOf({ scene, colourOf, captionOf, colours, title }) {
  const [width, height] = [scene.width + 2 * MARGIN, scene.height + 2 * MARGIN];
  const boxes = scene.boxes.map((box) => boxOf(box, colourOf, colours.zero));
  const labels = scene.labels.map(({ layer, x, y, width: wide, height: high, align }) => {
    const place = align === "right" ? `x="${short(x + wide)}" text-anchor="end"` : `x="${short(x)}"`;
    return `<text ${place} y="${short(y + high / 2)}" dominant-baseline="middle">${escaped(captionOf(layer))}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" width="${width}" height="${height}" \
font-family="system-ui, sans-serif" font-size="11" role="img"><title>${escaped(title)}</title>
<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" fill="${colours.page}"/>
<g shape-rendering="crispEdges">
${boxes.join("\n")}
</g>
<g fill="${colours.ink}">
${labels.join("\n")}
</g>
</svg>
`;
}

/** The cells of one colour are one path. @param {SceneBox} box @param {Picture["colourOf"]} colourOf @param {string} zero */
function boxOf(box, colourOf, zero) {
  /** @type {Map<string, string[]>} */
  const paths = new Map();
  for (let row = 0; row < box.rows; row++) {
    for (let column = 0; column < box.columns && row * box.columns + column < box.count; column++) {
      const colour = colourOf(box, row, column);
      if (colour === zero && !box.dense) continue;
      const { x, y, width, height } = cellRect(box, row, column);
      const path = paths.get(colour) ?? [];
      paths.set(colour, path);
      path.push(`M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`);
    }
  }
  const ground = box.dense ? "" : `<rect x="${short(box.x)}" y="${short(box.y)}" width="${short(box.width)}" height="${short(box.height)}" fill="${zero}"/>`;
  return ground + [...paths].map(([colour, path]) => `<path fill="${colour}" d="${path.join("")}"/>`).join("");
}

/** @param {number} number */
function short(number) {
  return String(Math.round(number * 1000) / 1000);
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
