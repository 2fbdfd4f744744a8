/** The state of the page, one signal each. Only actions.js and its tables write here. */

import { signal } from "../../vendor/signals-core.min.js";
import { createRaster } from "../ink/raster.js";
import { historyOf } from "../ink/history.js";
import { EMPTY } from "../ink/stroke.js";

/** @import { NextError } from "../errors-types.js" */
/** @import { FeatureLayer } from "../features-types.js" */
/** @import { Base, Camera, Digits, Drawing, History, Language, Model, NetworkView, PadTool } from "../types.js" */
/** @import { ExportStatus, Play, Preprocess, RangeMode, Samples, Side, Tensor, Theme, Trace } from "../types.js" */
/** @import { Unit, Part, Weights, Zoom } from "../types.js" */
/** @import { Attribution, Why } from "../why-types.js" */
/** @import { Edits } from "./edit-actions.js" */

/** @typedef {History<Drawing>} DrawingHistory */

/** @typedef {{trace: Trace, revision: number}} Answered  a trace, and the revision of the drawing it belongs to */

/**
 * @typedef {{about: "server" | "file" | "view" | "part" | "link" | "model" | "weights", error: Error, name?: string,
 *   keys?: readonly string[]}} Failure  an error; `name`: of the file or the model; `keys`: of the link
 */

/** @typedef {"unit" | "why" | "features" | "training" | "lab"} Revealed  the pinned unit, or the id of a part */
/** @typedef {{history: DrawingHistory, trace: Trace | null}} Held  a drawing that is not on the pad */

/** @typedef {ReturnType<typeof createSignals>} Signals */

/** Create all signals, at their defaults. */
export function createSignals() {
  return {
    /** The name of the chosen model. It is shown once its first response has arrived. */
    chosen: signal("lenet"),
    /** The model that is shown, with its layers; null until it is loaded. */
    model: signal(/** @type {Model | null} */ (null)),
    /** The parameters of the shown model; null until they are loaded. */
    weights: signal(/** @type {Weights | null} */ (null)),
    /** Whether the parameters are being fetched. */
    fetchingWeights: signal(false),
    /** The edits of the parameters; null before the first one. */
    edits: signal(/** @type {Edits | null} */ (null)),
    /** The sample digits; null until they are loaded. */
    samples: signal(/** @type {Samples | null} */ (null)),

    /** The drawing, with its undo and redo history. */
    history: signal(/** @type {DrawingHistory} */ (historyOf(EMPTY))),
    /** Whether the initial digit is on the pad, unchanged. The first stroke replaces it. */
    greeting: signal(false),
    /** The index of the sample that is being fetched; null if none is. */
    expected: signal(/** @type {number | null} */ (null)),
    /** The label chosen for training, and the base picture of the drawing for which it was chosen. */
    taught: signal(/** @type {{label: number, base: Base | null} | null} */ (null)),
    /** The number of random digits requested so far. */
    surprises: signal(0),
    /** The drawing as pixels. It is updated in place: subscribe to `revision` for its changes. */
    raster: signal(createRaster()),
    /** The drawing that is compared with the one on the pad; null while none is. */
    held: signal(/** @type {Held | null} */ (null)),
    /** Which of the two compared drawings is on the pad. */
    side: signal(/** @type {Side} */ ("b")),
    /** The number of changes of the drawing or its preprocessing so far. */
    revision: signal(0),
    /** Whether the pad is being drawn on. */
    drawing: signal(false),
    /** The drawing at the start of the current move, rotation or scaling; null while there is none. */
    transformStart: signal(/** @type {Drawing | null} */ (null)),

    /** The newest response. */
    answered: signal(/** @type {Answered | null} */ (null)),
    /** The response whose feature maps are on the screen. */
    painted: signal(/** @type {Answered | null} */ (null)),
    /** The last error, until it is dismissed or no longer applies. */
    failure: signal(/** @type {Failure | null} */ (null)),

    /** The hovered unit: under the pointer or the keyboard focus. */
    pointed: signal(/** @type {Unit | null} */ (null)),
    /** The pinned unit, which stays explained until it is unpinned. */
    pinned: signal(/** @type {Unit | null} */ (null)),
    /** The unit of the hovered term of the explanation. */
    marked: signal(/** @type {Unit | null} */ (null)),
    /** The window that slides over a feature map; null while there is none. */
    play: signal(/** @type {Play | null} */ (null)),
    /** The convolution whose kernels are shown. */
    kernels: signal(/** @type {string | null} */ (null)),
    /** The last unit that the keyboard moved to, announced to screen readers. */
    visited: signal(/** @type {Unit | null} */ (null)),

    /** The folded rows, named by the layers they show. */
    folded: signal(/** @type {ReadonlySet<string>} */ (new Set())),
    /** Whether the export dialog is open. */
    exporting: signal(false),
    /** The status message of the last copy or download; null once it has expired. */
    exportStatus: signal(/** @type {ExportStatus | null} */ (null)),
    /** Whether the welcome is shown: on the first visit with this browser. */
    welcome: signal(false),
    /** The number of times the 3D tour was requested from outside the 3D view. */
    tours: signal(0),
    ...createSettings(),
    ...createParts(),
    ...createEnvironment(),
  };
}

/** Create the signals that the intent `set` writes, most of which are link parameters. */
export function createSettings() {
  return {
    /** Whether the difference of the two drawings' feature maps, A − B, is shown. */
    difference: signal(false),
    /** The tool of the pad. */
    tool: signal(/** @type {PadTool} */ ("pen")),
    /** How the drawing is preprocessed: centred, or left as it is. */
    preprocess: signal(/** @type {Preprocess} */ ("center")),
    /** The precision of numbers: three decimals, or all digits of the float32. */
    digits: signal(/** @type {Digits} */ ("three")),
    /** The zoomed part of the 2D scene; null for the whole scene. */
    zoom: signal(/** @type {Zoom | null} */ (null)),
    /** Whether a layer and its activation function share a row. */
    merged: signal(false),
    /** What shares one colour range: a feature map, a layer or the network. */
    range: signal(/** @type {RangeMode} */ ("map")),
    /** The chosen theme; null for the system's. */
    theme: signal(/** @type {Theme | null} */ (null)),
    /** The view: the network in 2D or 3D, or the convolution lab. */
    view: signal(/** @type {NetworkView} */ ("2d")),
    /** The camera of the 3D view; null for its initial position. */
    camera: signal(/** @type {Camera | null} */ (null)),
    /** Whether the 3D view shows values as heights. */
    heights: signal(false),
    /** The chosen language; null for the browser's. */
    language: signal(/** @type {Language | null} */ (null)),
    /** Whether the page is in presentation mode: only network, prediction and explanation, in large type. */
    present: signal(false),
    /** Whether the page is embedded in another one, without header and drawing tools. */
    embed: signal(false),
    /** The hidden parts of the page; null for the default. */
    hidden: signal(/** @type {readonly Part[] | null} */ (null)),
    /** Whether training is shown with the network. */
    train: signal(false),
    /** ∂loss/∂activation of every layer, painted instead of the activations; null while activations are painted. */
    gradients: signal(/** @type {ReadonlyMap<string, Tensor> | null} */ (null)),
    /** The attribution of each input pixel; null while it is hidden or being computed. */
    attribution: signal(/** @type {Attribution | null} */ (null)),
    /** Whether the features of the pinned unit are shown. */
    looks: signal(false),
    /** The layer whose gallery of features is open; null if none is. */
    gallery: signal(/** @type {FeatureLayer | null} */ (null)),
    /** Whether the dialog of misread digits is open. */
    errors: signal(false),
    /** The cell of the confusion matrix whose digits are listed, as label/prediction; null for all digits. */
    cell: signal(/** @type {string | null} */ (null)),
    /** The next digit of the list of misread digits; null if no list is being viewed, or it is not loaded. */
    nextError: signal(/** @type {NextError | null} */ (null)),
    /** The model whose errors are compared with those of the shown model; null if none is. */
    against: signal(/** @type {string | null} */ (null)),
  };
}

/** Create the signals of the parts that are imported on demand: lessons, lab, misread digits, attributions. */
function createParts() {
  return {
    /** The open lesson and its step, counted from 1. */
    lesson: signal(/** @type {{name: string, step: number} | null} */ (null)),
    /** The settings that the lesson has changed, with the link parameters from before it. */
    borrowed: signal(/** @type {ReadonlyMap<string, string | null>} */ (new Map())),
    /** The settings of the lab, as a link parameter; null for the defaults. */
    lab: signal(/** @type {string | null} */ (null)),
    /**
     * The list of misread digits that is being viewed, and the current digit, as a link parameter:
     * list/digit/model, or list/digit/model/other model; null if none is.
     */
    walk: signal(/** @type {string | null} */ (null)),
    /** The options of the shown attribution; null if none is shown. */
    why: signal(/** @type {Why | null} */ (null)),
  };
}

/** Create the signals that describe the browser and its window. */
export function createEnvironment() {
  return {
    /** Whether the system asks for reduced motion. */
    reducedMotion: signal(false),
    /** Whether the system asks for a dark theme. */
    systemDark: signal(false),
    /** Whether the window is too narrow for three columns. */
    narrow: signal(false),
    /** What is scrolled into view when the page changes height. The user's scrolling ends it. */
    revealing: signal(/** @type {Revealed | null} */ (null)),
    /** The height of the page, in CSS pixels. */
    pageHeight: signal(0),
    /** The space for the network, in CSS pixels. */
    stage: signal({ width: 0, height: 0 }),
    /** Device pixels per CSS pixel. */
    ratio: signal(1),
    /** The text scale: 1 where 1 rem is 16 px. */
    textScale: signal(1),
    /** Whether the device has a touch screen and no mouse. */
    touch: signal(false),
    /** The browser's preferred language, among the supported ones. */
    systemLanguage: signal(/** @type {Language} */ ("en")),
  };
}
