/** The network as SVG. Each cell is a rectangle, so that it is crisp at any size and in any program. */

import { cellRect } from "./places.js";

/** @import { Rect, Scene, SceneBox } from "../types.js" */

/** The margin around the scene, in scene pixels. */
const MARGIN = 32;

/** Dense layers with at most this many units show their values as text. */
const MAX_TILES = 20;
/** The minimum height of a cell with two lines of text, in scene pixels. */
const MIN_TWO_LINES = 30;

/** @typedef {{rect: Rect, width: number, opacity: number}} Mark */
/** @typedef {{x1: number, y1: number, x2: number, y2: number, colour: string, width: number, opacity: number}} Line */

/**
 * @typedef {object} Picture
 * @property {Scene} scene
 * @property {(box: SceneBox, row: number, column: number) => {colour: string, ink: string, words: readonly string[]}}
 *   cellOf  colours as "#rrggbb"; the text is for large cells
 * @property {readonly Mark[]} marks  outlines
 * @property {readonly Line[]} lines  edges
 * @property {string} words  the text below the scene
 * @property {(name: string) => string} captionOf  the text beside a layer
 * @property {{page: string, ink: string, zero: string, accent: string}} colours
 * @property {string} title
 */

/** Return the SVG document. @param {Picture} picture @returns {string} */
export function svgOf({ scene, cellOf, captionOf, marks, lines, words: below, colours, title }) {
  const [width, height] = [scene.width + 2 * MARGIN, scene.height + 2 * MARGIN];
  const boxes = scene.boxes.map((box) => boxOf(box, cellOf, colours.zero));
  const words = scene.boxes
    .filter(({ dense, count }) => dense && count <= MAX_TILES)
    .flatMap((box) => wordsIn(box, cellOf));
  const outlines = marks.map(
    (mark) => `<path d="${pathOf(mark.rect)}" stroke-width="${mark.width}" opacity="${mark.opacity}"/>`,
  );
  const joins = lines.map(
    (
      line,
    ) => `<path d="M${short(line.x1)} ${short(line.y1)}L${short(line.x2)} ${short(line.y2)}" stroke="${line.colour}" \
stroke-width="${short(line.width)}" opacity="${short(line.opacity)}"/>`,
  );
  const labels = scene.labels.map(({ layer, x, y, width: wide, height: high, align }) => {
    const place = align === "right" ? `x="${short(x + wide)}" text-anchor="end"` : `x="${short(x)}"`;
    return `<text ${place} y="${short(y + high / 2)}" dominant-baseline="middle">${escaped(captionOf(layer))}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" \
width="${width}" height="${height}" \
font-family="system-ui, sans-serif" font-size="11" role="img"><title>${escaped(title)}</title>
<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" fill="${colours.page}"/>
<g shape-rendering="crispEdges">
${boxes.join("\n")}
</g>
<g fill="none">${joins.join("")}</g>
<g fill="none" stroke="${colours.accent}">${outlines.join("")}</g>
<g text-anchor="middle">
${words.join("\n")}
</g>
<g fill="${colours.ink}">
${labels.join("\n")}
<text x="0" y="${short(scene.height + 0.7 * MARGIN)}">${escaped(below)}</text>
</g>
</svg>
`;
}

/** Return one path per colour. @param {SceneBox} box @param {Picture["cellOf"]} cellOf @param {string} zero */
function boxOf(box, cellOf, zero) {
  /** @type {Map<string, string[]>} */
  const paths = new Map();
  for (let row = 0; row < box.rows; row++) {
    for (let column = 0; column < box.columns && row * box.columns + column < box.count; column++) {
      const { colour } = cellOf(box, row, column);
      if (colour === zero && !box.dense) continue;
      const path = paths.get(colour) ?? [];
      paths.set(colour, path);
      path.push(pathOf(cellRect(box, row, column)));
    }
  }
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(short);
  const ground = box.dense ? "" : `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${zero}"/>`;
  return ground + [...paths].map(([colour, path]) => `<path fill="${colour}" d="${path.join("")}"/>`).join("");
}

/** Return the texts of cells: value, and name if it fits. @param {SceneBox} box @param {Picture["cellOf"]} cellOf */
function wordsIn(box, cellOf) {
  return Array.from({ length: box.count }, (_, unit) => {
    const [row, column] = [Math.floor(unit / box.columns), unit % box.columns];
    const { x, y, width, height } = cellRect(box, row, column);
    const { ink, words: [name = "", number = ""] } = cellOf(box, row, column);
    /** @param {string} words @param {number} share  of the height, from the top @param {number} size */
    const line = (words, share, size) => {
      const [middle, base] = [short(x + width / 2), short(y + share * height + 0.36 * size)];
      return `<text x="${middle}" y="${base}" font-size="${short(size)}" fill="${ink}">${escaped(words)}</text>`;
    };
    if (height < MIN_TWO_LINES) return line(number, 0.5, Math.min(10, 0.72 * height));
    return line(name, 0.38, Math.min(0.5 * height, 0.5 * width)) + line(number, 0.8, 10);
  });
}

/** @param {Rect} rect */
function pathOf({ x, y, width, height }) {
  return `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`;
}

/** Round to three decimals. @param {number} number */
function short(number) {
  return String(Math.round(number * 1000) / 1000);
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
