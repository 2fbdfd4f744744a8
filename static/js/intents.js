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
 *   | {type: "begin", point: readonly [number, number], tool: Tool | null}
 *   | {type: "extend", points: readonly number[]}
 *   | {type: "end"}
 *   | {type: "grasp"}
 *   | {type: "haul", matrix: Matrix}
 *   | {type: "settle"}
 *   | {type: "undo"}
 *   | {type: "redo"}
 *   | {type: "clear"}
 *   | {type: "sample", index: number}
 *   | {type: "surprise"}
 *   | {type: "open", file: File}
 *   | {type: "show", drawing: Drawing}
 *   | {type: "hold"}
 *   | {type: "flip", side: Side}
 *   | {type: "beside", drawing: Drawing}
 *   | {type: "side", side: Side}
 *   | {type: "release"}
 *   | {type: "model", name: string}
 *   | {type: "edit", change: Change}
 *   | {type: "ignore", keys: readonly string[]}
 *   | {type: "retry"}
 *   | {type: "dismiss"}
 *   | {type: "point", unit: Unit | null}
 *   | {type: "read", reading: boolean}
 *   | {type: "pin", unit: Unit | null}
 *   | {type: "go", unit: Unit}
 *   | {type: "stage", width: number, height: number}
 *   | {type: "hand"}
 *   | {type: "fold", layer: string}
 *   | {type: "folds", layers: readonly string[]}
 *   | {type: "take", open: boolean}
 *   | {type: "copy", what: Copied}
 *   | {type: "save", name: string, file: Blob}
 *   | {type: "download", format: FileFormat}
 *   | {type: "welcomed"}
 *   | {type: "tour"}
 *   | {type: "lesson", name: string | null}
 *   | {type: "turn", step: number}
 *   | {type: "lab", text: string | null}
 *   | {type: "why", why: Why | null}
 *   | {type: "walk", walk: string}
 *   | {type: "unloaded", error: Error}
 *   | {type: "missing", error: Error, again: () => void}
 *   | {type: "term", unit: Unit | null}
 *   | {type: "kernels", layer: string | null}
 *   | {type: "play", running: boolean}
 *   | {type: "step", by: number}
 *   | {type: "scrub", place: number}
 *   | {type: "speed", speed: number}
 *   | {type: "stop"}
 * } Intent  `begin`, `extend`, `end`: a stroke, with points in pad pixels: x, y, x, y, …; tool null: the chosen one;
 *   `grasp`, `haul`, `settle`: the start, a step and the end of moving, rotating or scaling the drawing;
 *   `hold`: compare the drawing with a copy; `flip`: exchange the two; `beside`: set the held drawing; `side`: set
 *   which of the two is on the pad; `release`: end comparing; `show`: replace the drawing;
 *   `ignore`: report link parameters that are invalid; `missing`: an import has failed, `again` retries it;
 *   `unloaded`: the 3D view could not be loaded or drawn;
 *   `point`, `pin`: hover or pin a unit; `go`: move to a unit by keyboard; `term`: hover a term of the explanation;
 *   `read`: the pointer has entered or left the explanation; `hand`: the user has used pointer, wheel or keys;
 *   `stage`: the size of the space for the network has changed; `take`: open or close the export dialog;
 *   `lesson`: open a lesson ("": the last one) or close it, `turn`: go to a step of it;
 *   `walk`: show a digit of a list of misread digits; `play`, `step`, `scrub`, `speed`, `stop`: the sliding window
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
