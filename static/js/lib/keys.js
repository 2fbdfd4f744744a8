/** Keys that several parts of the page understand alike. */

/** Columns and rows that an arrow key moves by. @type {Readonly<Record<string, readonly [number, number]>>} */
export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Is it a shortcut of the browser or the system? @param {KeyboardEvent | MouseEvent} event */
export const hasModifier = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey;
