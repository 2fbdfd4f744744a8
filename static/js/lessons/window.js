/** Lesson: one window, one sum. */

import { findUnit } from "./tasks.js";

/** @import { Lesson, LessonView, Unit } from "../lesson-types.js" */

const [SIDE, KERNEL] = [32, 5];

/** Return whether the window contains no ink. @param {LessonView} view @param {Unit} unit */
function isEmptyWindow({ trace }, { index: [, row = 0, column = 0] }) {
  const input = trace.layers.get("input")?.data ?? [];
  return Array.from(
    { length: KERNEL * KERNEL },
    (_, i) => input[(row + Math.floor(i / KERNEL)) * SIDE + column + (i % KERNEL)],
  ).every((number) => number === 0);
}

/** @type {Lesson} */
export const window = {
  name: "window",
  steps: [
    { text: "window.point", task: "window.point.task", highlight: ["input", "conv1"], ...findUnit("conv1") },
    {
      text: "window.add",
      task: "window.add.task",
      highlight: ["conv1"],
      ...findUnit(
        "conv1",
        (_, __, value) => value < -0.1,
        (value) => -value,
      ),
    },
    {
      text: "window.slide",
      task: "window.slide.task",
      state: { unit: "conv1/0/12/12" },
      highlight: ["input", "conv1"],
      done: ({ setting }) => setting("unit") === "conv1/0/12/13",
      show: () => ({ state: { unit: "conv1/0/12/13" } }),
    },
    {
      text: "window.bias",
      task: "window.bias.task",
      highlight: ["input", "conv1"],
      ...findUnit("conv1", isEmptyWindow),
    },
  ],
};
