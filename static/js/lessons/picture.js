/** Lesson: a picture is numbers. */

import { findUnit, setDials } from "./tasks.js";

/** @import { Lesson } from "../lesson-types.js" */

/** @type {Lesson} */
export const picture = {
  name: "picture",
  steps: [
    {
      text: "picture.grid",
      task: "picture.grid.task",
      highlight: ["input"],
      figure: "bytes",
      ...findUnit("input", (_, __, value) => value === 1),
    },
    {
      text: "picture.edge",
      task: "picture.edge.task",
      highlight: ["input"],
      figure: "bytes",
      ...findUnit(
        "input",
        (_, __, value) => value > 0.2 && value < 0.8,
        (value) => -Math.abs(value - 0.5),
      ),
    },
    {
      text: "picture.empty",
      task: "picture.empty.task",
      highlight: ["input", "softmax"],
      done: ({ trace }) => trace.response.blank,
      show: () => ({ state: { drawing: "AQAA" } }),
    },
    {
      text: "picture.colour",
      task: "picture.colour.task",
      highlight: ["input"],
      figure: "channels",
      dials: { red: 200, green: 120, blue: 40 },
      ...setDials(
        { red: 255, green: 255, blue: 0 },
        ({ red = 0, green = 0, blue = 0 }) => red > 200 && green > 200 && blue < 60,
      ),
    },
  ],
};
