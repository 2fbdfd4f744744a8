/** The common kinds of link parameters, and those of the views. */

import { formatCamera, parseCamera } from "../model/camera-text.js";
import { formatWhy, parseWhy } from "../model/why-text.js";

/** @import { Intent } from "../intents.js" */
/** @import { Camera } from "../types.js" */
/** @import { Signals } from "./signals.js" */
/** @import { Setting } from "./url.js" */

/** Return the intent that sets a signal. @param {string} name @param {unknown} value */
export const set = (name, value) => /** @type {Intent} */ (/** @type {unknown} */ ({ type: "set", name, value }));

/** @param {Signals} signals @param {string} name */
const valueOf = (signals, name) => signals[/** @type {keyof Signals} */ (name)].value;

/**
 * Return a parameter with a few possible values, of which the first is the default. By default it is the value of the
 * signal of its name.
 * @param {{key: string, meaning: string, values: readonly string[], get?: (signals: Signals) => unknown, intent?:
 *   (value: string) => Intent}} row
 * @returns {Setting}
 */
export function oneOf({
  key,
  meaning,
  values,
  get = (signals) => valueOf(signals, key),
  intent = (value) => set(key, value),
}) {
  const [usual = ""] = values;
  return {
    key,
    values: values.map((value) => `\`${value}\``).join(", "),
    meaning,
    write(signals) {
      const value = get(signals);
      return value === usual || value === null ? null : String(value);
    },
    read: (text) => (values.includes(text) ? intent(text) : null),
    reset: intent(usual),
  };
}

/** Return a Boolean parameter: `0` (default) or `1`. @param {string} key @param {string} meaning @returns {Setting} */
export function onOff(key, meaning) {
  return oneOf({
    key,
    meaning,
    values: ["0", "1"],
    get: (signals) => (valueOf(signals, key) ? "1" : "0"),
    intent: (text) => set(key, text === "1"),
  });
}

/**
 * Return a parameter with names separated by commas. Unknown names are ignored and reported.
 * @param {Pick<Setting, "key" | "values" | "meaning" | "waits" | "write" | "reset"> & {known: (signals: Signals) =>
 *   readonly string[], intent: (names: readonly string[]) => Intent}} row
 * @returns {Setting}
 */
export function listOf({ known, intent, ...row }) {
  return {
    ...row,
    read(text, signals) {
      const names = text.split(",").filter((name) => known(signals).includes(name));
      return names.length ? intent(names) : null;
    },
    unknown: (text, signals) => text.split(",").filter((name) => !known(signals).includes(name)),
  };
}

/**
 * Return a parameter that follows the system unless the user has chosen a value.
 * @param {string} key @param {readonly string[]} values @param {string} meaning
 * @returns {Setting}
 */
export function own(key, values, meaning) {
  return {
    ...oneOf({ key, values, meaning }),
    write: (signals) => /** @type {string | null} */ (valueOf(signals, key)),
  };
}

/**
 * Return a parameter whose text matches a pattern; null by default.
 * @param {string} key @param {string} meaning @param {string} values @param {RegExp} pattern
 * @returns {Setting}
 */
function word(key, meaning, values, pattern) {
  const write = (/** @type {Signals} */ signals) => /** @type {string | null} */ (valueOf(signals, key));
  return {
    key,
    values,
    meaning,
    write,
    read: (text) => (pattern.test(text) ? set(key, text) : null),
    reset: set(key, null),
  };
}

/** The maximum length of the lab's parameter: enough for six 7×7 kernels over a picture in three colours. */
const LONGEST_LAB = 40_000;

/** The parameters of the views. @type {readonly Setting[]} */
export const VIEW_SETTINGS = [
  oneOf({ key: "view", values: ["2d", "3d", "lab"], meaning: "The network in 2D or 3D, or the convolution lab." }),
  onOff("train", "Show training below the network."),
  {
    key: "lesson",
    values: "`pooling`, …",
    meaning: "The open lesson; the other settings of the link are those from before it.",
    write: ({ lesson }) => lesson.value?.name ?? null,
    read: (text) => (/^[a-z]{1,20}$/.test(text) ? { type: "lesson", name: text } : null),
  },
  oneOf({
    key: "step",
    values: ["1", "2", "3", "4", "5", "6", "7"],
    meaning: "The step of the lesson.",
    get: ({ lesson }) => lesson.value && String(lesson.value.step),
    intent: (step) => ({ type: "goToStep", step: Number(step) }),
  }),
  {
    key: "lab",
    values: "`article~k3s1p0~relu~max2~1,0,1,0,1,0,1,0,1/1/0`, …",
    meaning:
      "The lab's input, kernel size, stride and padding, activation, pooling, and each kernel with divisor and bias.",
    write: ({ lab }) => lab.value,
    // The lab, which is imported on demand, parses the text.
    read: (text) => (text.length < LONGEST_LAB ? { type: "lab", text } : null),
    reset: { type: "lab", text: null },
  },
  {
    key: "why",
    values: "`gradient`, `occlusion/8`, `grad-cam/4/9`, `gradient@110,60~40`, …",
    meaning:
      "The attribution: its method, the digit or `unit`, the digit to compare with, after `@` the place of the " +
      "eraser window, and after `~` the opacity in percent.",
    write: ({ why }) => formatWhy(why.value),
    read(text) {
      const why = parseWhy(text);
      return why && { type: "why", why };
    },
    reset: { type: "why", why: null },
  },
  onOff("looks", 'Show the features of the pinned unit ("Looks for").'),
  word("gallery", "The layer whose gallery of features is open.", "`conv1`, `conv2`, `fc1`, `fc2`",
    /^(conv|fc)[12]$/),
  onOff("errors", "Show the digits that the model misreads."),
  word("cell", "The cell of the confusion matrix whose digits are listed: label and prediction.", "`9/4`, …",
    /^\d\/\d$/),
  word(
    "walk",
    "The list of misread digits that \"Next\" goes through, the digit that it has come to, and its model or models.",
    "`all/247/lenet`, `both/247/lenet/mlp`, …",
    /^(all|only|other|both)\/\d{1,4}(\/[\w@-]{1,40}){1,2}$/,
  ),
  word("against", "A second model to compare the errors with.", "`mlp`, `lenet@3`, …", /^[a-z0-9-]{1,40}(@\d{1,3})?$/),
  {
    key: "camera",
    values: "numbers",
    meaning: "The camera of the 3D view.",
    write: ({ camera }) => camera.value && formatCamera(/** @type {Camera} */ (camera.value)),
    read(text) {
      const camera = parseCamera(text);
      return camera && set("camera", camera);
    },
    reset: set("camera", null),
  },
];
