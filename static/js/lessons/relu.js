/** Lesson: ReLU. */

import { findUnit, setDials, value as valueAt } from "./tasks.js";

/** @import { Lesson } from "../lesson-types.js" */

/** @type {Lesson} */
export const relu = {
  name: "relu",
  steps: [
    {
      text: "relu.curve",
      task: "relu.curve.task",
      figure: "activations",
      dials: { value: 2 },
      ...setDials({ value: -1 }, ({ value = 0 }) => value <= -0.5),
    },
    {
      text: "relu.zero",
      task: "relu.zero.task",
      highlight: ["conv1", "relu1"],
      ...findUnit("relu1", (view, { index }, value) => value === 0 && valueAt(view, { layer: "conv1", index }) < -0.1),
    },
    {
      text: "relu.passes",
      task: "relu.passes.task",
      highlight: ["conv1", "relu1"],
      ...findUnit("relu1", (_, __, value) => value > 0.1),
    },
    {
      text: "relu.flat",
      task: "relu.flat.task",
      figure: "activations",
      dials: { value: 0 },
      ...setDials({ value: 3 }, ({ value = 0 }) => value >= 2.5),
    },
  ],
};
