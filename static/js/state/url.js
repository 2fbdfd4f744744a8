/**
 * One table: state ↔ the part of the link after "#". What it holds never reaches a server's log. README.md has the same
 * table.
 *
 * A row's `write` gives the setting's text, or null while it stands at its default; `read` gives the intent that brings
 * the text back, or null if the text is no such setting; `reset` is what a link means that leaves the setting out,
 * where that is anything.
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
 * @property {string} values  what can stand there, for readers
 * @property {string} meaning  one sentence
 * @property {boolean} [waits]  can it be read only when the architecture is known?
 * @property {(signals: Signals) => string | null} write
 * @property {(text: string, signals: Signals) => Intent | null} read
 * @property {(text: string, signals: Signals) => readonly string[]} [unknown]  the entries of a list that mean nothing
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
    read: (text) => (isSample(text) ? { type: "sample", index: Number(text) } : null),
  },
  {
    key: "drawing",
    values: "letters",
    meaning: "Any other drawing: its strokes and the picture under them.",
    write: drawingText,
    read: (text) => drawingIn(text, "show"),
  },
  {
    key: "held",
    values: "letters",
    meaning: "The second drawing of a comparison.",
    write: ({ held }) =>
      held.value && serialiseDrawing(/** @type {Held} */ (held.value).history.present),
    read: (text) => drawingIn(text, "beside"),
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
      // To pin what is pinned would let go of it.
      return unit && { type: sameUnit(unit, pinned.value) ? "go" : "pin", unit };
    },
    reset: { type: "pin", unit: null },
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
    intent: (layers) => ({ type: "folds", layers }),
    reset: { type: "folds", layers: [] },
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

/** These are the visitor's own, and stay as they are when a link leaves them out. */
const PERSONAL = new Set(["sample", "drawing", "held", "side", "theme", "language"]);

/**
 * @param {Signals} signals
 * @param {ReadonlyMap<string, string | null>} [kept]  what stays as it is: parts not read yet, or what a lesson has
 *   changed
 * @returns {string} "#range=layer&unit=pool1/3/5/7"; empty while everything is at its default
 */
export function linkOf(signals, kept) {
  const parts = SETTINGS.flatMap(({ key, write }) => {
    const text = kept?.has(key) ? kept.get(key) : write(signals);
    // Commas, slashes and at signs may stand in a fragment as they are, and are easier to read there.
    return text ? [`${key}=${encodeURIComponent(text).replace(/%(?:2F|2C|40)/g, decodeURIComponent)}`] : [];
  });
  return parts.length ? `#${parts.join("&")}` : "";
}

/** @param {string} hash  with or without its "#" @returns {ReadonlyMap<string, string>} by key; the last counts */
export function partsOf(hash) {
  return new Map(new URLSearchParams(hash.replace(/^#/, "").replaceAll("+", "%2B")));
}

/** The parts that can be read only when the architecture is known. @param {ReadonlyMap<string, string>} parts */
export function waitingIn(parts) {
  return new Map([...parts].filter(([key]) => SETTINGS.some((setting) => setting.key === key && setting.waits)));
}

/** Does a link say what is drawn? @param {ReadonlyMap<string, string>} parts */
export function hasPicture(parts) {
  return isSample(parts.get("sample") ?? "") || parseDrawing(parts.get("drawing") ?? "") !== null;
}

/** The models that a link names beside the shown one, with their keys. @param {ReadonlyMap<string, string>} parts */
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
 * What brings back to its default all that a link leaves out: it shows the same to everybody.
 * @param {ReadonlyMap<string, string>} parts @param {Signals} signals
 * @returns {Intent[]}
 */
export function resetsFor(parts, signals) {
  const left = SETTINGS.filter(({ key, write }) => !PERSONAL.has(key) && !parts.has(key) && write(signals) !== null);
  return parts.size === 0 ? [] : left.flatMap(({ reset }) => reset ?? []);
}

/**
 * What a link asks for, among the settings that can be read now.
 * @param {ReadonlyMap<string, string>} parts @param {Signals} signals
 * @param {boolean} waiting  those that wait for the architecture, or the others?
 * @returns {{intents: Intent[], refused: string[]}} `refused` names the parts that mean nothing
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

/** @param {string} text @param {"show" | "beside"} type */
function drawingIn(text, type) {
  const drawing = parseDrawing(text);
  return drawing && { type, drawing };
}

/** A sample is named; nothing is drawn before the first picture is there. @param {Signals} signals */
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
