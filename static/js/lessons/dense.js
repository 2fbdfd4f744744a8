/** Lesson: dense layers. */

import { answerOf, findUnit } from "./tasks.js";

/** @import { Lesson } from "../lesson-types.js" */

/** @type {Lesson} */
export const dense = {
  name: "dense",
  steps: [
    { text: "dense.flat", task: "dense.flat.task", highlight: ["pool2", "fc1"], ...findUnit("fc1") },
    {
      text: "dense.vote",
      task: "dense.vote.task",
      highlight: ["relu4", "fc3"],
      ...findUnit("fc3", (view, { index: [digit] }) => digit === answerOf(view).digit),
    },
    {
      text: "dense.against",
      task: "dense.against.task",
      highlight: ["fc3"],
      ...findUnit(
        "fc3",
        (_, __, value) => value < 0,
        (value) => -value,
      ),
    },
    {
      text: "dense.choice",
      task: "dense.choice.task",
      highlight: ["fc1", "relu3"],
      ...findUnit("relu3", (_, __, value) => value === 0),
    },
  ],
};
