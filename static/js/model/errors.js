/** The digits that models misread, as lists that can be gone through one after the other. */

/** @import { Evaluation, ListName, MisreadDigit, ModelEvaluation, NextError } from "../errors-types.js" */

/** Of the digits preprocessed as the drawing is. @param {ModelEvaluation | null} document @param {string} preprocess */
export function evaluationFor(document, preprocess) {
  return document?.evaluations.find((one) => one.preprocess === preprocess) ?? null;
}

/**
 * The misread digits of a cell, or all; compared, which of them one model reads and the other does not.
 * @param {Evaluation} found @param {Evaluation | null} other @param {string | null} cell
 * @returns {Partial<Readonly<Record<ListName, readonly MisreadDigit[]>>> & {all: readonly MisreadDigit[]}}
 */
export function listsOf(found, other, cell) {
  const listed = (/** @type {Evaluation} */ { misread }) =>
    misread.filter(({ label, prediction }) => cell === null || cell === `${label}/${prediction}`);
  const all = listed(found);
  if (!other) return { all };
  const [own, theirs] = [found, other].map(({ misread }) => new Set(misread.map(({ index }) => index)));
  return {
    all,
    only: all.filter(({ index }) => !theirs?.has(index)),
    other: listed(other).filter(({ index }) => !own?.has(index)),
    both: all.filter(({ index }) => theirs?.has(index)),
  };
}

/**
 * The digit after the one that a walk has come to; after the last one the first.
 * @param {string} walk  list/digit/model, or list/digit/model/other model
 * @param {ReturnType<typeof listsOf>} lists
 * @returns {NextError | null}
 */
export function nextError(walk, lists) {
  const [name, digit, ...models] = walk.split("/");
  const indices = lists[/** @type {ListName} */ (name)]?.map(({ index }) => index) ?? []; // until it can be compared
  const at = indices.indexOf(Number(digit)) + 1;
  const next = indices[at % indices.length];
  return next === undefined ? null : { at, count: indices.length, walk: [name, next, ...models].join("/") };
}
