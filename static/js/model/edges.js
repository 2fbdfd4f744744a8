/**
 * The edges of a unit, down to the drawing: what each of its sources contributes; then the same for the source that contributes most,
 * and so on, until the drawing is reached. Strengths are shares of the largest contribution of the same unit.
 */

import { explainUnit } from "./explain.js";

/** @typedef {import("../types.js").Explanation} Explanation */
/** @typedef {import("../types.js").Layer} Layer */
/** @typedef {import("../types.js").Term} Term */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Weights} Weights */

/** @typedef {{from: Unit, to: Unit, strength: number, first: boolean}} Edge  strength −1 to 1; `first`: ends in the unit itself */

/** A dense unit reads hundreds: the strongest are drawn. */
const MOST = 64;

/**
 * @param {readonly Layer[]} layers @param {Trace} trace @param {Weights} weights @param {Unit} unit
 * @returns {Edge[]}
 */
export function edgesOf(layers, trace, weights, unit) {
  /** @type {Edge[]} */
  const edges = [];
  let next = /** @type {Unit | undefined} */ (unit);
  while (next) {
    const explanation = explainUnit(layers, trace, weights, next);
    const ranked = rankedTerms(explanation);
    const first = next === unit;
    edges.push(...edgesFrom(explanation, ranked, first));
    next = ranked[0]?.unit;
  }
  return edges;
}

/** @param {Explanation} explanation @param {readonly Term[]} ranked @param {boolean} first @returns {Edge[]} */
function edgesFrom({ unit, kind }, ranked, first) {
  const drawn = kind === "convolution" ? ranked : ranked.slice(0, MOST);
  const most = Math.abs(contributionOf(ranked[0])) || 1;
  return drawn.map((term) => ({ from: term.unit, to: unit, strength: contributionOf(term) / most, first }));
}

/** What counts most comes first; in a pooling window that is the winner. @param {Explanation} explanation @returns {Term[]} */
function rankedTerms({ terms, winner }) {
  const place = (/** @type {Term} */ term) => (winner ? Number(term.winner) : Math.abs(contributionOf(term)));
  return terms.toSorted((a, b) => place(b) - place(a));
}

/** @param {Term | undefined} term */
function contributionOf(term) {
  if (!term) return 0;
  if (term.winner !== undefined) return term.winner ? 1 : 0;
  return term.product ?? term.value;
}
