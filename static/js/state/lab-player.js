/** The window that slides over the lab's input, cell by cell of the output. */

import { clamp } from "../lib/math.js";

/** A whole slide takes about so long, in milliseconds; a cell not less, and not more, than that. */
const WHOLE = 12_000;
const PACE = { least: 30, most: 300 };

/** @param {import("./lab.js").LabSignals} signals @param {import("./lab-computing.js").Computing} computing */
export function createLabPlayer({ pointed, playing, isTold }, { place }) {
  const clock = { timer: 0 };
  const pause = () => {
    window.clearInterval(clock.timer);
    playing.value = false;
  };
  /** @param {number} by */
  const go = (by) => {
    const at = place();
    if (!at) return false;
    const { maps: { side }, cell: { row, column } } = at;
    const next = row * side + column + by;
    if (next < 0 || next >= side * side) return false;
    pointed.value = { row: Math.floor(next / side), column: next % side };
    return true;
  };
  /** @param {number} row @param {number} column @param {boolean} byKeys */
  const point = (row, column, byKeys) => {
    pause();
    isTold.value = byKeys;
    const at = place();
    if (!at) return;
    const last = at.maps.side - 1;
    const [nextRow, nextColumn] = [clamp(row, 0, last), clamp(column, 0, last)];
    if (pointed.value?.row !== nextRow || pointed.value?.column !== nextColumn) pointed.value = { row: nextRow, column: nextColumn };
  };
  return {
    pause,
    /** Slides from the pointed cell on; from the end it begins again. */
    play() {
      const at = place();
      if (!at) return;
      const { side } = at.maps;
      if (at.cell.row * side + at.cell.column >= side * side - 1 || pointed.value === null) pointed.value = { row: 0, column: 0 };
      playing.value = true;
      window.clearInterval(clock.timer);
      clock.timer = window.setInterval(() => go(1) || pause(), clamp(WHOLE / (side * side), PACE.least, PACE.most));
    },
    /** Points at a cell of the shown map. @param {number} row @param {number} column */
    point: (row, column) => point(row, column, false),
    /** Points at another cell, seen from the pointed one. @param {number} rows @param {number} columns */
    step(rows, columns) {
      const at = place();
      if (at) point(at.cell.row + rows, at.cell.column + columns, true);
    },
  };
}
