/** Lists of the digits that models misread, and the next digit of a list. */

/** @import { Evaluation, ListName, MisreadDigit, ModelEvaluation, NextError } from "../errors-types.js" */

/** Return the evaluation of a preprocessing. @param {ModelEvaluation | null} document @param {string} preprocess */
export function evaluationFor(document, preprocess) {
  return document?.evaluations.find((one) => one.preprocess === preprocess) ?? null;
}

/**
 * Return the lists of misread digits, of one cell of the confusion matrix or all; with a second model also those that
 * only one of the models misreads, or both.
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
 * Return the digit after the current one of a list; after the last one the first.
 * @param {string} walk  list/digit/model, or list/digit/model/other model
 * @param {ReturnType<typeof listsOf>} lists
 * @returns {NextError | null}
 */
export function nextError(walk, lists) {
  const [name, digit, ...models] = walk.split("/");
  const indices = lists[/** @type {ListName} */ (name)]?.map(({ index }) => index) ?? []; // not compared yet
  const at = indices.indexOf(Number(digit)) + 1;
  const next = indices[at % indices.length];
  return next === undefined ? null : { at, count: indices.length, walk: [name, next, ...models].join("/") };
}
