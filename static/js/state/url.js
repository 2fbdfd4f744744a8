/**
 * The table of link parameters: state ↔ the fragment of the address, after "#", which is not sent to servers. README.md
 * has the same table.
 *
 * In each row `write` returns the parameter's text, or null for the default; `read` returns the intent that restores
 * the state from the text, or null if the text is invalid; `reset` is the intent for a link without the parameter, if
 * there is one.
 */

import { parseDrawing, serialiseDrawing } from "../ink/serialise.js";
import { isEmpty } from "../ink/stroke.js";
import { formatUnit, parseUnit, sameUnit } from "../model/layers.js";
import { VIEW_SETTINGS, listOf, oneOf, onOff, own, set } from "./link-rows.js";
import { FIRST_MODEL } from "./model-actions.js";

/** @import { Intent } from "../intents.js" */
/** @import { Part, Unit, Zoom } from "../types.js" */
/** @import { Held, Signals } from "./signals.js" */

/**
 * @typedef {object} Setting
 * @property {string} key
 * @property {string} values  the possible values, for README.md
 * @property {string} meaning  one sentence, for README.md
 * @property {boolean} [waits]  whether it can only be read once the architecture is loaded
 * @property {(signals: Signals) => string | null} write
 * @property {(text: string, signals: Signals) => Intent | null} read
 * @property {(text: string, signals: Signals) => readonly string[]} [unknown]  the invalid entries of a list
 * @property {Intent} [reset]
 */

/** @type {readonly Part[]} */
const PARTS = ["header", "pad", "received", "samples", "answer", "inspector", "legend"];

/** @type {readonly Setting[]} */
export const SETTINGS = [
  {
    key: "sample",
    values: "`0` … `9999`",
    meaning: "The digit of the MNIST test set on the pad.",
    write: ({ history, expected }) => textOf(expected.value ?? history.value.present.sample?.index),
    read: (text) => (isSample(text) ? { type: "loadSample", index: Number(text) } : null),
  },
  {
    key: "drawing",
    values: "letters",
    meaning: "Any other drawing: its strokes and the picture under them.",
    write: drawingText,
    read: (text) => drawingIn(text, "loadDrawing"),
  },
  {
    key: "held",
    values: "letters",
    meaning: "The second drawing of a comparison.",
    write: ({ held }) =>
      held.value && serialiseDrawing(/** @type {Held} */ (held.value).history.present),
    read: (text) => drawingIn(text, "loadCompared"),
  },
  oneOf({
    key: "side",
    values: ["b", "a"],
    meaning: "Which drawing of a comparison is on the pad.",
    intent: (side) => ({ type: "side", side: side === "a" ? "a" : "b" }),
  }),
  onOff("difference", "Show the difference of the two drawings' maps, A − B."),
  oneOf({
    key: "preprocess",
    values: ["center", "none"],
    meaning: "Centre the drawing before the forward pass, or use it as it is.",
  }),
  {
    key: "model",
    values: "`lenet`, `mlp`, `lenet@0`, …",
    meaning: "The model that is shown.",
    write: ({ chosen }) => (chosen.value === FIRST_MODEL ? null : chosen.value),
    read: (text) => (/^[\w@-]{1,40}$/.test(text) ? { type: "model", name: text } : null),
    reset: { type: "model", name: FIRST_MODEL },
  },
  {
    key: "unit",
    values: "`pool1/3/5/7`, `fc1/17`",
    meaning: "The pinned unit: layer/map/row/column, or layer/unit.",
    waits: true,
    write: ({ pinned }) => pinned.value && formatUnit(/** @type {Unit} */ (pinned.value)),
    read(text, { model, pinned }) {
      const unit = parseUnit(model.value?.layers ?? [], text);
      // `pin` would unpin the pinned unit.
      return unit && { type: sameUnit(unit, pinned.value) ? "focusUnit" : "pinUnit", unit };
    },
    reset: { type: "pinUnit", unit: null },
  },
  oneOf({ key: "digits", values: ["three", "all"], meaning: "Significant digits of the numbers in the explanation." }),
  oneOf({ key: "range", values: ["map", "layer", "network"], meaning: "What shares one colour range." }),
  ...VIEW_SETTINGS,
  onOff("heights", "Show values as heights in 3D."),
  listOf({
    key: "folded",
    values: "`conv2`, …",
    meaning: "The folded layers, separated by commas.",
    waits: true,
    write: ({ folded }) => [...folded.value].join() || null,
    known: ({ model }) => model.value?.layers.map(({ name }) => name) ?? [],
    intent: (layers) => ({ type: "setFolds", layers }),
    reset: { type: "setFolds", layers: [] },
  }),
  onOff("merged", "Show a layer and the ReLU after it in one row."),
  {
    key: "zoom",
    values: "numbers",
    meaning: "The zoom factor of the 2D view, and the point of the scene in its centre.",
    waits: true,
    write: ({ zoom }) => zoomText(zoom.value),
    read(text) {
      const [factor, sceneX, sceneY] = /^\d+(\.\d+)?(,-?\d+(\.\d+)?){2}$/.test(text) ? text.split(",").map(Number) : [];
      return factor && sceneX !== undefined && sceneY !== undefined && factor <= 1000
        ? set("zoom", { factor, sceneX, sceneY })
        : null;
    },
    reset: set("zoom", null),
  },
  own("theme", ["light", "dark"], "The colour theme; the system's by default."),
  own("language", ["en", "de"], "The language; the browser's by default."),
  onOff("present", "Presentation: only network, pad, answer and explanation, in type 1.5 times as large."),
  onOff("embed", "For an iframe: hide the header and everything to draw with, or what `hide` names."),
  listOf({
    key: "hide",
    values: `${PARTS.map((part) => `\`${part}\``).join(", ")}, or \`none\``,
    meaning: "The hidden parts of the page, separated by commas.",
    write: ({ hidden }) => hidden.value && (hidden.value?.join() || "none"),
    known: () => [...PARTS, "none"],
    intent: (names) => set("hidden", PARTS.filter((part) => names.includes(part))),
    reset: set("hidden", null),
  }),
];

/** The parameters that keep their values when a link does not contain them. */
const PERSONAL = new Set(["sample", "drawing", "held", "side", "theme", "language"]);

/**
 * Return the fragment for the current state.
 * @param {Signals} signals
 * @param {ReadonlyMap<string, string | null>} [kept]  parameters that replace the state's: those not read yet, or from
 *   before a lesson
 * @returns {string} "#range=layer&unit=pool1/3/5/7"; empty if everything has its default
 */
export function linkOf(signals, kept) {
  const parts = SETTINGS.flatMap(({ key, write }) => {
    const text = kept?.has(key) ? kept.get(key) : write(signals);
    // Commas, slashes and at signs are allowed in a fragment, and are easier to read than their escapes.
    return text ? [`${key}=${encodeURIComponent(text).replace(/%(?:2F|2C|40)/g, decodeURIComponent)}`] : [];
  });
  return parts.length ? `#${parts.join("&")}` : "";
}

/** Parse a fragment; of equal keys the last counts. @param {string} hash @returns {ReadonlyMap<string, string>} */
export function partsOf(hash) {
  return new Map(new URLSearchParams(hash.replace(/^#/, "").replaceAll("+", "%2B")));
}

/** Return the parameters that need the architecture. @param {ReadonlyMap<string, string>} parts */
export function waitingIn(parts) {
  return new Map([...parts].filter(([key]) => SETTINGS.some((setting) => setting.key === key && setting.waits)));
}

/** Whether a link contains a drawing. @param {ReadonlyMap<string, string>} parts */
export function hasPicture(parts) {
  return isSample(parts.get("sample") ?? "") || parseDrawing(parts.get("drawing") ?? "") !== null;
}

/** Return the other models that a link names, with their keys. @param {ReadonlyMap<string, string>} parts */
export function modelsIn(parts) {
  const [, , ...walked] = parts.get("walk")?.split("/") ?? [];
  const [against] = [parts.get("against")];
  return [...(against ? [{ key: "against", model: against }] : []), ...walked.map((model) => ({ key: "walk", model }))];
}

/** @param {string} text */
function isSample(text) {
  return /^\d{1,4}$/.test(text);
}

/**
 * Return the intents that reset what the link does not contain, so that it shows the same to everybody.
 * @param {ReadonlyMap<string, string>} parts @param {Signals} signals
 * @returns {Intent[]}
 */
export function resetsFor(parts, signals) {
  const left = SETTINGS.filter(({ key, write }) => !PERSONAL.has(key) && !parts.has(key) && write(signals) !== null);
  return parts.size === 0 ? [] : left.flatMap(({ reset }) => reset ?? []);
}

/**
 * Return the intents of the parameters that can be read now.
 * @param {ReadonlyMap<string, string>} parts @param {Signals} signals
 * @param {boolean} waiting  whether to read those that need the architecture, or the others
 * @returns {{intents: Intent[], refused: string[]}} `refused`: the names of invalid parameters
 */
export function readLink(parts, signals, waiting) {
  const intents = [];
  const refused = [];
  for (const { key, waits = false, read, unknown } of SETTINGS) {
    const text = parts.get(key);
    if (text === undefined || waits !== waiting) continue;
    const intent = read(text, signals);
    if (intent) intents.push(intent);
    else refused.push(key);
    if (intent && unknown) refused.push(...unknown(text, signals).map((name) => `${key}=${name}`));
  }
  if (!waiting) refused.push(...[...parts.keys()].filter((key) => !SETTINGS.some((setting) => setting.key === key)));
  return { intents, refused };
}

/** @param {string} text @param {"loadDrawing" | "loadCompared"} type */
function drawingIn(text, type) {
  const drawing = parseDrawing(text);
  return drawing && { type, drawing };
}

/** Return the drawing's text; null for a sample and for the initial empty pad. @param {Signals} signals */
function drawingText({ expected, history, revision }) {
  const { present } = history.value;
  const isNamed = present.sample || expected.value !== null;
  return isNamed || (isEmpty(present) && revision.value === 0) ? null : serialiseDrawing(present);
}

/** @param {Zoom | null} zoom */
function zoomText(zoom) {
  return (
    zoom && [zoom.factor, zoom.sceneX, zoom.sceneY].map((number) => String(Math.round(number * 1000) / 1000)).join()
  );
}

/** @param {number | undefined} value */
function textOf(value) {
  return value === undefined ? null : String(value);
}
