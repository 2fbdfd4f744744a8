/**
 * The scene: the positions of all units, as plain data, which the 2D view, the 3D view, hover and the keyboard use.
 *
 * A row is a stage. "up" is for wide screens: the input is at the bottom, the output on top, names in a gutter on the
 * left. "down" is for phones: the input is on top, names are above each row, maps are as wide as the screen.
 * "broad" and "slim" are for 3D: like "up" without a gutter; each compact row becomes a floor.
 */

import { MEASURES, arrange } from "./arrangement.js";

/** @import { Layer, Scene, SceneBox, SceneForm, SceneLabel, SceneOptions, SceneRow } from "../types.js" */

/**
 * @typedef {object} Frame
 * @property {number} gutter  the width for names, left of the maps
 * @property {number} space  the gap between gutter and maps
 * @property {number} above  the height for names, above each row
 * @property {number} between  the gap between rows
 * @property {number} related  the gap before an activation function or softmax
 * @property {number} folded  the height of a folded row
 */

/** @type {Readonly<Record<SceneForm, Frame>>} */
const FRAMES = {
  up: { gutter: 104, space: 8, above: 0, between: 14, related: 6, folded: 12 },
  down: { gutter: 0, space: 0, above: 24, between: 16, related: 12, folded: 4 },
  broad: { gutter: 0, space: 0, above: 0, between: 16, related: 16, folded: 4 },
  slim: { gutter: 0, space: 0, above: 0, between: 16, related: 16, folded: 4 },
};

/** Default width of the maps. @type {Readonly<Record<SceneForm, number>>} */
const WIDTHS = { up: 576, down: 600, broad: 600, slim: 300 };

/** The heights of a name, and of each line of text below it. */
const NAME_LINE = 15;
const TEXT_LINE = 13;
/** The space below the last row, for the outlines of its units. */
const BOTTOM_MARGIN = 4;
/** The minimum gap between the texts of two rows. */
const MIN_GAP = 4;

/** The layer kinds that have the shape of their input, and can share its row. */
const ACTIVATIONS = new Set(["relu", "tanh", "sigmoid"]);

/** The layer kinds with a smaller gap to their input. */
const CLOSE_KINDS = new Set([...ACTIVATIONS, "softmax"]);

/**
 * A row without its position.
 * @typedef {object} Plan
 * @property {Layer} layer
 * @property {readonly string[]} stages
 * @property {boolean} folded
 * @property {boolean} close  whether the gap to the previous row is small
 * @property {number} height
 * @property {number} lines  the number of lines of text beside it
 * @property {readonly SceneBox[]} boxes
 */

/** @typedef {Plan & {y: number}} PlacedPlan */

/** Return the scene. @param {readonly Layer[]} layers @param {SceneOptions} [options] @returns {Scene} */
export function layoutScene(layers, options = {}) {
  const { direction = "up", floors, folded = [], mergeActivations = false } = options;
  const form = floors ?? direction;
  const width = options.width ?? WIDTHS[form];
  if (!(width > 0)) throw new RangeError(`Unexpected width ${width}: a scene needs room.`);
  const foldedNames = new Set(folded);
  const frame = FRAMES[form];
  const plans = stagesOf(layers, mergeActivations).map((stages) => planOf(stages, form, width, foldedNames));
  const { placed, height } = stackRows(plans, form);
  const rows = placed.map((plan) => rowOf(plan, frame, width));
  const boxes = placed.flatMap((plan) =>
    plan.boxes.map((box) => ({ ...box, x: box.x + frame.gutter + frame.space, y: box.y + plan.y })),
  );
  return {
    width: frame.gutter + frame.space + width,
    height,
    direction: form === "down" ? "down" : "up",
    rows,
    boxes,
    labels: placed.map((plan) => labelOf(plan, frame, width)),
    boxesOf: new Map(rows.flatMap((row) => {
      const shown = boxes.filter((box) => box.layer === row.layer);
      return row.stages.map((stage) => [stage, shown]);
    })),
  };
}

/** Return the layers of each row. @param {readonly Layer[]} layers @param {boolean} merge @returns {Layer[][]} */
function stagesOf(layers, merge) {
  /** @type {Layer[][]} */
  const stages = [];
  for (const layer of layers) {
    const before = stages.at(-1);
    if (merge && before && ACTIVATIONS.has(layer.kind) && layer.inputs.includes(String(before.at(-1)?.name))) {
      before.push(layer);
    }
    else stages.push([layer]);
  }
  return stages;
}

/**
 * @param {readonly Layer[]} stages @param {SceneForm} form @param {number} width
 * @param {ReadonlySet<string>} foldedNames
 * @returns {Plan}
 */
function planOf(stages, form, width, foldedNames) {
  const layer = /** @type {Layer} */ (stages.at(-1));
  const folded = foldedNames.has(layer.name);
  const boxes = folded ? [] : arrange(layer, MEASURES[form], width);
  const height = folded ? FRAMES[form].folded : Math.max(...boxes.map((box) => box.y + box.height));
  const close = CLOSE_KINDS.has(layer.kind) && stages.length === 1;
  const names = stages.map(({ name }) => name);
  return { layer, stages: names, folded, close, height, lines: linesOf(layer, folded), boxes };
}

/**
 * Return the number of lines of a row's text: name, shape and sentence. A dense layer's shape is short and is beside
 * its name; a folded row has its name only.
 * @param {Layer} layer @param {boolean} folded
 */
function linesOf(layer, folded) {
  if (folded) return 1;
  return layer.shape.length === 1 ? 2 : 3;
}

/** @param {number} lines */
function wordsHeight(lines) {
  return NAME_LINE + TEXT_LINE * (lines - 1);
}

/** Return how far a row's text extends beyond each end of the row; negative if it does not. @param {Plan} plan */
function overhang({ lines, height }) {
  return (wordsHeight(lines) - height) / 2;
}

/** @param {readonly Plan[]} plans @param {SceneForm} form @returns {{placed: PlacedPlan[], height: number}} */
function stackRows(plans, form) {
  const { above, between, related, gutter } = FRAMES[form];
  let end = 0;
  const placed = plans.map((plan, i) => {
    const before = plans[i - 1];
    if (before) {
      end += Math.max(plan.close ? related : between, gutter && Math.ceil(overhang(before) + overhang(plan)) + MIN_GAP);
    }
    const y = end + above;
    end = y + plan.height;
    return { ...plan, y };
  });
  if (form === "down") return { placed, height: end + BOTTOM_MARGIN };
  return { placed: placed.map((plan) => ({ ...plan, y: end - plan.y - plan.height })), height: end };
}

/** @param {PlacedPlan} plan @param {Frame} frame @param {number} width @returns {SceneRow} */
function rowOf({ layer, stages, folded, height, y }, frame, width) {
  return { layer: layer.name, stages, folded, x: frame.gutter + frame.space, y, width, height };
}

/** @param {PlacedPlan} plan @param {Frame} frame @param {number} width @returns {SceneLabel} */
function labelOf({ layer, height, lines, y }, frame, width) {
  if (frame.above) {
    return { layer: layer.name, x: 0, y: y - frame.above, width, height: frame.above, align: "left", lines: 1 };
  }
  const words = wordsHeight(lines);
  const rect = { x: 0, y: y + (height - words) / 2, width: frame.gutter, height: words };
  return { layer: layer.name, ...rect, align: "right", lines };
}
