/** An edge finder. */

import { findUnit, setDials } from "./tasks.js";

const [UPRIGHT, LEVEL, OUTLINE] = [1, 2, 3];
/** A map of conv1 whose kernel adds up to almost nothing. */
const EDGES = 2;

/** @type {import("../lesson-types.js").Lesson} */
export const edges = {
  name: "edges",
  steps: [
    {
      text: "edges.difference", task: "edges.difference.task", highlight: ["input"], figure: "filter", dials: { kernel: 0 },
      ...setDials({ kernel: UPRIGHT }, ({ kernel }) => kernel === UPRIGHT),
    },
    {
      text: "edges.level", task: "edges.level.task", highlight: ["input"], figure: "filter", dials: { kernel: UPRIGHT },
      ...setDials({ kernel: LEVEL }, ({ kernel }) => kernel === LEVEL),
    },
    {
      text: "edges.outline", task: "edges.outline.task", highlight: ["input"], figure: "filter", dials: { kernel: LEVEL },
      ...setDials({ kernel: OUTLINE }, ({ kernel }) => kernel === OUTLINE),
    },
    { text: "edges.learned", task: "edges.learned.task", highlight: ["conv1"], ...findUnit("conv1", (_, { index: [map] }, value) => map === EDGES && value < -0.1, (value) => -value) },
  ],
};
