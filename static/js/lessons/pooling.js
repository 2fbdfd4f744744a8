/** Lesson: pooling, its window and maximum, and the effect of shifting the digit. */

import { findUnit, setDials, windowOf, wins } from "./tasks.js";

/** @import { Lesson } from "../lesson-types.js" */

/** @type {Lesson} */
export const pooling = {
  name: "pooling",
  steps: [
    {
      text: "pooling.window",
      task: "pooling.window.task",
      highlight: ["relu1", "pool1"],
      ...findUnit("pool1", (view, unit, value) => value > 0 && wins(view, unit, [1, 1])),
    },
    {
      text: "pooling.mean",
      task: "pooling.mean.task",
      highlight: ["pool1"],
      figure: "window",
      ...findUnit(
        "pool1",
        (view, unit, value) => value > 0.05 && windowOf(view, unit).reduce((sum, one) => sum + one) / 4 < value / 2,
      ),
    },
    {
      text: "pooling.move",
      task: "pooling.move.task",
      state: { preprocess: "none" },
      highlight: ["input", "pool1", "pool2"],
      figure: "moving",
      draws: true,
      dials: { right: 0 },
      ...setDials({ right: 4 }, ({ right }) => right === 4),
    },
    {
      text: "pooling.small",
      task: "pooling.small.task",
      state: { preprocess: "none" },
      highlight: ["pool2", "softmax"],
      figure: "moving",
      draws: true,
      dials: { right: 0 },
      ...setDials({ right: 1 }, ({ right }) => right === 1),
    },
    {
      text: "pooling.centred",
      task: "pooling.centred.task",
      state: { preprocess: "center" },
      highlight: ["input", "softmax"],
      figure: "moving",
      draws: true,
      dials: { right: 0 },
      ...setDials({ right: 4 }, ({ right }) => right === 4),
    },
  ],
};
