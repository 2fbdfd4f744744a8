/** A pooled pixel: its window in the layer below, as numbers where they lie, and which of them it took. */

import { element } from "../../lib/dom.js";
import { cellOf, sameUnit } from "../../model/layers.js";
import { caption, coloured, colouringOf, number, paragraph, term } from "./parts.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("./parts.js").Telling} Telling */

/** @type {Readonly<Record<string, {what: "pool.max" | "pool.average" | "pool.sum", open: string, close: string, separator: string | null}>>}  null: the list's */
const WORDS = {
  max_pool: { what: "pool.max", open: "max(", close: ")", separator: null },
  average_pool: { what: "pool.average", open: "(", close: ") / {count}", separator: " + " },
  sum_pool: { what: "pool.sum", open: "", close: "", separator: " + " },
};

/** @param {Telling} telling @param {Explanation} explanation @returns {Node[]} */
export function explainPooling(telling, explanation) {
  const { text } = telling;
  const { kind, terms, windows: [window], output } = explanation;
  if (!window) return [];
  const words = WORDS[kind] ?? /** @type {(typeof WORDS)[string]} */ (WORDS["max_pool"]);
  const grid = element("div", { class: `pool-grid of-${window.width}` }, ...terms.map((one) => termCell(telling, one)));
  const values = terms.flatMap((one, i) => [i > 0 && (words.separator ?? text("list.separator")), term(telling, one.unit, "term-number", number(telling, one.value, "source"))]);
  return [
    paragraph(text(words.what, { count: terms.length, layer: window.layer })),
    element("div", { class: "pool" }, grid, element("div", { class: "pool-where" },
      caption(text("pool.rows", { first: window.top, last: window.top + window.height - 1 })),
      caption(text("pool.columns", { first: window.left, last: window.left + window.width - 1 })),
      winnerNote(telling, explanation))),
    element("p", { class: "formula" }, words.open, ...values, words.close.replace("{count}", String(terms.length)), " = ", number(telling, output, "output")),
    ...tieNote(telling, explanation),
  ];
}

/** @param {Telling} telling @param {import("../../types.js").Term} one */
function termCell(telling, { unit, value, winner }) {
  const shown = number(telling, value, winner ? "winner" : "source");
  return coloured(term(telling, unit, winner ? "cell is-winner" : "cell", shown), value, colouringOf(telling, unit.layer, cellOf(unit)[0]));
}

/** @param {Telling} telling @param {Explanation} explanation */
function winnerNote({ text }, { winner }) {
  if (!winner) return null;
  const [, row, column] = cellOf(winner);
  return element("p", { class: "winner-note" }, element("span", { "aria-hidden": "true" }, "● "), text("pool.winner"), element("span", { class: "caption" }, text("pool.winner.at", { row, column })));
}

/** @param {Telling} telling @param {Explanation} explanation @returns {Node[]} */
function tieNote({ text }, { ties = [], terms, winner }) {
  if (ties.length === 0) return [];
  const all = ties.filter((unit) => !sameUnit(unit, winner ?? null)).length === terms.length - 1;
  return [caption(all ? text("pool.all.tied", { count: terms.length }) : text("pool.tied", { count: ties.length }))];
}
