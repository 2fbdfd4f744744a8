/** Lesson: stride, padding and depth in the lab and in the network. */

import { findUnit, lab, setLab } from "./tasks.js";

/** @import { Lesson } from "../lesson-types.js" */

const MIDDLE = Array.from({ length: 25 }, (_, i) => (i === 12 ? 1 : 0));
const MEAN = [1, 1, 1, 1];

/** @type {Lesson} */
export const sizes = {
  name: "sizes",
  steps: [
    {
      text: "sizes.padding",
      task: "sizes.padding.task",
      state: lab("drawing", "k5s1p0", MIDDLE),
      ...setLab(lab("drawing", "k5s1p2", MIDDLE), (window) => window.startsWith("k5s1p2")),
    },
    {
      text: "sizes.stride",
      task: "sizes.stride.task",
      state: lab("relu1/0", "k2s1p0", MEAN, 4),
      ...setLab(
        lab("relu1/0", "k2s2p0", MEAN, 4),
        (window, _, source) => window.startsWith("k2s2p0") && source.includes("1/"),
      ),
    },
    { text: "sizes.depth", task: "sizes.depth.task", highlight: ["pool1", "conv2"], ...findUnit("conv2") },
    {
      text: "sizes.chain",
      task: "sizes.chain.task",
      highlight: ["input", "conv1", "pool1", "conv2"],
      ...findUnit("pool2"),
    },
  ],
};
