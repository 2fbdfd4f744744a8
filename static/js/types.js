/**
 * The types of the page. The first part mirrors the API's schemas; the rest are the values that modules pass to views.
 * A unit's index is `[map, row, column]` in a layer of maps and `[unit]` in a dense one. The names of coordinates tell
 * their space: cell (row and column of a map), scene (pixels of the layout), pad (the drawing's 280×280 pixels).
 */

// ---- Responses of the API ----

/**
 * @typedef {"input" | "convolution" | "relu" | "tanh" | "sigmoid" | "max_pool" | "average_pool" | "sum_pool" | "dense"
 *   | "softmax"} Kind
 */

/**
 * A layer of the network.
 * @typedef {object} Layer
 * @property {string} name
 * @property {Kind} kind
 * @property {readonly number[]} shape  [maps, rows, columns], or [units]
 * @property {readonly string[]} inputs  the names of its input layers
 * @property {readonly [number, number] | null} kernel  rows and columns of its window
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
 * A response of `POST …/activations`, without the layers.
 * @typedef {object} Answer
 * @property {string} model
 * @property {string} weights
 * @property {Preprocess} preprocess
 * @property {boolean} blank
 * @property {string | null} reason  why the picture is blank
 * @property {string | null} hint  what is unusual about the picture, and the remedy
 * @property {Box | null} crop  the part of the picture that was scaled, in its pixels
 * @property {Prediction | null} prediction  null for a blank picture
 */

/** @typedef {{index: number, label: number, pixels: ReadonlyArray<readonly number[]>}} Sample */

/** @typedef {{count: number, featured: readonly Sample[], misread: readonly number[]}} Samples */

/** @typedef {"body" | "query" | "path" | "header"} ProblemPlace */
/** @typedef {{detail: string, pointer?: string, parameter?: string, in: ProblemPlace}} ProblemField */

/**
 * A problem document (RFC 9457) of the API.
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
 * A typed array with a shape, in row-major order.
 * @template {Float32Array | Uint8Array} [Data=Float32Array]
 * @typedef {{readonly shape: readonly number[], readonly data: Data}} Tensor
 */

/** @typedef {ReadonlyMap<string, Tensor>} Weights  name of the parameter → values */

/**
 * The result of a forward pass, decoded from the API's response.
 * @typedef {object} Trace
 * @property {Answer} response
 * @property {ReadonlyMap<string, Tensor>} layers  activations by layer
 * @property {ReadonlyMap<string, Tensor<Uint8Array>>} winners  of max-pooling layers: flat index in each window
 */

// ---- Units and their inputs ----

/** @typedef {{layer: string, index: readonly number[]}} Unit */

/** A rectangle of units; a dense layer is one row. @typedef {Box & {layer: string, maps: readonly number[]}} Window */

/**
 * One input of a unit, and its contribution.
 * @typedef {object} Term
 * @property {Unit} unit
 * @property {number} value
 * @property {number} [weight]  convolution, dense, average and sum pooling
 * @property {number} [product]  value × weight
 * @property {number} [exponential]  softmax: e^(value − maximum)
 * @property {boolean} [winner]  max pooling: whether it is the maximum
 */

/**
 * The arithmetic of one unit. Every number is a float32, equal to that of the API's explanation.
 * @typedef {object} Explanation
 * @property {Unit} unit
 * @property {Kind} kind
 * @property {readonly Window[]} windows  the units of the terms
 * @property {readonly Term[]} terms
 * @property {readonly number[]} subtotals  convolution: one per input map; otherwise empty
 * @property {number} [sum]  of the products, without the bias; softmax: of the exponentials
 * @property {number} [bias]  convolution, dense
 * @property {number} output  the value in the trace
 * @property {number} [largest]  softmax: the maximum, which is subtracted before exp
 * @property {Unit} [winner]
 * @property {readonly Unit[]} [ties]  other units with the winner's value
 * @property {Box} field  the receptive field in the input
 */

/** @typedef {"three" | "all"} Digits  precision of numbers: three decimals, or all digits of the float32 */

/**
 * The animation of a window that slides over a map; its position is the pinned unit.
 * @typedef {object} Play
 * @property {string} layer
 * @property {number} map
 * @property {boolean} running
 * @property {number} speed  windows per second
 */

// ---- The scene: the layout of the units ----

/** Zoom factor and centre. @typedef {{factor: number, sceneX: number, sceneY: number}} Zoom */

/** @typedef {{x: number, y: number, width: number, height: number}} Rect  in scene pixels */

/**
 * The box of a map, or of a whole dense layer, which is wrapped into rows: unit = row × columns + column. Cells tile
 * the box without gaps, so that every point belongs to one unit; `gap` is the part of each cell that is not painted.
 * @typedef {object} SceneBoxFields
 * @property {string} layer
 * @property {number} map
 * @property {boolean} dense
 * @property {number} rows
 * @property {number} columns
 * @property {number} count  the number of units; the last row of a dense layer may be short
 * @property {{width: number, height: number}} cell
 * @property {{x: number, y: number}} gap
 *
 * @typedef {Rect & SceneBoxFields} SceneBox
 */

/**
 * A row of the scene: a layer, or a layer and its activation function.
 * @typedef {object} SceneRowFields
 * @property {string} layer  the layer whose values are shown
 * @property {readonly string[]} stages  the names of all layers in the row
 * @property {boolean} folded
 *
 * @typedef {Rect & SceneRowFields} SceneRow
 */

/**
 * The position of a row's text.
 * @typedef {object} SceneLabelFields
 * @property {string} layer
 * @property {"right" | "left"} align
 * @property {number} lines  the number of lines of text that fit
 *
 * @typedef {Rect & SceneLabelFields} SceneLabel
 */

/**
 * @typedef {object} Scene
 * @property {number} width
 * @property {number} height
 * @property {"up" | "down"} direction  from the input to the output
 * @property {readonly SceneRow[]} rows  in the network's order, input first
 * @property {readonly SceneBox[]} boxes  in the network's order
 * @property {readonly SceneLabel[]} labels
 * @property {ReadonlyMap<string, readonly SceneBox[]>} boxesOf  by layer; merged layers share boxes, folded have none
 */

/** @typedef {"up" | "down" | "broad" | "slim"} SceneForm */

/**
 * @typedef {object} SceneOptions
 * @property {"up" | "down"} [direction]  "up": wide screens, names in a gutter on the left; "down": phones, names above
 * @property {"broad" | "slim"} [floors]  for 3D: compact rows, which become the floors
 * @property {number} [width]  the width of the maps' column
 * @property {Iterable<string>} [folded]  the rows that are folded to a line, named by the layers they show
 * @property {boolean} [mergeActivations]  whether to show conv1 and relu1 in one row
 */

/** @typedef {"2d" | "3d" | "lab"} NetworkView */

/**
 * The camera of the 3D view, in world coordinates. Angles are in radians: azimuth 0 is in front and increases to the
 * right; elevation 0 is horizontal.
 * @typedef {object} Camera
 * @property {number} azimuth
 * @property {number} elevation
 * @property {number} distance
 * @property {readonly [x: number, y: number, z: number]} target
 */

// ---- Colour ----

/** @typedef {{low: number, high: number}} Range  the values at the ends of a colour scale */

/** @typedef {"map" | "layer" | "network"} RangeMode */

/** @typedef {"diverging" | "sequential"} ScaleName */

/** @typedef {"light" | "dark"} Theme */

/** @typedef {"json" | "npz" | "safetensors"} FileFormat */

/** @typedef {"address" | "curl" | "python" | "javascript"} Copied  what can be copied */

/**
 * The status message of a copy or download; `text` is for copying by hand where the browser refused it.
 * @typedef {{outcome: "copied", what: Copied} | {outcome: "saved", what: string} | {outcome: "failed"} |
 *   {outcome: "by hand", text: string}} ExportStatus
 */

/** @typedef {"en" | "de"} Language */

/**
 * @typedef {"header" | "pad" | "received" | "samples" | "answer" | "inspector" | "legend"} Part  of the page, which can
 *   be hidden
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

/** @typedef {{width: number, height: number, pixels: Uint8Array}} Picture  greyscale: 0 background, 255 foreground */

/** @typedef {Picture & {matrix: Matrix}} Base  a picture and its transform: picture pixels → pad pixels */

/**
 * `sample`: the MNIST digit that it is, until it is changed.
 * @typedef {{base: Base | null, strokes: readonly Stroke[], sample?: {index: number, label: number}}} Drawing
 */

/** @typedef {Tool | "move"} PadTool  the action of the pointer on the pad */

/** @typedef {"a" | "b"} Side  one of two compared drawings */

/**
 * The undo history: past and future are the states of undo and redo.
 * @template T
 * @typedef {{past: readonly T[], present: T, future: readonly T[]}} History
 */

/**
 * A drawing as pixels. `pixels` is the whole drawing; `stable` is the part that further points of the last stroke
 * cannot change.
 * @typedef {object} Raster
 * @property {number} size
 * @property {Uint8Array} pixels
 * @property {Uint8Array} stable
 * @property {number} settled  the number of points of the last stroke in `stable`
 */

export {};
