/** Every piece of the page's state, one comment each. Only actions.js writes here. */

import { signal } from "../../vendor/signals-core.min.js";
import { createRaster } from "../ink/raster.js";
import { historyOf } from "../ink/history.js";
import { EMPTY } from "../ink/stroke.js";

/** @import { NextError } from "../errors-types.js" */
/** @import { FeatureLayer } from "../features-types.js" */
/** @import { Base, Camera, Digits, Drawing, History, Language, Model, NetworkView, PadTool } from "../types.js" */
/** @import { Play, Preprocess, RangeMode, Samples, Side, Tensor, Theme, Told, Trace, Unit } from "../types.js" */
/** @import { Part, Weights, Zoom } from "../types.js" */
/** @import { Attribution, Why } from "../why-types.js" */
/** @import { Edits } from "./edit-actions.js" */

/** @typedef {History<Drawing>} DrawingHistory */

/** @typedef {{trace: Trace, revision: number}} Answered  the trace of one revision of the drawing */

/**
 * @typedef {{about: "server" | "file" | "view" | "part" | "link" | "model" | "weights", error: Error, name?: string,
 *   keys?: readonly string[]}} Failure  what did not work; `name` is a file's or a model's, `keys` are a link's
 */

/** @typedef {"unit" | "why" | "features" | "training" | "lab"} Revealed */
/** @typedef {{history: DrawingHistory, trace: Trace | null}} Held */

/** @typedef {ReturnType<typeof createSignals>} Signals */

export function createSignals() {
  return {
    /** The name of the model that was asked for; it is shown when its first answer has come. */
    chosen: signal("lenet"),
    /** The model that is shown, with its layers; null until there is one. */
    model: signal(/** @type {Model | null} */ (null)),
    /** Every parameter of the network; null until loaded. */
    weights: signal(/** @type {Weights | null} */ (null)),
    /** Are they on their way? */
    fetchingWeights: signal(false),
    /** What is changed of them by hand; null before somebody does. */
    edits: signal(/** @type {Edits | null} */ (null)),
    /** The sample digits; null until loaded. */
    samples: signal(/** @type {Samples | null} */ (null)),

    /** The drawing with what undo and redo walk through. */
    history: signal(/** @type {DrawingHistory} */ (historyOf(EMPTY))),
    /** Is the digit that waits at first sight still untouched? The first stroke replaces it. */
    greeting: signal(false),
    /** The index of the sample that was asked for and is on its way. */
    expected: signal(/** @type {number | null} */ (null)),
    /** The true label that was chosen for training, and the picture under the drawing that it was chosen for. */
    taught: signal(/** @type {{label: number, base: Base | null} | null} */ (null)),
    /** How often a surprise was asked for. */
    surprises: signal(0),
    /** The drawing as pixels; repainted in place, so watch `revision`. */
    raster: signal(createRaster()),
    /** The other one of two drawings that are compared; null while there is one alone. */
    held: signal(/** @type {Held | null} */ (null)),
    /** Which of the two is on the pad? */
    side: signal(/** @type {Side} */ ("b")),
    /** Counts the changes of the drawing and of how it is prepared. */
    revision: signal(0),
    /** Is the pen down? */
    drawing: signal(false),
    /** The drawing as it was when it was grasped to be moved; null while it is not. */
    grasped: signal(/** @type {Drawing | null} */ (null)),

    /** The newest answer that came. */
    answered: signal(/** @type {Answered | null} */ (null)),
    /** The answer whose maps are on the screen. */
    painted: signal(/** @type {Answered | null} */ (null)),
    /** What went wrong last and still matters. */
    failure: signal(/** @type {Failure | null} */ (null)),

    /** The unit under the pointer or the keyboard's focus. */
    pointed: signal(/** @type {Unit | null} */ (null)),
    /** The unit that stays explained until it is let go. */
    pinned: signal(/** @type {Unit | null} */ (null)),
    /** The unit of the pointed term of the explanation. */
    marked: signal(/** @type {Unit | null} */ (null)),
    /** The window that slides over a map; null while none does. */
    play: signal(/** @type {Play | null} */ (null)),
    /** The convolution whose kernels are looked at. */
    kernels: signal(/** @type {string | null} */ (null)),
    /** The unit that the keyboard moved to last: it is told to screen readers. */
    visited: signal(/** @type {Unit | null} */ (null)),

    /** The rows that are folded to a line, by the layer they show. */
    folded: signal(/** @type {ReadonlySet<string>} */ (new Set())),
    /** Is the dialog of what can be taken along open? */
    taking: signal(false),
    /** What became of what was taken along last; null when that is old. */
    told: signal(/** @type {Told | null} */ (null)),
    /** Is this the first visit on this device? */
    welcome: signal(false),
    /** How often the tour was asked for from outside 3D. */
    tours: signal(0),
    ...createSettings(),
    ...createParts(),
    ...createSurroundings(),
  };
}

/** What can be set as it is: by an intent, and most by a link. */
export function createSettings() {
  return {
    /** Are the differences of their maps shown, A − B? */
    difference: signal(false),
    /** What the pointer does on the pad. */
    tool: signal(/** @type {PadTool} */ ("pen")),
    /** Is the drawing centred before the network sees it? */
    preprocess: signal(/** @type {Preprocess} */ ("center")),
    /** Three digits of every number, or all of float32's? */
    digits: signal(/** @type {Digits} */ ("three")),
    /** Which part of the flat picture is looked at; null: all of it. */
    zoom: signal(/** @type {Zoom | null} */ (null)),
    /** Do layers and the activations after them share a row? */
    merged: signal(false),
    /** What shares one colour range. */
    range: signal(/** @type {RangeMode} */ ("map")),
    /** The theme chosen by hand; null follows the system. */
    theme: signal(/** @type {Theme | null} */ (null)),
    /** Is the network shown flat, as a tower, or the lab in its place? */
    view: signal(/** @type {NetworkView} */ ("2d")),
    /** Where the tower is seen from; null from home. */
    camera: signal(/** @type {Camera | null} */ (null)),
    /** Does height show the value in the tower? */
    heights: signal(false),
    /** The language chosen by hand; null follows the browser. */
    language: signal(/** @type {Language | null} */ (null)),
    /** Does the page show network, answer and explanation only, in large type? */
    present: signal(false),
    /** Is the page bare, to stand in another page? */
    embed: signal(false),
    /** The parts of the page that are left out; null if nobody said. */
    hidden: signal(/** @type {readonly Part[] | null} */ (null)),
    /** Is training shown with the network? */
    train: signal(false),
    /** ∂loss/∂activation of every layer, painted instead of the activations; null: these are. */
    gradients: signal(/** @type {ReadonlyMap<string, Tensor> | null} */ (null)),
    /** What each pixel contributes; null: it is not shown, or not known yet. */
    attribution: signal(/** @type {Attribution | null} */ (null)),
    /** Is shown what the pinned unit looks for? */
    looks: signal(false),
    /** The layer whose gallery is open; null: none is. */
    gallery: signal(/** @type {FeatureLayer | null} */ (null)),
    /** Is the dialog of misread digits open? */
    errors: signal(false),
    /** The cell of the confusion matrix whose digits are listed: label/prediction; null: all are. */
    cell: signal(/** @type {string | null} */ (null)),
    /** Where a walk through misread digits goes on; null: there is none, or it is not known yet. */
    nextError: signal(/** @type {NextError | null} */ (null)),
    /** The model whose errors are compared with the shown one's; null: none is. */
    against: signal(/** @type {string | null} */ (null)),
  };
}

/** What is open of the parts that are loaded when they are opened. */
function createParts() {
  return {
    /** The lesson that is open; steps begin with 1. */
    lesson: signal(/** @type {{name: string, step: number} | null} */ (null)),
    /** What it has changed, as the link wrote it before. */
    borrowed: signal(/** @type {ReadonlyMap<string, string | null>} */ (new Map())),
    /** What the lab is set to, as a link writes it; null: as at first. */
    lab: signal(/** @type {string | null} */ (null)),
    /**
     * The list of misread digits that is gone through, and the digit that it has come to, as a link writes it:
     * list/digit/model, or list/digit/model/other model; null: none is.
     */
    walk: signal(/** @type {string | null} */ (null)),
    /** The attribution that is shown; null: none is. */
    why: signal(/** @type {Why | null} */ (null)),
  };
}

/** What the browser and its window are like. */
export function createSurroundings() {
  return {
    /** Does the system ask for less motion? */
    still: signal(false),
    /** Does the system ask for a dark theme? */
    systemDark: signal(false),
    /** Is the window too narrow for three columns? */
    narrow: signal(false),
    /** What is kept in view when the page's height changes: "unit" or the id of a part. Until a hand moves the page. */
    revealing: signal(/** @type {Revealed | null} */ (null)),
    /** Of the page, in CSS pixels. */
    pageHeight: signal(0),
    /** Room for the network, in CSS pixels. */
    stage: signal({ width: 0, height: 0 }),
    /** Device pixels per CSS pixel. */
    ratio: signal(1),
    /** How large type is: 1 where 1 rem is 16 px. */
    letters: signal(1),
    /** Is there a finger and no mouse? */
    touch: signal(false),
    /** The language that the browser asks for, among those there are. */
    systemLanguage: signal(/** @type {Language} */ ("en")),
  };
}
