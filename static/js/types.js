/**
 * The vocabulary of the page. The first part mirrors the API's schemas; the rest is what the pure modules hand to the
 * views. A unit's index is `[map, row, column]` in a layer of maps and `[unit]` in a dense one. Coordinates say in
 * their names which space they live in: cell (row and column of a map), scene (the layout's own pixels), pad (the
 * drawing's 280×280 pixels).
 */

// ---- What the API sends ----

/**
 * @typedef {"input" | "convolution" | "relu" | "tanh" | "sigmoid" | "max_pool" | "average_pool" | "sum_pool" | "dense"
 *   | "softmax"} Kind
 */

/**
 * One stage of the network.
 * @typedef {object} Layer
 * @property {string} name
 * @property {Kind} kind
 * @property {readonly number[]} shape  [maps, rows, columns], or [units]
 * @property {readonly string[]} inputs  names of the layers it reads
 * @property {readonly [number, number] | null} kernel  rows, columns of its window
 * @property {number | null} stride
 * @property {number | null} padding
 */

/**
 * `GET /api/v1/models/lenet`
 * @typedef {object} Model
 * @property {string} name
 * @property {string} title
 * @property {string} architecture
 * @property {readonly number[]} input_shape
 * @property {readonly string[]} classes
 * @property {Readonly<Record<string, number>>} accuracy
 * @property {string} weights  "sha256:…"
 * @property {number} parameter_count
 * @property {ReadonlyArray<Layer & LayerParameters>} layers
 *
 * @typedef {{parameters: Shapes, parameter_count: number}} LayerParameters
 * @typedef {Readonly<Record<string, readonly number[]>>} Shapes  by name
 */

/** @typedef {{top: number, left: number, height: number, width: number}} Box  a rectangle of pixels */

/** @typedef {"center" | "none"} Preprocess */

/** @typedef {{digit: number, probability: number}} Prediction */

/**
 * What an answer says beside its layers.
 * @typedef {object} Answer
 * @property {string} model
 * @property {string} weights
 * @property {Preprocess} preprocess
 * @property {boolean} blank
 * @property {string | null} reason  why it is blank
 * @property {string | null} hint  what may be unusual about the picture, and what to do
 * @property {Box | null} crop  the part of the sent picture that was scaled, in its pixels
 * @property {Prediction | null} prediction  null for a blank picture
 */

/** @typedef {{index: number, label: number, pixels: ReadonlyArray<readonly number[]>}} Sample */

/** @typedef {{count: number, featured: readonly Sample[], misread: readonly number[]}} Samples */

/** @typedef {"body" | "query" | "path" | "header"} ProblemPlace */
/** @typedef {{detail: string, pointer?: string, parameter?: string, in: ProblemPlace}} ProblemField */

/**
 * RFC 9457, as the API writes it.
 * @typedef {object} Problem
 * @property {string} type
 * @property {string} title
 * @property {number} status
 * @property {string} detail
 * @property {readonly ProblemField[] | null} [errors]
 * @property {string} error  a copy of `detail`
 */

// ---- Arrays ----

/**
 * Numbers with a shape, row-major.
 * @template {Float32Array | Uint8Array} [Data=Float32Array]
 * @typedef {{readonly shape: readonly number[], readonly data: Data}} Tensor
 */

/** @typedef {ReadonlyMap<string, Tensor>} Weights  parameter's name → values */

/**
 * One pass through the network, as decoded from the API.
 * @typedef {object} Trace
 * @property {Answer} response
 * @property {ReadonlyMap<string, Tensor>} layers  activations by layer
 * @property {ReadonlyMap<string, Tensor<Uint8Array>>} winners  of pooling layers: flat index into each window
 */

// ---- Units and where they get their inputs ----

/** @typedef {{layer: string, index: readonly number[]}} Unit */

/** Of units; a dense layer is one map of one row. @typedef {Box & {layer: string, maps: readonly number[]}} Window */

/**
 * One input of a unit and what it contributes.
 * @typedef {object} Term
 * @property {Unit} unit
 * @property {number} value
 * @property {number} [weight]  convolution, dense, average and sum pooling
 * @property {number} [product]  value × weight
 * @property {number} [exponential]  softmax: e^(value − the largest value)
 * @property {boolean} [winner]  max pooling: this is the one
 */

/**
 * The arithmetic of one unit; every number is a float32, the same as the API's explanation has.
 * @typedef {object} Explanation
 * @property {Unit} unit
 * @property {Kind} kind
 * @property {readonly Window[]} windows  where the terms come from
 * @property {readonly Term[]} terms
 * @property {readonly number[]} subtotals  convolution: one per input map; otherwise empty
 * @property {number} [sum]  of the products, without the bias; softmax: of the exponentials
 * @property {number} [bias]  convolution, dense
 * @property {number} output  as the trace has it
 * @property {number} [largest]  softmax: what is subtracted before exp
 * @property {Unit} [winner]
 * @property {readonly Unit[]} [ties]  others with the winner's value
 * @property {Box} field  the part of the input it can see
 */

/** @typedef {"three" | "all"} Digits  after the point, or whatever float32 has */

/**
 * A window that slides over a map while its output fills in; where it stands is the pinned unit.
 * @typedef {object} Play
 * @property {string} layer
 * @property {number} map
 * @property {boolean} running
 * @property {number} speed  windows a second
 */

// ---- The scene: which unit lies where ----

/** Magnification and the scene point in the middle. @typedef {{factor: number, sceneX: number, sceneY: number}} Zoom */

/** @typedef {{x: number, y: number, width: number, height: number}} Rect  in scene pixels */

/**
 * One map of a layer (or the whole of a dense layer, wrapped into rows: unit = row × columns + column).
 * Cells tile the box without gaps, so that every point belongs to one unit; `gap` is what a painter leaves free of each
 * cell.
 * @typedef {object} SceneBoxFields
 * @property {string} layer
 * @property {number} map
 * @property {boolean} dense
 * @property {number} rows
 * @property {number} columns
 * @property {number} count  of units; the last row of a dense layer may be short
 * @property {{width: number, height: number}} cell
 * @property {{x: number, y: number}} gap
 *
 * @typedef {Rect & SceneBoxFields} SceneBox
 */

/**
 * One line of the scene: a stage, or a stage with the activation merged into it.
 * @typedef {object} SceneRowFields
 * @property {string} layer  whose values are shown
 * @property {readonly string[]} stages  every layer that has its place here
 * @property {boolean} folded
 *
 * @typedef {Rect & SceneRowFields} SceneRow
 */

/**
 * Where the words about a row stand.
 * @typedef {object} SceneLabelFields
 * @property {string} layer
 * @property {"right" | "left"} align
 * @property {number} lines  how many lines of text have room
 *
 * @typedef {Rect & SceneLabelFields} SceneLabel
 */

/**
 * @typedef {object} Scene
 * @property {number} width
 * @property {number} height
 * @property {"up" | "down"} direction  where the answer is, seen from the input
 * @property {readonly SceneRow[]} rows  in the network's order, input first
 * @property {readonly SceneBox[]} boxes  in the network's order
 * @property {readonly SceneLabel[]} labels
 * @property {ReadonlyMap<string, readonly SceneBox[]>} boxesOf  by layer; merged stages share; folded ones have none
 */

/** @typedef {"up" | "down" | "broad" | "slim"} SceneForm */

/**
 * @typedef {object} SceneOptions
 * @property {"up" | "down"} [direction]  "up": wide screens, names in a gutter on the left; "down": phones, names above
 * @property {"broad" | "slim"} [floors]  for 3D, where the input is at the bottom: every row compact, to be laid flat
 *   as a floor
 * @property {number} [width]  of the maps' column
 * @property {Iterable<string>} [folded]  rows folded to a line, by the layer that they show
 * @property {boolean} [mergeActivations]  show conv1 and relu1 as one row
 */

/** @typedef {"2d" | "3d" | "lab"} NetworkView */

/**
 * Looks at a target in the 3D view's world from a distance; angles in radians: azimuth 0 in front, growing to the
 * right; elevation 0 level.
 * @typedef {object} Camera
 * @property {number} azimuth
 * @property {number} elevation
 * @property {number} distance
 * @property {readonly [x: number, y: number, z: number]} target
 */

// ---- Colour ----

/** @typedef {{low: number, high: number}} Range  the numbers at the ends of a colour scale */

/** @typedef {"map" | "layer" | "network"} RangeMode */

/** @typedef {"diverging" | "sequential"} ScaleName */

/** @typedef {"light" | "dark"} Theme */

/** @typedef {"json" | "npz" | "safetensors"} FileFormat */

/** @typedef {"address" | "curl" | "python" | "javascript"} Copied  what can be copied */

/**
 * What became of something that was taken along; `text` is what the browser would not copy.
 * @typedef {{outcome: "copied", what: Copied} | {outcome: "saved", what: string} | {outcome: "failed"} |
 *   {outcome: "by hand", text: string}} Told
 */

/** @typedef {"en" | "de"} Language */

/**
 * @typedef {"header" | "pad" | "received" | "samples" | "answer" | "inspector" | "legend"} Part  of the page, that can
 *   be left out
 */

// ---- The drawing ----

/** @typedef {"pen" | "eraser"} Tool */

/**
 * @typedef {object} Stroke
 * @property {Tool} tool
 * @property {number} width  in pad pixels
 * @property {readonly number[]} points  x, y, x, y, … in pad pixels, on a grid of eighths
 */

/**
 * @typedef {readonly [number, number, number, number, number, number]} Matrix  x' = a·x + c·y + e, y' = b·x + d·y + f
 */

/** @typedef {{width: number, height: number, pixels: Uint8Array}} Picture  greyscale ink: 0 paper, 255 ink */

/** @typedef {Picture & {matrix: Matrix}} Base  a picture and its place on the pad: picture pixels → pad pixels */

/**
 * `sample`: the digit of MNIST that it is, as long as nothing was changed.
 * @typedef {{base: Base | null, strokes: readonly Stroke[], sample?: {index: number, label: number}}} Drawing
 */

/** @typedef {Tool | "move"} PadTool  what the pointer does on the pad */

/** @typedef {"a" | "b"} Side  of two drawings that are compared */

/**
 * What undo and redo walk through.
 * @template T
 * @typedef {{past: readonly T[], present: T, future: readonly T[]}} History
 */

/**
 * A drawing as pixels. `stable` holds what further points of the last stroke can't change; `pixels` is the whole
 * drawing.
 * @typedef {object} Raster
 * @property {number} size
 * @property {Uint8Array} pixels
 * @property {Uint8Array} stable
 * @property {number} settled  how many points of the last stroke are in `stable`
 */

export {};
