/** Lesson: an edge detector in the lab. */

import { range } from "../lib/math.js";
import { findUnit, lab, setLab, valueBeside } from "./tasks.js";

/** @import { Lesson } from "../lesson-types.js" */

const SMALL = "k3s1p0";
const SIDE = 3;
const NOTHING = [0, 0, 0, 0, 1, 0, 0, 0, 0];
const UPRIGHT = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
const LEVEL = [-1, -2, -1, 0, 0, 0, 1, 2, 1];
const OUTLINE = [-1, -1, -1, -1, 8, -1, -1, -1, -1];
/** The map of conv1 whose kernel subtracts the left from the right. */
const EDGES = 2;

/** @param {readonly number[]} cells */
const sum = (cells) => cells.reduce((all, cell) => all + cell, 0);

/** Return whether the kernel subtracts one side from the other. @param {readonly number[]} cells  of 3 × 3 */
function isUpright(cells) {
  const [left, , right] = range(SIDE).map((column) => sum(cells.filter((_, i) => i % SIDE === column)));
  return cells.length === SIDE ** 2 && sum(cells) === 0 && Number(left) * Number(right) < 0;
}

/** Return the transposed kernel. @param {readonly number[]} cells  of 3 × 3 */
const turned = (cells) => cells.map((_, i) => Number(cells[(i % SIDE) * SIDE + Math.floor(i / SIDE)]));

/** Return whether the kernel subtracts all neighbours from the centre. @param {readonly number[]} cells  of 3 × 3 */
const isOutline = (cells) =>
  cells.length === SIDE ** 2 && sum(cells) === 0 && cells.every((cell, i) => (i === 4 ? cell > 0 : cell < 0));

/** @type {Lesson} */
export const edges = {
  name: "edges",
  steps: [
    {
      text: "edges.difference",
      task: "edges.difference.task",
      state: lab("drawing", SMALL, NOTHING),
      ...setLab(lab("drawing", SMALL, UPRIGHT), (_, cells) => isUpright(cells)),
    },
    {
      text: "edges.level",
      task: "edges.level.task",
      state: lab("drawing", SMALL, UPRIGHT),
      ...setLab(lab("drawing", SMALL, LEVEL), (_, cells) => isUpright(turned(cells))),
    },
    {
      text: "edges.outline",
      task: "edges.outline.task",
      state: lab("drawing", SMALL, LEVEL),
      ...setLab(lab("drawing", SMALL, OUTLINE), (_, cells) => isOutline(cells)),
    },
    {
      text: "edges.learned",
      task: "edges.learned.task",
      highlight: ["conv1"],
      ...findUnit(
        "conv1",
        (view, unit, value) =>
          unit.index[0] === EDGES && value < -0.1 && [-1, 1].some((by) => valueBeside(view, unit, by) > 0),
        (value) => -value,
      ),
    },
  ],
};
