/** The animation of the window that slides over the lab's input, one output cell at a time. */

import { clamp } from "../lib/math.js";
import { createPlayer } from "../lib/player.js";

/** @import { Computing } from "./lab-computing.js" */
/** @import { LabSignals } from "./lab.js" */

/** The duration of a whole animation, and the least and the greatest duration of a cell, in milliseconds. */
const TOTAL_DURATION = 12_000;
const CELL_DURATION = { least: 30, most: 300 };

/** Create the animation's controls. @param {LabSignals} signals @param {Computing} computing */
export function createLabPlayer({ pointed, playing, isTold }, { place }) {
  /** Select the nearest cell of the shown map. @param {number} row @param {number} column */
  const go = (row, column) => {
    const last = Number(place()?.maps.side) - 1;
    const next = { row: clamp(row, 0, last), column: clamp(column, 0, last) };
    if (pointed.value?.row !== next.row || pointed.value.column !== next.column) pointed.value = next;
  };
  const advance = () => {
    const at = place();
    if (!at) return player.pause();
    const { maps: { side }, cell: { row, column } } = at;
    if (column + 1 < side) go(row, column + 1);
    else if (row + 1 < side) go(row + 1, 0);
    else player.pause();
  };
  const player = createPlayer(playing, advance);
  return {
    pause: player.pause,
    /** Start the animation at the selected cell, or at the first one if that is the last. */
    play() {
      const at = place();
      if (!at) return;
      const { maps: { side }, cell: { row, column } } = at;
      if (pointed.value === null || (row === side - 1 && column === side - 1)) go(0, 0);
      player.play(clamp(TOTAL_DURATION / (side * side), CELL_DURATION.least, CELL_DURATION.most));
    },
    /** Select a cell of the shown map. @param {number} row @param {number} column */
    point(row, column) {
      player.pause();
      isTold.value = false;
      if (place()) go(row, column);
    },
    /** Move the selection by some rows and columns. @param {number} rows @param {number} columns */
    step(rows, columns) {
      player.pause();
      isTold.value = true;
      const at = place();
      if (at) go(at.cell.row + rows, at.cell.column + columns);
    },
  };
}
