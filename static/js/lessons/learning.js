/** Lesson: training, one step and then many. */

import { answerOf } from "./tasks.js";

/** @import { Lesson } from "../lesson-types.js" */

/** @type {Lesson} */
export const learning = {
  name: "learning",
  steps: [
    {
      text: "learning.before",
      task: "learning.before.task",
      state: { train: "1", model: "lenet@0" },
      highlight: ["softmax"],
      done: (view) => view.setting("model") !== "lenet@0" && answerOf(view).probability > 0.9,
      show: () => ({ state: { model: "lenet@40" } }),
    },
    {
      text: "learning.kernels",
      task: "learning.kernels.task",
      state: { train: "1", model: "lenet@40" },
      highlight: ["conv1"],
      done: ({ setting }) => setting("model") === "lenet@0",
      show: () => ({ state: { model: "lenet@0" } }),
    },
    {
      text: "learning.step",
      task: "learning.step.task",
      state: { train: "1", model: "lenet@0" },
      highlight: ["softmax"],
      done: ({ phase, setting }) => phase === "again" && /^m-/.test(setting("model") ?? ""),
      show: () => ({ phases: ["forward", "error", "gradients", "update", "again"] }),
    },
    {
      text: "learning.many",
      task: "learning.many.task",
      state: { train: "1", model: "lenet@1" },
      highlight: ["softmax"],
      done: ({ setting }) => /^lenet@[34]$/.test(setting("model") ?? ""),
      show: () => ({ state: { model: "lenet@4" } }),
    },
  ],
};
