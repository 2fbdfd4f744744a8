/** Lesson: why sixteen maps. */

import { explainUnit } from "../model/explain.js";
import { findUnit, most } from "./tasks.js";

/** @import { Lesson, LessonView, Unit } from "../lesson-types.js" */

/** Return whether a map of pool1 has a negative contribution. @param {LessonView} view @param {Unit} unit */
function hasOpponent({ layers, trace, weights }, unit) {
  return weights !== null && explainUnit(layers, trace, weights, unit).subtotals.some((sum) => sum < 0);
}

/** @type {Lesson} */
export const maps = {
  name: "maps",
  steps: [
    { text: "maps.sheets", task: "maps.sheets.task", highlight: ["pool1", "conv2"], ...findUnit("conv2") },
    {
      text: "maps.sum",
      task: "maps.sum.task",
      highlight: ["pool1", "conv2"],
      ...findUnit(
        "conv2",
        (view, unit, value) => value > 0 && hasOpponent(view, unit),
        (value) => value,
      ),
    },
    {
      text: "maps.count",
      task: "maps.count.task",
      highlight: ["conv2"],
      ...findUnit("conv2", (_, { index: [map] }) => map === 15),
    },
    {
      text: "maps.features",
      task: "maps.features.task",
      highlight: ["input", "pool2"],
      ...findUnit("pool2", (view, _, value) => value > 0 && value >= 0.9 * most(view, "pool2")),
    },
  ],
};
