/** What a person can want of the page: each type is a row of the table in state/actions.js. */

/** @import { createSettings } from "./state/signals.js" */
/** @import { Text } from "./text/text.js" */
/** @import { Copied, Drawing, FileFormat, Matrix, Side, Tool, Unit } from "./types.js" */
/** @import { Why } from "./why-types.js" */

/** @typedef {ReturnType<typeof createSettings>} Settings */

/**
 * @typedef {{[Name in keyof Settings]: {type: "set", name: Name, value: Settings[Name]["value"]}}[keyof Settings]}
 *   Setting  of a signal
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
 * } Intent  points are in pad pixels: x, y, x, y, …; `begin`'s tool is null for the chosen one;
 *   `flip` lays the held drawing on the pad, `beside` holds another one and `side` says which is which;
 *   `missing`: a part of the page could not be imported, `again` tries once more;
 *   `hand`: pointer, wheel or key: a person moves the page;
 *   `lesson`: "" is the one that was open last, `turn` to its step;
 *   `read`: the pointer came to the explanation, or left it
 */

/**
 * What can be wanted of the weights.
 * @typedef {| {what: "begin"}
 *   | {what: "write", tensor: string, from: number, values: readonly number[], gesture: string}
 *   | {what: "add", tensor: string, from: number, by: number, gesture: string}
 *   | {what: "undo"}
 *   | {what: "reset"}
 *   | {what: "open", file: File}
 *   | {what: "save"}
 * } Change  `begin`: somebody looks at the kernels; `write`: numbers into a tensor, from a place on; what one gesture
 * writes is undone at once; `reset`: back to the model that was there before the first change
 */

/**
 * @typedef {{name: string, numbers: ReadonlyArray<readonly number[]>, divisor: number, values: ReadonlyArray<readonly
 *   number[]>}} NamedKernel  `GET /api/v1/kernels`
 */

/** @typedef {(intent: Intent) => void} OnIntent */

/**
 * What every view is made with.
 * @typedef {object} ViewOptions
 * @property {OnIntent} onIntent
 * @property {Text} text
 */

/**
 * @template Props
 * @typedef {{render: (props: Props) => void, destroy: () => void}} View
 */

export {};
