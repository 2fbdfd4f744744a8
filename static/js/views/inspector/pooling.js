/** Explains a pooled unit: its window in the previous layer as a grid of numbers, with the maximum marked. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { cellOf, sameUnit } from "../../model/layers.js";
import { caption, colourOf, colouringOf, number, source, term, written } from "./parts.js";

/** @import { Explanation, Term } from "../../types.js" */
/** @import { Explain, Explained } from "./parts.js" */

/** The formula of each pooling kind; a null separator means the language's list separator. */
const FORMULAS = /** @type {const} */ ({
  max_pool: { what: "pool.max", open: "max(", close: ")", separator: null },
  average_pool: { what: "pool.average", open: "(", close: ") / {count}", separator: " + " },
  sum_pool: { what: "pool.sum", open: "", close: "", separator: " + " },
});

/** @type {Explain} */
export function explainPooling(props, explanation) {
  const { text } = props;
  const { kind, terms, windows: [window], output } = explanation;
  if (!window) return { what: "", body: nothing };
  const { what, open, close, separator } = FORMULAS[/** @type {keyof typeof FORMULAS} */ (kind)];
  const { layer, top, left, height, width } = window;
  const end = close.replace("{count}", String(terms.length));
  const between = separator ?? text("list.separator");
  return {
    what: text(what, { count: terms.length, layer }),
    body: html`
      <div class="pool">
        <div class="pool-grid of-${width}">${terms.map((one) => cell(props, one))}</div>
        <div class="pool-where stack">
          ${caption(text("pool.rows", { first: top, last: top + height - 1 }))}
          ${caption(text("pool.columns", { first: left, last: left + width - 1 }))}
          ${winnerNote(props, explanation)}
        </div>
      </div>
      <p class="formula">${open}${terms.map((one, i) =>
        html`${i ? between : ""}${source(props, one.unit, one.value)}`)}${end} = ${number(props, output, "output")}</p>
      ${tieNote(props, explanation)}`,
  };
}

/** @param {Explained} props @param {Term} one */
function cell(props, { unit, value, winner }) {
  const colour = colourOf(value, colouringOf(props, unit.layer, cellOf(unit)[0]));
  const kind = winner ? "cell centre bold is-winner" : "cell centre";
  return term(props, unit, { kind, says: written(props, value), colour },
    number(props, value, winner ? "winner" : "source"));
}

/** Render which input is the maximum. @param {Explained} props @param {Explanation} explanation */
function winnerNote({ text }, { winner }) {
  if (!winner) return nothing;
  const [, row, column] = cellOf(winner);
  return html`<p class="winner-note bold"><span aria-hidden="true">● </span>${text("pool.winner")}</p>
    ${caption(text("pool.winner.at", { row, column }))}`;
}

/** Render a note if several inputs tie. @param {Explained} props @param {Explanation} explanation */
function tieNote({ text }, { ties = [], terms, winner }) {
  if (ties.length === 0) return nothing;
  const all = ties.filter((unit) => !sameUnit(unit, winner ?? null)).length === terms.length - 1;
  return caption(all ? text("pool.all.tied", { count: terms.length }) : text("pool.tied", { count: ties.length }));
}
