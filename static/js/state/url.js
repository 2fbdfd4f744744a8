/**
 * One table: state ↔ the part of the link after "#". What it holds never reaches a server's log.
 *
 * A row's `write` gives the setting's text, or null while it stands at its default; `read` gives the intent that brings the text
 * back, or null if the text is no such setting.
 */

import { parseDrawing, serialiseDrawing } from "../ink/serialise.js";
import { isEmpty } from "../ink/stroke.js";
import { formatCamera, parseCamera } from "../model/camera-text.js";
import { formatUnit, parseUnit, sameUnit } from "../model/layers.js";

/** @typedef {import("../intents.js").Intent} Intent */
/** @typedef {import("./atoms.js").Atoms} Atoms */

/**
 * @typedef {object} Setting
 * @property {string} key
 * @property {boolean} [waits]  can it be read only when the architecture is known?
 * @property {(atoms: Atoms) => string | null} write
 * @property {(text: string, atoms: Atoms) => Intent | null} read
 */

/** @type {readonly Setting[]} */
export const SETTINGS = [
  {
    key: "sample",
    write: ({ sampled }) => (sampled.get() === null ? null : String(sampled.get())),
    read: (text) => (/^\d{1,4}$/.test(text) ? { type: "sample", index: Number(text) } : null),
  },
  {
    key: "drawing",
    write: ({ sampled, history }) => (sampled.get() !== null || isEmpty(history.get().present) ? null : serialiseDrawing(history.get().present)),
    read(text) {
      const drawing = parseDrawing(text);
      return drawing && { type: "show", drawing };
    },
  },
  {
    key: "preprocess",
    write: ({ preprocess }) => other(preprocess.get(), "center"),
    read: (text) => (text === "center" || text === "none" ? { type: "preprocess", preprocess: text } : null),
  },
  {
    key: "unit",
    waits: true,
    write: ({ pinned }) => pinned.get() && formatUnit(/** @type {import("../types.js").Unit} */ (pinned.get())),
    read(text, { model, pinned }) {
      const unit = parseUnit(model.get()?.layers ?? [], text);
      // To pin what is pinned would let go of it.
      return unit && { type: sameUnit(unit, pinned.get()) ? "go" : "pin", unit };
    },
  },
  {
    key: "range",
    write: ({ range }) => other(range.get(), "map"),
    read: (text) => (text === "map" || text === "layer" || text === "network" ? { type: "range", range: text } : null),
  },
  {
    key: "view",
    write: ({ view }) => other(view.get(), "2d"),
    read: (text) => (text === "2d" || text === "3d" ? { type: "view", view: text } : null),
  },
  {
    key: "digits",
    write: ({ digits }) => other(digits.get(), "three"),
    read: (text) => (text === "three" || text === "all" ? { type: "digits", digits: text } : null),
  },
  {
    key: "view",
    write: ({ view }) => other(view.get(), "2d"),
    read: (text) => (text === "2d" || text === "3d" ? { type: "view", view: text } : null),
  },
  {
    key: "camera",
    write: ({ camera }) => camera.get() && formatCamera(/** @type {import("../types.js").Camera} */ (camera.get())),
    read(text) {
      const camera = parseCamera(text);
      return camera && { type: "camera", camera };
    },
  },
  {
    key: "heights",
    write: ({ heights }) => (heights.get() ? "1" : null),
    read: (text) => (text === "0" || text === "1" ? { type: "heights", heights: text === "1" } : null),
  },
  {
    key: "theme",
    write: ({ theme }) => theme.get(),
    read: (text) => (text === "light" || text === "dark" ? { type: "theme", theme: text } : null),
  },
];

/** @param {Atoms} atoms @returns {string} "#range=layer&unit=pool1/3/5/7"; empty while everything is at its default */
export function linkOf(atoms) {
  const parts = SETTINGS.flatMap(({ key, write }) => {
    const text = write(atoms);
    // Commas and slashes may stand in a fragment as they are, and are easier to read there.
    return text ? [`${key}=${encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%2C", ",")}`] : [];
  });
  return parts.length ? `#${parts.join("&")}` : "";
}

/**
 * @param {string} hash  with or without its "#"
 * @returns {ReadonlyMap<string, string>} setting's key → text; the last one counts
 */
export function partsOf(hash) {
  return new Map(new URLSearchParams(hash.replace(/^#/, "").replaceAll("+", "%2B")));
}

/**
 * What a link asks for, among the settings that can be read now.
 * @param {ReadonlyMap<string, string>} parts @param {Atoms} atoms @param {boolean} waiting  those that wait for the architecture, or the others?
 * @returns {{intents: Intent[], refused: string[]}} `refused` names the parts that mean nothing
 */
export function readLink(parts, atoms, waiting) {
  const intents = [];
  const refused = [];
  for (const { key, waits = false, read } of SETTINGS) {
    const text = parts.get(key);
    if (text === undefined || waits !== waiting) continue;
    const intent = read(text, atoms);
    if (intent) intents.push(intent);
    else refused.push(key);
  }
  if (!waiting) refused.push(...[...parts.keys()].filter((key) => !SETTINGS.some((setting) => setting.key === key)));
  return { intents, refused };
}

/** @param {string} value @param {string} usual @returns {string | null} */
function other(value, usual) {
  return value === usual ? null : value;
}
