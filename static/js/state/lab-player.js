/** The window that slides over the lab's input, cell by cell of the output. */

import { clamp } from "../lib/math.js";
import { createPlayer } from "../lib/player.js";

/** @import { Computing } from "./lab-computing.js" */
/** @import { LabSignals } from "./lab.js" */

/** A whole slide takes about so long, in milliseconds; a cell not less, and not more, than that. */
const WHOLE = 12_000;
const PACE = { least: 30, most: 300 };

/** @param {LabSignals} signals @param {Computing} computing */
export function createLabPlayer({ pointed, playing, isTold }, { place }) {
  /** Points at a cell of the shown map, or at the nearest one. @param {number} row @param {number} column */
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
    /** Slides from the pointed cell on; from the end it begins again. */
    play() {
      const at = place();
      if (!at) return;
      const { maps: { side }, cell: { row, column } } = at;
      if (pointed.value === null || (row === side - 1 && column === side - 1)) go(0, 0);
      player.play(clamp(WHOLE / (side * side), PACE.least, PACE.most));
    },
    /** Points at a cell of the shown map. @param {number} row @param {number} column */
    point(row, column) {
      player.pause();
      isTold.value = false;
      if (place()) go(row, column);
    },
    /** Points at another cell, seen from the pointed one. @param {number} rows @param {number} columns */
    step(rows, columns) {
      player.pause();
      isTold.value = true;
      const at = place();
      if (at) go(at.cell.row + rows, at.cell.column + columns);
    },
  };
}
