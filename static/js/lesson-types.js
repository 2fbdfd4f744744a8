/** Types of lessons. */

/** @import { OwnKey } from "./text/lessons.js" */
/** @import { Phase } from "./training-types.js" */

/** @typedef {import("./types.js").Layer} Layer */
/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Unit} Unit */
/** @typedef {import("./types.js").Weights} Weights */
/** @typedef {OwnKey} LessonKey */

/** @typedef {Readonly<Record<string, string | null>>} Settings  link parameters: key → text; null: the default */
/** @typedef {Readonly<Record<string, number>>} Dials  the settings of a step's figure */
/** @typedef {"bytes" | "channels" | "activations" | "window" | "moving" | "softmax" | "networks"} FigureName */

/**
 * The state that tasks check.
 * @typedef {object} LessonView
 * @property {(key: string) => string | null} setting  the text of a link parameter; null: the default
 * @property {readonly Layer[]} layers
 * @property {Trace} trace  of the current drawing
 * @property {Trace} first  of the drawing when the step was entered
 * @property {Weights | null} weights  null while they are loaded
 * @property {Unit | null} unit  the explained unit
 * @property {Dials} dials
 * @property {Phase | null} phase  the phase of the training step that the training card shows
 * @property {number | null} label  the label of the sample on the pad; null for other drawings
 * @property {readonly number[]} misread  the indices of samples that the network misreads
 */

/** @typedef {{state?: Settings, dials?: Dials, phases?: readonly Phase[]}} Answer  `phases`: of a training step */

/**
 * @typedef {object} Step
 * @property {LessonKey} text
 * @property {LessonKey} task
 * @property {Settings} [state]  the settings while the step is open
 * @property {readonly string[]} [highlight]  the outlined layers
 * @property {FigureName} [figure]
 * @property {Dials} [dials]  the initial settings of the figure
 * @property {boolean} [draws]  whether the step changes the drawing, which is then restored, too
 * @property {(view: LessonView) => boolean} done  whether the task is completed
 * @property {(view: LessonView) => Answer | null} show  the solution of the task; null if the drawing has none
 */

/** @typedef {{name: LessonKey, steps: readonly Step[]}} Lesson */

/** State and actions of lessons. @typedef {import("./state/lessons.js").Lessons} Lessons */

export {};
