/** What a lesson is made of. */

/** @import { OwnKey } from "./text/lessons.js" */
/** @import { Phase } from "./training-types.js" */

/** @typedef {import("./types.js").Layer} Layer */
/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Unit} Unit */
/** @typedef {import("./types.js").Weights} Weights */
/** @typedef {OwnKey} LessonKey */

/** @typedef {Readonly<Record<string, string | null>>} Settings  of the link: key → text; null is the default */
/** @typedef {Readonly<Record<string, number>>} Dials  what a step's own figure is set to */
/** @typedef {"bytes" | "channels" | "activations" | "window" | "moving" | "softmax" | "networks"} FigureName */

/**
 * What tasks look at.
 * @typedef {object} LessonView
 * @property {(key: string) => string | null} setting  its text in the link; null: the default
 * @property {readonly Layer[]} layers
 * @property {Trace} trace  of what is drawn
 * @property {Trace} first  of what was drawn when the step was entered
 * @property {Weights | null} weights  null: they are on their way
 * @property {Unit | null} unit  that is explained
 * @property {Dials} dials
 * @property {Phase | null} phase  of a step of learning that training's card shows
 * @property {number | null} label  what MNIST says of the drawing
 * @property {readonly number[]} misread  samples that the network misreads
 */

/** @typedef {{state?: Settings, dials?: Dials, phases?: readonly Phase[]}} Answer  `phases`: of a step of learning */

/**
 * @typedef {object} Step
 * @property {LessonKey} text
 * @property {LessonKey} task
 * @property {Settings} [state]  what is changed while the step is open
 * @property {readonly string[]} [highlight]  layers that are framed
 * @property {FigureName} [figure]
 * @property {Dials} [dials]  of the figure, at first
 * @property {boolean} [draws]  is the drawing changed, by hand or by the figure? then it is given back, too
 * @property {(view: LessonView) => boolean} done
 * @property {(view: LessonView) => Answer | null} show  what makes the task done; null: this drawing has no such thing
 */

/** @typedef {{name: LessonKey, steps: readonly Step[]}} Lesson */

/** What the views of lessons are made of. @typedef {import("./state/lessons.js").Lessons} Lessons */

export {};
