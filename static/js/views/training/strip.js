/** The strip under the network: the training curves, and the slider over the checkpoints. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { clamp } from "../../lib/math.js";
import { nearestIndex, timelinePositions } from "../../model/checkpoints.js";
import { PLAIN, iconButton } from "../controls.js";
import { modelName } from "../model-name.js";
import { painting, styled } from "../panel.js";
import { currentTheme } from "../pixels.js";
import { drawCurves } from "./curves.js";
import { decimal, percent, whole } from "./numbers.js";

/** @import { TrainingText as Words } from "../../text/training.js" */
/** @import { Checkpoint, Progress, Training } from "../../training-types.js" */
/** @import { Shown } from "../training.js" */
/** @import { Curves } from "./curves.js" */

/** Steps of the slider for each key. @type {Readonly<Record<string, number>>} */
const KEYS = {
  ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5, Home: -Infinity, End: Infinity,
};

/** @param {Shown} shown */
export function strip(shown) {
  return shown.state.tab.value === "live" && shown.state.live.signals.reports.value.length
    ? runStrip(shown)
    : checkpointStrip(shown);
}

/** @param {Shown} shown */
function checkpointStrip({ state, words }) {
  const checkpoints = state.timeline.signals.checkpoints.value;
  if (!checkpoints) return html`<p class="caption">${words("waiting")}</p>`;
  const places = timelinePositions(checkpoints);
  return html`
    ${curves(state, words, {
      x: places,
      training: checkpoints.map(({ training_loss }) => training_loss),
      loss: checkpoints.map(({ validation_loss }) => validation_loss),
      accuracy: checkpoints.map(({ validation_accuracy }) => validation_accuracy),
      axis: "epochs",
      ends: checkpoints.flatMap(({ epoch, batch }, i) =>
        batch === 0 && (epoch < 2 || epoch % 6 === 0) ? [{ at: Number(places[i]), label: String(epoch) }] : [],
      ),
    })}
    <div class="timeline-line row gap-1">${playButton(state, words)}${slider(state, words, checkpoints, places)}</div>
    <div class="strip-line row">
      <output class="strip-words row wrap small soft"
        data-testid="checkpoint">${checkpointText(state, words, checkpoints)}</output>
    </div>`;
}

/** @param {Training} state @param {Words} words */
function playButton({ timeline }, words) {
  const isPlaying = timeline.signals.playing.value;
  return iconButton(isPlaying ? "pause" : "play", words(isPlaying ? "timeline.pause" : "timeline.play"),
    { test: "timeline-play", class: PLAIN, onClick: isPlaying ? timeline.pause : timeline.play });
}

/**
 * @param {Training} state @param {Words} words @param {readonly Checkpoint[]} checkpoints
 * @param {readonly number[]} places
 */
function slider({ timeline }, words, checkpoints, places) {
  const index = timeline.signals.index.value;
  const drag = (/** @type {PointerEvent} */ { currentTarget, clientX, buttons }) => {
    const { left, width } = /** @type {HTMLElement} */ (currentTarget).getBoundingClientRect();
    if (buttons) timeline.show(nearestIndex(places, clamp((clientX - left) / width, 0, 1)));
  };
  const grasp = (/** @type {PointerEvent} */ event) => {
    timeline.pause();
    /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
    drag(event);
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    const by = KEYS[event.key];
    if (event.key !== " " && by === undefined) return;
    event.preventDefault();
    if (by === undefined) return timeline.signals.playing.value ? timeline.pause() : timeline.play();
    timeline.pause();
    timeline.show(index + by);
  };
  const isIdle = timeline.shownIndex() === null;
  return html`
    <div class="timeline grow ${isIdle ? "is-idle" : ""}" role="slider" tabindex="0" data-testid="timeline"
      aria-label=${words("timeline.title")} aria-valuemin="0"
      aria-valuemax=${checkpoints.length - 1} aria-valuenow=${index}
      aria-valuetext=${timeText(words, checkpoints[index])}
      @pointerdown=${grasp} @pointermove=${drag} @keydown=${press}>
      ${places.map((place) => html`<span ${styled({ left: `${100 * place}%` })}></span>`)}
      <span class="timeline-thumb" ${styled({ left: `${100 * Number(places[index])}%` })}></span>
    </div>`;
}

/** @param {Training} state @param {Words} words @param {readonly Checkpoint[]} checkpoints */
function checkpointText(state, words, checkpoints) {
  const checkpoint = checkpoints[state.timeline.signals.index.value];
  if (!checkpoint || state.timeline.shownIndex() === null) {
    return words("timeline.other", { model: modelName(state.outside.chosen.value, words) });
  }
  const { validation_accuracy: accuracy } = checkpoint;
  const isShipped = state.outside.chosen.value === "lenet";
  return html`<strong class="ink">${isShipped ? words("timeline.shipped") : timeText(words, checkpoint)}</strong>
    <span>${words("timeline.images", { images: whole(words, checkpoint.images) })}</span>
    <span data-testid="validation-accuracy" data-value=${accuracy}
      >${words("timeline.right", { percent: percent(words, accuracy) })}</span>
    <span>${words("timeline.loss", { loss: decimal(words, checkpoint.validation_loss) })}</span>`;
}

/** Return the time in the training. @param {Words} words @param {Checkpoint | undefined} checkpoint */
function timeText(words, checkpoint) {
  if (!checkpoint) return "";
  const { epoch, batch, images } = checkpoint;
  if (images === 0) return words("timeline.start");
  return batch ? words("timeline.batch", { batch }) : words("timeline.epoch", { epoch });
}

/** @param {Shown} shown */
function runStrip({ state, words }) {
  const [reports, run] = [state.live.signals.reports.value, state.live.signals.run.value];
  const last = /** @type {Progress} */ (reports.at(-1));
  const total = Math.max(run ? run.from + run.batches : 1, last.batch);
  const all = whole(words, total);
  return html`
    ${curves(state, words, {
      x: reports.map(({ batch }) => batch / total),
      training: reports.map(({ loss }) => loss),
      loss: null,
      accuracy: reports.map(({ accuracy }) => accuracy),
      axis: "batches",
      ends: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, label: whole(words, at * total) })),
    })}
    <div class="strip-line row">
      <output class="strip-words row wrap small soft" data-testid="progress" data-batch=${last.batch}
        data-state=${run?.state ?? ""}>
        <strong class="ink">${words("live.batch", { batch: whole(words, last.batch), total: all })}</strong>
        <span>${words("live.right", { percent: percent(words, last.accuracy) })}</span>
        <span>${words("live.loss", { loss: decimal(words, last.loss) })}</span>
        ${run?.state === "running"
          ? html`<span>${words("live.speed", { speed: whole(words, last.images_per_second) })}</span>` : nothing}
      </output>
    </div>`;
}

/** Render the curves with their key. @param {Training} state @param {Words} words @param {Curves} data */
function curves({ outside }, words, data) {
  return html`<div class="curves-keys caption row gap-3"><span
    class="is-loss">${words(data.loss ? "curves.loss" : "curves.batches.loss")}</span>${data.loss
      ? html`<span class="is-training">${words("curves.training")}</span>` : nothing}<span
    class="is-accuracy">${words("curves.accuracy")}</span><span>${words(`curves.${data.axis}`)}</span></div>
    <div class="curves caption" role="img" data-testid="loss-curve" data-points=${data.x.length}
      aria-label=${words("curves.title")}
      ${painting(/** @type {any} */ (drawCurves), data, currentTheme(outside))}></div>`;
}
