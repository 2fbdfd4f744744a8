/** Stride, padding, depth. */

import { findUnit, setDials } from "./tasks.js";

/** ⌊(n + 2p − k) / s⌋ + 1 @param {import("../lesson-types.js").Dials} dials */
export const outputSize = ({ n = 1, k = 1, s = 1, p = 0 }) => Math.max(0, Math.floor((n + 2 * p - k) / s) + 1);

/** @type {import("../lesson-types.js").Lesson} */
export const sizes = {
  name: "sizes",
  steps: [
    {
      text: "sizes.padding", task: "sizes.padding.task", highlight: ["input", "conv1"], figure: "sizes", dials: { n: 32, k: 5, s: 1, p: 0 },
      ...setDials({ n: 32, k: 5, s: 1, p: 2 }, (dials) => dials["k"] === 5 && outputSize(dials) === dials["n"]),
    },
    {
      text: "sizes.stride", task: "sizes.stride.task", highlight: ["relu1", "pool1"], figure: "sizes", dials: { n: 28, k: 2, s: 1, p: 0 },
      ...setDials({ n: 28, k: 2, s: 2, p: 0 }, (dials) => dials["n"] === 28 && outputSize(dials) === 14),
    },
    { text: "sizes.depth", task: "sizes.depth.task", highlight: ["pool1", "conv2"], ...findUnit("conv2") },
    { text: "sizes.chain", task: "sizes.chain.task", highlight: ["input", "conv1", "pool1", "conv2"], ...findUnit("pool2") },
  ],
};
