/** Lesson: softmax. */

import { answerOf, findUnit, most, setDials } from "./tasks.js";

/** @import { Lesson } from "../lesson-types.js" */

/** @type {Lesson} */
export const softmax = {
  name: "softmax",
  steps: [
    {
      text: "softmax.logits",
      task: "softmax.logits.task",
      highlight: ["fc3"],
      ...findUnit(
        "fc3",
        (view, _, value) => value === most(view, "fc3"),
        (value) => value,
      ),
    },
    {
      text: "softmax.shift",
      task: "softmax.shift.task",
      highlight: ["fc3", "softmax"],
      figure: "softmax",
      dials: { plus: 0, times: 1 },
      ...setDials({ plus: 10, times: 1 }, ({ plus = 0, times }) => plus >= 5 && times === 1),
    },
    {
      text: "softmax.spread",
      task: "softmax.spread.task",
      highlight: ["softmax"],
      figure: "softmax",
      dials: { plus: 0, times: 1 },
      ...setDials({ plus: 0, times: 0 }, ({ times }) => times === 0),
    },
    {
      text: "softmax.sure",
      task: "softmax.sure.task",
      highlight: ["softmax"],
      draws: true,
      done: (view) => view.trace.response.prediction !== null && answerOf(view).probability < 0.9,
      show: () => ({ state: { sample: "340" } }),
    },
  ],
};
