/** The lesson card beside the pad (text, figure, task, pager) and the frames on the network. Imported when opened. */

import { html, nothing, render } from "../../vendor/lit-html.min.js";
import { find, hasModifier, listen } from "../lib/dom.js";
import { LESSONS } from "../lessons/index.js";
import { lessonTextOf } from "../text/lessons.js";
import { wordsOf } from "./header.js";
import { icon } from "./icons.js";
import { activations } from "./lessons/activations.js";
import { frames } from "./lessons/frames.js";
import { moving, pooled } from "./lessons/moving.js";
import { networks } from "./lessons/networks.js";
import { bytes, channels } from "./lessons/pictures.js";
import { shares } from "./lessons/shares.js";
import { paragraphs } from "./lessons/words.js";
import { PLAIN, button, choice } from "./controls.js";
import { createOpenPanel } from "./panel.js";

/** @import { View } from "../intents.js" */
/** @import { FigureName, Lessons, Step } from "../lesson-types.js" */
/** @import { LessonText } from "../text/lessons.js" */
/** @import { ButtonOptions } from "./controls.js" */
/** @import { Text } from "../text/text.js" */

/** @typedef {{state: Lessons, words: LessonText}} Shown */

/** @type {Readonly<Record<FigureName, (shown: Shown) => unknown>>} */
const FIGURES = { activations, bytes, channels, moving, networks, softmax: shares, window: pooled };

/** SVG paths of icons used by lessons only. */
const [RING, CHECK_IN_RING] = ["M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13", "M5 8.2l2.2 2.3L11 6"];
const [LINK, CHECK, UP, DOWN] = [
  "M7 4.5 8.5 3a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5 7.5 13a2.8 2.8 0 0 1-4-4L5 7.5M6 10l4-4",
  "M3 8.5l3.5 3.5L13 4.5",
  "M3 10l5-5 5 5",
  "M3 6l5 5 5-5",
];

/** @param {HTMLElement} root @param {Text} text @param {Lessons} state @returns {View<{open: boolean}>} */
export function createLessons(root, text, state) {
  const shown = { state, words: lessonTextOf(text) };
  const over = document.createElement("div");
  over.className = "lesson-frames fill";
  const seen = { step: /** @type {Step | null} */ (null) };
  const panel = createOpenPanel(root, () => template(shown), {
    onToggle: (open) => void (document.documentElement.dataset["lesson"] = open ? "1" : ""),
    onRendered(open) {
      document.documentElement.dataset["lessonDraws"] = open && state.entered.value?.draws ? "1" : "";
      if (!over.isConnected) find(document, "#network").append(over);
      render(open ? frames(state) : nothing, over);
      scrollToStep(root, state, seen);
    },
  });
  const stopTurning = listen(root, "keydown", (event) => turnWithKeys(event, state));
  return {
    render: panel.render,
    destroy() {
      stopTurning();
      panel.destroy();
      over.remove();
    },
  };
}

/**
 * On a new step, scroll the text to its top and, on narrow screens, the highlighted layer into view.
 * @param {HTMLElement} root @param {Lessons} state @param {{step: Step | null}} seen
 */
function scrollToStep(root, state, seen) {
  const step = state.entered.value;
  if (!step || step === seen.step) return;
  seen.step = step;
  const body = root.querySelector(".lesson-body");
  if (body) body.scrollTop = 0;
  if (state.outside.narrow.value && !state.outside.pinned.value) {
    document.querySelector(".lesson-frame")?.scrollIntoView({ block: "start" });
  }
}

/** Turn pages with arrow keys. @param {KeyboardEvent} event @param {Lessons} state */
function turnWithKeys(event, state) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const isTaken = /** @type {HTMLElement} */ (event.target).closest("input, select, [role=application], [role=slider]");
  if (!by || isTaken || hasModifier(event)) return;
  event.preventDefault();
  state.turn(by);
}

/** @param {Shown} shown */
function template(shown) {
  const { state, words } = shown;
  const now = state.open();
  if (!now) return nothing;
  const { lesson, step, at } = now;
  const [isDone, isHidden] = [state.isDone(), state.hidden.value];
  return html`
    <div class="lesson-card panel stack ${isHidden ? "is-folded" : ""}" data-testid="lesson" data-lesson=${lesson.name}
      data-step=${at} data-done=${isDone ? "1" : "0"}>
      ${head(shown)}
      <div class="lesson-body stack gap-2 scroll" tabindex="0" role="group"
        aria-label=${words("page", { title: words(lesson.name), step: at, count: lesson.steps.length })}
        ?hidden=${isHidden}>
        ${paragraphs(words(step.text), state)}
        ${step.figure && state.entered.value === step ? FIGURES[step.figure](shown) : nothing}
      </div>
      <div class="lesson-task row" ?hidden=${isHidden}>
        ${iconOf(isDone ? RING + CHECK_IN_RING : RING)}
        <div class="grow"><b>${words(isDone ? "done" : "task")}</b> ${paragraphs(words(step.task), state)}</div>
        ${button(words("show"), { test: "lesson-show", onClick: () => void state.show() })}
      </div>
      <p class="visually-hidden"
        role="status">${isDone ? words("done.said") : ""}
          ${state.outside.narrow.value ? wordsOf(state.outside.exportStatus.value, words) : ""}</p>
      ${pages(shown, lesson, at)}
    </div>`;
}

/** Render the lesson select and the link, collapse and close buttons. @param {Shown} shown */
function head({ state, words }) {
  const now = state.open();
  const [isHidden, exportStatus] = [state.hidden.value, state.outside.exportStatus.value];
  const titleOf = (/** @type {number} */ i) => {
    const { name, steps } = /** @type {typeof LESSONS[number]} */ (LESSONS[i]);
    const isWhole = steps.every((_, at) => state.progress.isDone(`${name}/${at + 1}`));
    return `${i + 1} · ${words(name)}${isWhole ? " ✓" : ""}`;
  };
  /** @param {unknown} content @param {"link" | "fold" | "close"} name @param {ButtonOptions} options */
  const plain = (content, name, options) => {
    const label = words(name === "fold" ? "hide" : name);
    return button(content, { test: `lesson-${name}`, class: PLAIN, label, title: label, ...options });
  };
  return html`<div class="lesson-head row gap-1">
    ${choice({
      test: "lesson-choose",
      label: words("choose"),
      class: "select lesson-choose grow",
      value: String(now?.lesson.name),
      values: LESSONS.map(({ name }) => name),
      name: (name) => titleOf(LESSONS.findIndex((one) => one.name === name)),
      onChoose: (name) => state.perform({ type: "lesson", name }),
    })}
    ${plain(iconOf(exportStatus?.outcome === "copied" ? CHECK : LINK), "link", { onClick: () =>
      state.perform({ type: "copy", what: "address" }) })}
    ${plain(iconOf(isHidden ? UP : DOWN), "fold", { pressed: isHidden, onClick: () => {
      state.hidden.value = !isHidden;
    } })}
    ${plain(icon("close"), "close", { onClick: () => state.perform({ type: "lesson", name: null }) })}
  </div>`;
}

/** Render an icon from a path. @param {string} path */
const iconOf = (path) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${path}></path></svg>`;

/** Render the pager. @param {Shown} shown @param {typeof LESSONS[number]} lesson @param {number} at */
function pages({ state, words }, lesson, at) {
  const isFirst = lesson === LESSONS[0] && at === 1;
  const isLast = lesson === LESSONS.at(-1) && at === lesson.steps.length;
  return html`<div class="lesson-pages spread gap-1">
    ${button([icon("back"), words("back")],
      { test: "lesson-back", class: "button row gap-1", disabled: isFirst, onClick: () => state.turn(-1) })}
    <ol class="lesson-steps"
      aria-label=${words("steps")}>${lesson.steps.map((_, i) =>
        html`<li class=${state.progress.isDone(`${lesson.name}/${i + 1}`) ? "is-done" : ""}>
      <button type="button" class=${PLAIN} aria-label=${words("step", { step: i + 1 })}
        aria-current=${i + 1 === at ? "step" : nothing}
        @click=${() => state.perform({ type: "goToStep", step: i + 1 })}>${i + 1}</button></li>`)}</ol>
    ${button([words("next"), icon("next")],
      { test: "lesson-next", class: "button row gap-1", disabled: isLast, onClick: () => state.turn(1) })}
  </div>`;
}
