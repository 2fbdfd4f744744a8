/**
 * The answer panel: the predicted digit and the ten probabilities. `data-digit` and `data-state` are for automation;
 * main.js renders the answer only after the feature maps of the same drawing are painted.
 */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { range } from "../lib/math.js";
import { numbersIn } from "./numbers.js";
import { createPanel, styled } from "./panel.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Prediction } from "../types.js" */
/** @import { Text } from "../text/text.js" */

/**
 * @typedef {object} AnswerProps
 * @property {"live" | "pending" | "error"} state
 * @property {boolean} blank
 * @property {Prediction | null} prediction
 * @property {ArrayLike<number>} probabilities
 * @property {{a: Prediction | null, b: Prediction | null} | null} both  the predictions of drawings A and B
 *   while their difference is shown; `probabilities` is then A minus B
 * @property {string} model  name of the model that predicted
 * @property {number | null} label  label of the sample on the pad, if the drawing is a sample
 * @property {boolean} settled  whether no stroke is in progress; only then is the live region updated
 */

const DIGITS = 10;
/** Probability below which the note also names the runner-up. */
const RUNNER_UP_BELOW = 0.9;

/** Create the answer panel. @param {HTMLElement} root @param {ViewOptions} options @returns {View<AnswerProps>} */
export function createAnswer(root, { text }) {
  const said = { words: "" };
  return createPanel(root, (props) => {
    if (props.settled) said.words = announcementOf(props, text);
    const { both, prediction, state } = props;
    const figure = both ? text("answer.both", { a: digitOf(both.a), b: digitOf(both.b) }) : digitOf(prediction);
    return html`
      <p class="answer-digit rigid stack ${both ? "is-both" : ""}" data-testid="answer"
        data-digit=${prediction?.digit ?? ""}
        data-state=${state} data-model=${props.model}>
        <span class="answer-figure">${figure}</span>
        <span class="answer-note caption ${isMisread(props) ? "is-misread" : ""}">${noteOf(props, text)}</span>
      </p>
      <ul class="probabilities grow" aria-label=${text("answer.probabilities")}>
        ${range(DIGITS).map((digit) => row(digit, props, text))}
      </ul>
      <p class="visually-hidden" role="status">${said.words}</p>`;
  });
}

/** Render the probability bar of a digit. @param {number} digit @param {AnswerProps} props @param {Text} text */
function row(digit, { probabilities, blank, both, prediction }, text) {
  const best = both ? null : prediction?.digit;
  const isBlank = blank && !both;
  const share = Number(!isBlank && probabilities[digit]);
  const write = both ? numbersIn(text).signedPercent : numbersIn(text).percent;
  return html`
    <li class="probability bar-row small soft ${best === digit ? "is-best" : ""} ${share < 0 ? "is-negative" : ""}"
      data-testid="probability-${digit}"
      data-value=${isBlank ? "" : share}>
      <span>${digit}</span>
      <span class="bar-track"><span class="bar-fill"
        ${styled({ transform: `scaleX(${Math.abs(share)})` })}></span></span>
      <span class="probability-value number">${isBlank ? nothing : write(share)}</span>
    </li>`;
}

/** Return the digit, or a dash. @param {Prediction | null} prediction */
function digitOf(prediction) {
  return prediction ? String(prediction.digit) : "–";
}

/** Return the note below the digit. @param {AnswerProps} props @param {Text} text */
function noteOf(props, text) {
  const { state, prediction, probabilities, blank, both } = props;
  if (both) return text("answer.both.note", { a: percentOf(both.a, text), b: percentOf(both.b, text) });
  if (state === "error" && prediction) return text("answer.stale");
  if (blank) return text("answer.none");
  if (!prediction) return text("answer.pending");
  if (isMisread(props)) return text("answer.misread", { digit: prediction.digit, label: Number(props.label) });
  const percent = percentInWords(prediction.probability, text);
  return prediction.probability >= RUNNER_UP_BELOW ? text("answer.sure", { percent })
    : text("answer.close", { percent, other: runnerUpOf(probabilities, prediction.digit) });
}

/** Return whether the sample is misclassified. @param {AnswerProps} props */
function isMisread({ state, prediction, label, both }) {
  return !both && state === "live" && prediction !== null && label !== null && label !== prediction.digit;
}

/** Return a probability for use in a sentence: "more than 99.9 %". @param {number} probability @param {Text} text */
function percentInWords(probability, text) {
  const { percent, isAlmostAll } = numbersIn(text);
  const shown = percent(probability).replace(">", "").replace(" ", "\u00a0");
  return isAlmostAll(probability) ? text("answer.more", { percent: shown }) : shown;
}

/** Return the text of the live region. @param {AnswerProps} props @param {Text} text */
function announcementOf({ prediction, blank, both }, text) {
  if (both) return text("answer.both.said", { a: digitOf(both.a), b: digitOf(both.b) });
  if (blank || !prediction) return text("answer.none.said");
  return text("answer.said", { digit: prediction.digit, percent: percentInWords(prediction.probability, text) });
}

/** Return the percentage, or "". @param {Prediction | null} prediction @param {Text} text */
function percentOf(prediction, text) {
  return prediction ? numbersIn(text).percent(prediction.probability) : "";
}

/** Return the runner-up digit. @param {ArrayLike<number>} probabilities @param {number} best */
function runnerUpOf(probabilities, best) {
  const others = range(probabilities.length).filter((digit) => digit !== best);
  return others.reduce((second, digit) =>
    Number(probabilities[digit]) > Number(probabilities[second]) ? digit : second,
  );
}
