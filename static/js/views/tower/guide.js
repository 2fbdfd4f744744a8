/** The tour's panel: the words, and what moves through them. */

import { element, listen, replaceChildren, setAttributes } from "../../lib/dom.js";
import { BEGINNING, MOVES, durationOf, soughtTo } from "./tour.js";

/** @typedef {import("./tour.js").TourState} TourState */
/** @typedef {{name: string, words: string}} Chapter  of a stage */

/**
 * @param {HTMLElement} root
 * @param {{text: import("../../text/tower.js").TowerText, chapterOf: (step: number) => Chapter, onStep: (state: TourState) => void, onEnd: () => void}} options
 */
export function createGuide(root, { text, chapterOf, onStep, onEnd }) {
  const parts = partsOf(text);
  /** @type {{state: TourState, steps: number, timer: number | undefined}} */
  const now = { state: BEGINNING, steps: 0, timer: undefined };
  /** @param {TourState} state */
  const go = (state) => {
    window.clearTimeout(now.timer);
    now.state = state;
    const chapter = chapterOf(state.step);
    renderParts(parts, { state, chapter, steps: now.steps }, text);
    onStep(state);
    if (state.isPlaying) now.timer = window.setTimeout(() => act("forward"), durationOf(chapter.words));
  };
  /** @param {keyof typeof MOVES} move */
  const act = (move) => go(MOVES[move](now.state, now.steps - 1));
  const end = () => {
    window.clearTimeout(now.timer);
    root.hidden = true;
    onEnd();
  };
  replaceChildren(root, parts.words, parts.controls);
  root.hidden = true;
  const stops = [
    listen(parts.back, "click", () => act("back")),
    listen(parts.play, "click", () => act("toggle")),
    listen(parts.forward, "click", () => (now.state.step === now.steps - 1 ? end() : act("forward"))),
    listen(parts.close, "click", end),
    listen(parts.scrubber, "input", () => go(soughtTo(now.state, Number(parts.scrubber.value)))),
    listen(root, "keydown", (event) => event.key === "Escape" && end()),
  ];
  return {
    isOpen: () => !root.hidden,
    /** @param {number} steps */
    open(steps) {
      now.steps = steps;
      root.hidden = false;
      go(BEGINNING);
      parts.forward.focus({ preventScroll: true });
    },
    end,
    destroy() {
      window.clearTimeout(now.timer);
      for (const stop of stops) stop();
    },
  };
}

/** @param {import("../../text/tower.js").TowerText} text */
function partsOf(text) {
  const name = element("strong", { class: "guide-name" });
  const sentence = element("span");
  const words = element("p", { class: "guide-words", "aria-live": "polite", "data-testid": "tour-words" }, name, " ", sentence);
  const back = element("button", { type: "button", class: "tower-tool" }, text("tower.tour.back"));
  const play = element("button", { type: "button", class: "tower-tool", "data-testid": "tour-play" });
  const forward = element("button", { type: "button", class: "tower-tool is-main", "data-testid": "tour-forward" });
  const scrubber = element("input", { type: "range", class: "guide-scrubber", min: 0, step: 1, value: 0, "aria-label": text("tower.tour.scrubber") });
  const close = element("button", { type: "button", class: "tower-tool" }, text("tower.tour.close"));
  return { words, name, sentence, back, play, forward, scrubber, close, controls: element("div", { class: "guide-controls" }, back, play, forward, scrubber, close) };
}

/** @param {ReturnType<typeof partsOf>} parts @param {{state: TourState, chapter: Chapter, steps: number}} what @param {import("../../text/tower.js").TowerText} text */
function renderParts(parts, { state, chapter, steps }, text) {
  const { step, isPlaying } = state;
  parts.name.textContent = chapter.name;
  parts.sentence.textContent = chapter.words;
  parts.play.textContent = text(isPlaying ? "tower.tour.pause" : "tower.tour.play");
  parts.forward.textContent = text(step === steps - 1 ? "tower.tour.done" : "tower.tour.next");
  parts.back.disabled = step === 0;
  setAttributes(parts.scrubber, { max: steps - 1, "aria-valuetext": chapter.name });
  parts.scrubber.value = String(step);
  setAttributes(parts.words, { "data-step": step });
}
