/** Tasks shared by many steps: find a unit, set a figure, set the lab. */

import { winnerOf, valueOf } from "../model/explain.js";
import { cellOf, formatUnit, layerNamed, unitAtOffset } from "../model/layers.js";

/** @import { Dials, LessonView, Step, Unit } from "../lesson-types.js" */
/** @typedef {(view: LessonView, unit: Unit, value: number) => boolean} Test */

/** Return a layer's activations. @param {LessonView} view @param {string} layer @returns {ArrayLike<number>} */
export const valuesOf = ({ trace }, layer) => trace.layers.get(layer)?.data ?? [];

/** Return a unit's activation. @param {LessonView} view @param {Unit} unit */
export const value = ({ layers, trace }, unit) => valueOf(layers, trace, unit);

/** Return a layer's largest activation. @param {LessonView} view @param {string} layer */
export const most = (view, layer) => Math.max(...Array.from(valuesOf(view, layer)));

/** Return the prediction. @param {LessonView} view */
export const answerOf = ({ trace }) => trace.response.prediction ?? { digit: -1, probability: 0 };

/** Return the solution "pin this unit". @param {Unit | null} unit */
export const pinned = (unit) => (unit ? { state: { unit: formatUnit(unit) } } : null);

/**
 * Return the unit of a layer with the highest score among those that pass the test.
 * @param {LessonView} view @param {string} layer @param {Test} test
 * @param {(value: number, unit: Unit) => number} score
 */
export function bestOf(view, layer, test, score) {
  const found = view.layers.find(({ name }) => name === layer);
  if (!found) return null;
  const units = Array.from(valuesOf(view, layer), (number, offset) => ({ unit: unitAtOffset(found, offset), number }));
  units.sort((a, b) => score(b.number, b.unit) - score(a.number, a.unit));
  return units.find(({ unit, number }) => test(view, unit, number))?.unit ?? null;
}

/**
 * Return the task "find a unit of this layer that …", which is done when such a unit is explained.
 * @param {string} layer @param {Test} [test]
 * @param {(value: number, unit: Unit) => number} [score]  "show" pins the unit with the highest score
 * @returns {Pick<Step, "done" | "show">}
 */
export function findUnit(layer, test = () => true, score = Math.abs) {
  return {
    done: (view) => view.unit?.layer === layer && test(view, view.unit, value(view, view.unit)),
    show: (view) => pinned(bestOf(view, layer, test, score)),
  };
}

/**
 * Return the task "set the figure so that …".
 * @param {Dials} dials  the solution
 * @param {(dials: Dials, view: LessonView) => boolean} test
 * @returns {Pick<Step, "done" | "show">}
 */
export const setDials = (dials, test) => ({ done: (view) => test(view.dials, view), show: () => ({ dials }) });

/**
 * Return the lab's URL parameters for one kernel.
 * @param {string} source
 * @param {string} window  size, stride and padding
 * @param {readonly number[]} cells @param {number} [divisor]
 */
export const lab = (source, window, cells, divisor = 1) => ({
  view: "lab",
  lab: `${source}~${window}~none~none~${cells.join()}/${divisor}/0`,
});

/** The lab's defaults, which the URL omits. */
const FIRST_LAB = lab("drawing", "k3s1p0", [-1, 0, 1, -2, 0, 2, -1, 0, 1]);

/**
 * Return the task "set the lab so that …".
 * @param {ReturnType<typeof lab>} state  the solution
 * @param {(window: string, cells: readonly number[], source: string) => boolean} test
 * @returns {Pick<Step, "done" | "show">}
 */
export const setLab = (state, test) => ({
  done(view) {
    const [source = "", window = "", , , kernel = ""] =
      view.setting("view") === "lab" ? (view.setting("lab") ?? FIRST_LAB.lab).split("~") : [];
    return test(window, String(kernel.split("/")[0]).split(",").map(Number), source);
  },
  show: () => ({ state }),
});

/**
 * Return whether the maximum of a pooled unit's window is at this place.
 * @param {LessonView} view @param {Unit} unit @param {readonly [row: number, column: number]} place
 */
export function wins({ layers, trace }, unit, [row, column]) {
  const [, top, left] = cellOf(winnerOf(layerNamed(layers, unit.layer), trace, unit));
  const [, unitRow, unitColumn] = cellOf(unit);
  return top === 2 * unitRow + row && left === 2 * unitColumn + column;
}

/** The value `by` columns to the right, or NaN. @param {LessonView} view @param {Unit} unit @param {number} by */
export function valueBeside({ layers, trace }, { layer, index: [map = 0, row = 0, column = 0] }, by) {
  const [place, [, , columns = 0]] = [column + by, layerNamed(layers, layer).shape];
  return place >= 0 && place < columns ? valueOf(layers, trace, { layer, index: [map, row, place] }) : NaN;
}

/** Return the values of a pooled unit's window. @param {LessonView} view @param {Unit} unit */
export function windowOf(view, { layer, index: [map = 0, row = 0, column = 0] }) {
  const source = String(layerNamed(view.layers, layer).inputs[0]);
  return [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ].map(([down = 0, right = 0]) => value(view, { layer: source, index: [map, 2 * row + down, 2 * column + right] }));
}
