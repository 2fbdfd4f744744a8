/**
 * The edges from a unit down to the input: an edge for what each source contributes, then the same for the source that
 * contributes most, and so on. The strength of an edge is relative to the largest contribution to the same unit.
 */

import { explainUnit } from "./explain.js";

/** @import { Explanation, Layer, Term, Trace, Unit, Weights } from "../types.js" */

/** @typedef {{from: Unit, to: Unit, strength: number, first: boolean}} Edge  −1 to 1; `first`: into the unit itself */

/** @typedef {{unit: Unit, strength: number}} Shade */

/** The maximum number of edges of a dense unit, which has hundreds of sources: the strongest are drawn. */
const MAX_EDGES = 64;

/**
 * Return the edges of a unit, down to the input.
 * @param {readonly Layer[]} layers @param {Trace} trace @param {Weights} weights @param {Unit} unit
 */
export function edgesOf(layers, trace, weights, unit) {
  /** @type {Edge[]} */
  const edges = [];
  let next = /** @type {Unit | undefined} */ (unit);
  while (next) {
    const explanation = explainUnit(layers, trace, weights, next);
    const ranked = rankedTerms(explanation);
    edges.push(...edgesFrom(explanation, ranked, next === unit));
    next = ranked[0]?.unit;
  }
  return edges;
}

/** Return the contribution of each term, from −1 to 1. @param {Explanation} explanation @returns {Shade[]} */
export function shadesOf(explanation) {
  const most = strongest(explanation);
  return explanation.terms.map((term) => ({ unit: term.unit, strength: contributionOf(explanation, term) / most }));
}

/** @param {Explanation} explanation @param {readonly Term[]} ranked @param {boolean} first @returns {Edge[]} */
function edgesFrom(explanation, ranked, first) {
  const { unit, kind } = explanation;
  const drawn = kind === "convolution" ? ranked : ranked.slice(0, MAX_EDGES);
  const most = strongest(explanation);
  return drawn.map((term) =>
    ({ from: term.unit, to: unit, strength: contributionOf(explanation, term) / most, first }));
}

/**
 * Return the terms, the strongest first. For softmax the unit's own logit is the first.
 * @param {Explanation} explanation @returns {Term[]}
 */
function rankedTerms(explanation) {
  const place = (/** @type {Term} */ term) =>
    explanation.kind === "softmax" && isOwn(explanation, term) ? Infinity : Math.abs(contributionOf(explanation, term));
  return explanation.terms.toSorted((a, b) => place(b) - place(a));
}

/** Return the largest absolute contribution. @param {Explanation} explanation */
function strongest(explanation) {
  return Math.max(...explanation.terms.map((term) => Math.abs(contributionOf(explanation, term)))) || 1;
}

/**
 * Return the contribution of a term. For softmax the unit's own exponential raises the probability, others lower it.
 * @param {Explanation} explanation @param {Term} term
 */
function contributionOf(explanation, term) {
  if (term.winner !== undefined) return term.winner ? 1 : 0;
  if (term.exponential !== undefined) return isOwn(explanation, term) ? term.exponential : -term.exponential;
  return term.product ?? term.value;
}

/** @param {Explanation} explanation @param {Term} term */
function isOwn({ unit }, term) {
  return term.unit.index[0] === unit.index[0];
}
