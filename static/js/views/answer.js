/**
 * The answer, large, and the ten probabilities. Its element carries `data-digit` and `data-state` for automation; main.js renders
 * it only after the maps of the same drawing are painted.
 */

import { range } from "../lib/math.js";
import { element, replaceChildren, setAttributes, setText } from "../lib/dom.js";
import { isAlmostAll, mostPercent, percent, signedPercent } from "./format.js";
import { percentIn, written } from "./percent.js";

/** @typedef {import("../types.js").Prediction} Prediction */

/**
 * @typedef {object} AnswerProps
 * @property {"live" | "pending" | "error"} state
 * @property {boolean} blank
 * @property {Prediction | null} prediction
 * @property {ArrayLike<number>} probabilities
 * @property {{a: Prediction | null, b: Prediction | null} | null} both  two drawings whose difference is shown; `probabilities` is A's minus B's then
 * @property {number | null} label  what the sample on the pad is, if it is one
 * @property {boolean} settled  no stroke is being drawn: a screen reader may hear it
 */

const DIGITS = 10;
/** From here on the answer is so unsure that the second one is named, too. */
const DOUBT = 0.9;
/** Keeps a number and its sign on one line. */
const NO_BREAK = "\u00a0";

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<AnswerProps>}
 */
export function createAnswer(root, { text }) {
  const figure = element("span", { class: "answer-figure" });
  const note = element("span", { class: "answer-note" });
  const answer = element("p", { class: "answer-digit", "data-testid": "answer", "data-digit": "", "data-state": "pending" }, figure, note);
  const rows = range(DIGITS).map(rowOf);
  const list = element("ul", { class: "probabilities", "aria-label": text("answer.probabilities") }, ...rows.map((row) => row.item));
  const said = element("p", { class: "visually-hidden", role: "status" });
  replaceChildren(root, answer, list, said);
  return {
    render(props) {
      const { prediction, probabilities, blank, both } = props;
      rows.forEach((row, digit) => {
        const share = probabilities[digit] ?? 0;
        setText(row.value, blank && !both ? "" : written(both ? signedPercent(share) : percent(share), text));
        if (both) renderDifference(row, share);
        else renderRow(row, share, blank, prediction?.digit === digit);
      });
      answer.classList.toggle("is-both", both !== null);
      setText(figure, both ? text("answer.both", { a: figureOf(both.a, text), b: figureOf(both.b, text) }) : figureOf(prediction, text));
      setText(note, noteOf(props, text));
      note.classList.toggle("is-misread", isMisread(props));
      if (props.settled) said.textContent = sentenceOf(props, text);
      setAttributes(answer, { "data-digit": prediction?.digit ?? "", "data-state": props.state });
    },
    destroy() {
      replaceChildren(root);
    },
  };
}

/** @param {number} digit */
function rowOf(digit) {
  const bar = element("span", { class: "bar-fill" });
  const value = element("span", { class: "probability-value" });
  const item = element("li", { class: "probability", "data-testid": `probability-${digit}` },
    element("span", { class: "probability-digit" }, digit), element("span", { class: "bar-track" }, bar), value);
  return { item, bar, value };
}

/** @param {ReturnType<typeof rowOf>} row @param {number} probability @param {boolean} blank @param {boolean} best */
function renderRow({ item, bar }, probability, blank, best) {
  const shown = blank ? 0 : probability;
  bar.style.transform = `scaleX(${shown})`;
  item.classList.toggle("is-best", best);
  item.classList.remove("is-negative");
  setAttributes(item, { "data-value": blank ? "" : shown });
}

/** How much likelier the digit is in A. @param {ReturnType<typeof rowOf>} row @param {number} difference */
function renderDifference({ item, bar }, difference) {
  bar.style.transform = `scaleX(${Math.abs(difference)})`;
  item.classList.remove("is-best");
  item.classList.toggle("is-negative", difference < 0);
  setAttributes(item, { "data-value": difference });
}

/** @param {Prediction | null} prediction @param {import("../text/text.js").Text} text */
function figureOf(prediction, text) {
  return prediction ? String(prediction.digit) : text("answer.none.figure");
}

/** @param {AnswerProps} props @param {import("../text/text.js").Text} text */
function noteOf(props, text) {
  const { state, prediction, probabilities, blank, both } = props;
  if (both) return text("answer.both.note", { a: sureOf(both.a, text), b: sureOf(both.b, text) });
  if (state === "error" && prediction) return text("answer.stale");
  if (blank) return text("answer.none");
  if (!prediction) return text("answer.pending");
  if (isMisread(props)) return text("answer.misread", { digit: prediction.digit, label: Number(props.label) });
  const shown = inWords(prediction.probability, text);
  return prediction.probability >= DOUBT ? text("answer.sure", { percent: shown })
    : text("answer.close", { percent: shown, other: secondOf(probabilities, prediction.digit) });
}

/** @param {AnswerProps} props */
function isMisread({ state, prediction, label, both }) {
  return !both && state === "live" && prediction !== null && label !== null && label !== prediction.digit;
}

/** @param {number} probability @param {import("../text/text.js").Text} text */
function inWords(probability, text) {
  return isAlmostAll(probability) ? text("answer.more", { percent: written(mostPercent(), text).replace(" ", NO_BREAK) }) : percentIn(text)(probability);
}

/** @param {AnswerProps} props @param {import("../text/text.js").Text} text */
function sentenceOf({ prediction, blank, both }, text) {
  if (both) return text("answer.both.said", { a: figureOf(both.a, text), b: figureOf(both.b, text) });
  if (blank || !prediction) return text("answer.none.said");
  return text("answer.said", { digit: prediction.digit, percent: inWords(prediction.probability, text) });
}

/** @param {Prediction | null} prediction @param {import("../text/text.js").Text} text */
function sureOf(prediction, text) {
  return prediction ? percentIn(text)(prediction.probability) : "";
}

/** @param {ArrayLike<number>} probabilities @param {number} best */
function secondOf(probabilities, best) {
  const others = range(probabilities.length).filter((digit) => digit !== best);
  return others.reduce((second, digit) => (Number(probabilities[digit]) > Number(probabilities[second]) ? digit : second));
}
