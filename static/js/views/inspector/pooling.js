/** A pooled pixel: its window in the layer below, as numbers where they lie, and which of them it took. */

import { element } from "../../lib/dom.js";
import { cellOf, sameUnit } from "../../model/layers.js";
import { short } from "../format.js";
import { caption, cell, number, paragraph } from "./parts.js";

/** @typedef {import("../../types.js").Explanation} Explanation */
/** @typedef {import("./parts.js").Telling} Telling */

/** @type {Readonly<Record<string, {what: "pool.max" | "pool.average" | "pool.sum", formula: "pool.formula" | "pool.formula.average" | "pool.formula.sum", separator: string}>>} */
const WORDS = {
  max_pool: { what: "pool.max", formula: "pool.formula", separator: ", " },
  average_pool: { what: "pool.average", formula: "pool.formula.average", separator: " + " },
  sum_pool: { what: "pool.sum", formula: "pool.formula.sum", separator: " + " },
};

/** @param {Telling} telling @param {Explanation} explanation @returns {Node[]} */
export function explainPooling(telling, explanation) {
  const { text } = telling;
  const { kind, terms, windows: [window], output } = explanation;
  if (!window) return [];
  const words = WORDS[kind] ?? /** @type {(typeof WORDS)[string]} */ (WORDS["max_pool"]);
  const values = terms.map((term) => short(term.value)).join(words.separator);
  const grid = element("div", { class: `pool-grid of-${window.width}` }, ...terms.map((term) => termCell(telling, term)));
  return [
    paragraph(text(words.what, { count: terms.length, layer: window.layer })),
    element("div", { class: "pool" }, grid, element("div", { class: "pool-where" },
      caption(text("pool.rows", { first: window.top, last: window.top + window.height - 1 })),
      caption(text("pool.columns", { first: window.left, last: window.left + window.width - 1 })),
      winnerNote(telling, explanation))),
    element("p", { class: "formula" }, text(words.formula, { values, count: terms.length }), " = ", number(output, "output")),
    ...tieNote(telling, explanation),
  ];
}

/** @param {Telling} telling @param {import("../../types.js").Term} term */
function termCell(telling, { unit, value, winner }) {
  const box = cell(telling, unit, value, "source");
  box.dataset["unit"] = [unit.layer, ...unit.index].join("/");
  if (winner) box.dataset["role"] = "winner";
  box.classList.toggle("is-winner", winner === true);
  return box;
}

/** @param {Telling} telling @param {Explanation} explanation */
function winnerNote({ text }, { winner }) {
  if (!winner) return null;
  const [, row, column] = cellOf(winner);
  return element("p", { class: "winner-note" }, "● ", text("pool.winner"), element("span", { class: "caption" }, text("pool.winner.at", { row, column })));
}

/** @param {Telling} telling @param {Explanation} explanation @returns {Node[]} */
function tieNote({ text }, { ties = [], terms, winner }) {
  if (ties.length === 0) return [];
  const all = ties.filter((unit) => !sameUnit(unit, winner ?? null)).length === terms.length - 1;
  return [caption(all ? text("pool.all.tied", { count: terms.length }) : text("pool.tied", { count: ties.length }))];
}
