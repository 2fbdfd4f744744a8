/** Lesson: the errors of LeNet, and other networks. */

import { answerOf, setDials } from "./tasks.js";

/** @import { Lesson, LessonView } from "../lesson-types.js" */

/** @param {LessonView} view */
const isMisread = (view) => view.label !== null && answerOf(view).digit !== view.label;

/** Index of a 5 that is predicted to be a 3 with high confidence. */
const SURE = "2597";
/** Index of DenseNet-121 in the table. */
const DEEPEST = 6;

/** @type {Lesson} */
export const limits = {
  name: "limits",
  steps: [
    {
      text: "limits.misread",
      task: "limits.misread.task",
      highlight: ["input", "softmax"],
      draws: true,
      done: isMisread,
      show: ({ misread }) => ({ state: { sample: String(misread[1] ?? SURE) } }),
    },
    {
      text: "limits.sure",
      task: "limits.sure.task",
      highlight: ["softmax"],
      draws: true,
      done: (view) => isMisread(view) && answerOf(view).probability > 0.9,
      show: () => ({ state: { sample: SURE } }),
    },
    {
      text: "limits.place",
      task: "limits.place.task",
      state: { preprocess: "none", sample: "110" },
      highlight: ["pool2", "fc1"],
      figure: "moving",
      draws: true,
      dials: { right: 0 },
      done: (view) => answerOf(view).digit !== view.first.response.prediction?.digit,
      show: () => ({ dials: { right: 8 } }),
    },
    {
      text: "limits.networks",
      task: "limits.networks.task",
      figure: "networks",
      dials: { network: 0 },
      ...setDials({ network: DEEPEST }, ({ network }) => network === DEEPEST),
    },
  ],
};
