/** The commonest rows of the link's table, and those of the views. */

import { formatCamera, parseCamera } from "../model/camera-text.js";
import { FEATURE_LAYERS } from "../model/features.js";
import { formatWhy, parseWhy } from "../model/why-text.js";

/**
 * A setting with a few words to choose from; the first is the default.
 * @template {string} Value
 * @param {{key: string, meaning: string, values: readonly [Value, ...Value[]], get: (signals: import("./signals.js").Signals) => Value | null, intent: (value: Value) => import("../intents.js").Intent}} row
 * @returns {import("./url.js").Setting}
 */
export function oneOf({ key, meaning, values, get, intent }) {
  const [usual] = values;
  return {
    key,
    values: values.map((value) => `\`${value}\``).join(", "),
    meaning,
    write: (signals) => (get(signals) === usual ? null : get(signals)),
    read(text) {
      const value = values.find((one) => one === text);
      return value === undefined ? null : intent(value);
    },
    reset: intent(usual),
  };
}

/**
 * A setting that is off or on, `0` or `1`; off by default.
 * @param {{key: string, meaning: string, get: (signals: import("./signals.js").Signals) => boolean, intent: (isOn: boolean) => import("../intents.js").Intent}} row
 * @returns {import("./url.js").Setting}
 */
export function onOff({ key, meaning, get, intent }) {
  return oneOf({ key, meaning, values: ["0", "1"], get: (signals) => (get(signals) ? "1" : "0"), intent: (text) => intent(text === "1") });
}

/** The name of a model. */
const MODEL = /^[a-z0-9-]{1,40}(@\d{1,3})?$/;

/** Six kernels of 7 × 7 over a picture in three colours have room in so many letters. */
const LONGEST_LAB = 40_000;

/** How the network is looked at. @type {readonly import("./url.js").Setting[]} */
export const VIEW_SETTINGS = [
  oneOf({
    key: "view",
    values: ["2d", "3d", "lab"],
    meaning: "The network flat, or as a tower, or the convolution lab.",
    get: ({ view }) => view.value,
    intent: (view) => ({ type: "view", view }),
  }),
  onOff({
    key: "train",
    meaning: "Whether training is shown with the network.",
    get: ({ train }) => train.value,
    intent: (train) => ({ type: "train", train }),
  }),
  {
    key: "lesson",
    values: "`pooling`, …",
    meaning: "The lesson that is open; other settings are as they were before it.",
    write: ({ lesson }) => lesson.value?.name ?? null,
    read: (text) => (/^[a-z]{1,20}$/.test(text) ? { type: "lesson", name: text } : null),
  },
  oneOf({
    key: "step",
    values: ["1", "2", "3", "4", "5", "6", "7"],
    meaning: "Its step.",
    get: ({ lesson }) => lesson.value && /** @type {"1"} */ (String(lesson.value?.step)),
    intent: (step) => ({ type: "turn", step: Number(step) }),
  }),
  {
    key: "lab",
    values: "`article~k3s1p0~relu~max2~1,0,1,0,1,0,1,0,1/1/0`, …",
    meaning: "The lab: input, size, stride and padding, activation, pooling, and each kernel with divisor and bias.",
    write: ({ lab }) => lab.value,
    read: (text) => (text.length < LONGEST_LAB ? { type: "lab", text } : null), // the rest of its grammar comes with the lab
    reset: { type: "lab", text: null },
  },
  {
    key: "why",
    values: "`gradient`, `occlusion/8`, `grad-cam/4/9`, `gradient@110,60`, …",
    meaning: "The attribution that is shown: its method, the digit or `unit`, the digit that it is compared with, and after `@` where a window erases.",
    write: ({ why }) => formatWhy(why.value),
    read(text) {
      const why = parseWhy(text);
      return why && { type: "why", why };
    },
    reset: { type: "why", why: null },
  },
  onOff({
    key: "looks",
    meaning: "Whether is shown what the pinned unit looks for.",
    get: ({ looks }) => looks.value,
    intent: (looks) => ({ type: "looks", looks }),
  }),
  {
    key: "gallery",
    values: FEATURE_LAYERS.map((name) => `\`${name}\``).join(", "),
    meaning: "The layer whose gallery of features is open.",
    write: ({ gallery }) => gallery.value,
    read(text) {
      const layer = FEATURE_LAYERS.find((name) => name === text);
      return layer ? { type: "gallery", layer } : null;
    },
    reset: { type: "gallery", layer: null },
  },
  onOff({
    key: "errors",
    meaning: "Whether the digits are listed that the model misreads.",
    get: ({ errors }) => errors.value,
    intent: (open) => ({ type: "errors", open }),
  }),
  {
    key: "against",
    values: "`mlp`, `lenet@3`, …",
    meaning: "The model whose errors are compared with the shown one's.",
    write: ({ against }) => against.value,
    read: (text) => (MODEL.test(text) ? { type: "against", model: text } : null),
    reset: { type: "against", model: null },
  },
  {
    key: "camera",
    values: "numbers",
    meaning: "Where the tower is seen from.",
    write: ({ camera }) => camera.value && formatCamera(/** @type {import("../types.js").Camera} */ (camera.value)),
    read(text) {
      const camera = parseCamera(text);
      return camera && { type: "camera", camera };
    },
    reset: { type: "camera", camera: null },
  },
];
