/** The intents: what views ask the actions to do. state/actions.js has a row for each type. */

/** @import { createSettings } from "./state/signals.js" */
/** @import { Text } from "./text/text.js" */
/** @import { Copied, Drawing, FileFormat, Matrix, Side, Tool, Unit } from "./types.js" */
/** @import { Why } from "./why-types.js" */

/** @typedef {ReturnType<typeof createSettings>} Settings */

/**
 * @typedef {{[Name in keyof Settings]: {type: "set", name: Name, value: Settings[Name]["value"]}}[keyof Settings]}
 *   Setting  sets a signal
 */

/**
 * @typedef {| Setting
 *   | {type: "startStroke", point: readonly [number, number], tool: Tool | null}
 *   | {type: "extendStroke", points: readonly number[]}
 *   | {type: "endStroke"}
 *   | {type: "startTransform"}
 *   | {type: "transform", matrix: Matrix}
 *   | {type: "endTransform"}
 *   | {type: "undo"}
 *   | {type: "redo"}
 *   | {type: "clear"}
 *   | {type: "loadSample", index: number}
 *   | {type: "loadSurprise"}
 *   | {type: "openFile", file: File}
 *   | {type: "loadDrawing", drawing: Drawing}
 *   | {type: "startCompare"}
 *   | {type: "swapCompared", side: Side}
 *   | {type: "loadCompared", drawing: Drawing}
 *   | {type: "side", side: Side}
 *   | {type: "endCompare"}
 *   | {type: "model", name: string}
 *   | {type: "edit", change: Change}
 *   | {type: "ignoreKeys", keys: readonly string[]}
 *   | {type: "retry"}
 *   | {type: "dismiss"}
 *   | {type: "hoverUnit", unit: Unit | null}
 *   | {type: "hoverExplanation", reading: boolean}
 *   | {type: "pinUnit", unit: Unit | null}
 *   | {type: "focusUnit", unit: Unit}
 *   | {type: "resizeStage", width: number, height: number}
 *   | {type: "userScroll"}
 *   | {type: "toggleFold", layer: string}
 *   | {type: "setFolds", layers: readonly string[]}
 *   | {type: "showExport", open: boolean}
 *   | {type: "copy", what: Copied}
 *   | {type: "save", name: string, file: Blob}
 *   | {type: "download", format: FileFormat}
 *   | {type: "closeWelcome"}
 *   | {type: "startTour"}
 *   | {type: "lesson", name: string | null}
 *   | {type: "goToStep", step: number}
 *   | {type: "lab", text: string | null}
 *   | {type: "why", why: Why | null}
 *   | {type: "walk", walk: string}
 *   | {type: "viewFailed", error: Error}
 *   | {type: "importFailed", error: Error, again: () => void}
 *   | {type: "markTerm", unit: Unit | null}
 *   | {type: "showKernels", layer: string | null}
 *   | {type: "play", running: boolean}
 *   | {type: "step", by: number}
 *   | {type: "seek", place: number}
 *   | {type: "speed", speed: number}
 *   | {type: "stop"}
 * } Intent  `startStroke`, `extendStroke`, `endStroke`: a stroke, with points in pad pixels: x, y, x, y, …; tool null:
 *   the chosen one;
 *   `startTransform`, `transform`, `endTransform`: moving, rotating or scaling the drawing;
 *   `startCompare`: compare the drawing with a copy; `swapCompared`: exchange the two; `loadCompared`: set the second
 *   drawing; `side`: set which of the two is on the pad; `endCompare`: end comparing;
 *   `loadDrawing`: replace the drawing; `ignoreKeys`: report link parameters that are invalid;
 *   `importFailed`: an import has failed, `again` retries it; `viewFailed`: the 3D view could not be loaded or drawn;
 *   `hoverUnit`, `pinUnit`: hover or pin a unit; `focusUnit`: move to a unit by keyboard; `markTerm`: hover a term of
 *   the explanation; `hoverExplanation`: the pointer has entered or left the explanation;
 *   `userScroll`: the user has used pointer, wheel or keys; `resizeStage`: the network has more or less space;
 *   `showExport`: open or close the export dialog;
 *   `lesson`: open a lesson ("": the last one) or close it; `goToStep`: go to a step of it;
 *   `walk`: show a digit of a list of misread digits; `play`, `step`, `seek`, `speed`, `stop`: the sliding window
 */

/**
 * The intents of editing weights.
 * @typedef {| {what: "begin"}
 *   | {what: "write", tensor: string, from: number, values: readonly number[], gesture: string}
 *   | {what: "add", tensor: string, from: number, by: number, gesture: string}
 *   | {what: "undo"}
 *   | {what: "reset"}
 *   | {what: "open", file: File}
 *   | {what: "save"}
 * } Change  `begin`: load the named kernels; `write`: set values of a tensor from an offset; `add`: change one value;
 *   all changes of one gesture are one undo step; `reset`: back to the model before the first edit
 */

/**
 * @typedef {{name: string, numbers: ReadonlyArray<readonly number[]>, divisor: number, values: ReadonlyArray<readonly
 *   number[]>}} NamedKernel  `GET /api/v1/kernels`
 */

/** @typedef {(intent: Intent) => void} OnIntent */

/**
 * The options of every view.
 * @typedef {object} ViewOptions
 * @property {OnIntent} onIntent
 * @property {Text} text
 */

/**
 * @template Props
 * @typedef {{render: (props: Props) => void, destroy: () => void}} View
 */

export {};
