/** Lesson: six kernels, six maps. */

import { findUnit, most, value as valueAt } from "./tasks.js";

/** @import { Lesson } from "../lesson-types.js" */

const MAPS = [0, 1, 2, 3, 4, 5];
/** Absolute value from which a number counts as clearly positive or negative. */
const CLEAR = 0.2;

/** @type {Lesson} */
export const kernels = {
  name: "kernels",
  steps: [
    {
      text: "kernels.same",
      task: "kernels.same.task",
      state: { unit: "conv1/0/14/14" },
      highlight: ["conv1"],
      done: ({ setting }) => /^conv1\/[1-5]\/14\/14$/.test(setting("unit") ?? ""),
      show: () => ({ state: { unit: "conv1/1/14/14" } }),
    },
    {
      text: "kernels.strong",
      task: "kernels.strong.task",
      highlight: ["conv1"],
      ...findUnit(
        "conv1",
        (view, _, value) => value > 0 && value >= 0.9 * most(view, "conv1"),
        (value) => value,
      ),
    },
    {
      text: "kernels.opposite",
      task: "kernels.opposite.task",
      highlight: ["conv1"],
      ...findUnit(
        "conv1",
        (view, { index: [, ...place] }, value) =>
          value > CLEAR && MAPS.some((map) => valueAt(view, { layer: "conv1", index: [map, ...place] }) < -CLEAR),
      ),
    },
    {
      text: "kernels.learned",
      task: "kernels.learned.task",
      state: { model: "lenet@0" },
      highlight: ["conv1", "softmax"],
      done: ({ setting }) => setting("model") !== "lenet@0",
      show: () => ({ state: { model: null } }),
    },
  ],
};
