/** Beneath the explanation: the window that slides, the kernels, the digits. These stay while the numbers above them change. */

import { element, listen, replaceChildren, setAttributes } from "../../lib/dom.js";
import { icon } from "../icons.js";

/** @typedef {import("../../text/text.js").Text} Text */

/**
 * @typedef {object} PlayProps
 * @property {boolean} possible  has the pinned unit a window that can slide?
 * @property {boolean} running
 * @property {number | null} speed  windows a second
 * @property {boolean} still  less motion is asked for: steps only
 * @property {{at: number, count: number, columns: number} | null} place  null until it is started
 */

/** @typedef {{play: PlayProps, digits: import("../../types.js").Digits, shown: boolean, kernels: string | null}} ToolbarProps  `kernels`: the layer whose kernels can be looked at */

/** Windows a second that can be chosen. */
const SPEEDS = [2, 8, 30];
const USUAL = 8;
const [BACK, NEXT] = ["‹", "›"];

/**
 * @param {HTMLElement} root @param {import("../../intents.js").ViewOptions} options
 * @returns {import("../../intents.js").View<ToolbarProps>}
 */
export function createToolbar(root, { onIntent, text }) {
  const button = (/** @type {string} */ name, /** @type {string} */ label, /** @type {Node | string} */ face) =>
    element("button", { type: "button", class: "icon-button", "data-testid": name, "aria-label": label, title: label }, face);
  const play = button("play", text("play.play"), icon("play"));
  const back = button("step-back", text("play.back"), BACK);
  const next = button("step", text("play.step"), NEXT);
  const scrubber = element("input", { type: "range", min: 0, class: "scrubber", "data-testid": "scrubber", "aria-label": text("play.scrubber") });
  const speed = element("select", { class: "select", "data-testid": "speed", "aria-label": text("play.speed") },
    ...SPEEDS.map((value) => element("option", { value, selected: value === USUAL }, text("play.rate", { count: value }))));
  const still = element("span", { class: "caption", "data-testid": "play-still" }, text("play.still"));
  const player = element("div", { class: "player", role: "group", "aria-label": text("play.title") }, back, play, next, still);
  const slider = element("div", { class: "slider-line" }, scrubber, speed);
  const kernels = element("button", { type: "button", class: "link-button", "data-testid": "kernels" }, text("kernels.open"));
  const digits = element("input", { type: "checkbox", role: "switch", class: "switch", "data-testid": "digits" });
  replaceChildren(root, slider, element("div", { class: "toolbar-line" }, player,
    element("label", { class: "switch-line caption" }, digits, text("digits.all")), kernels));
  /** @type {{props: ToolbarProps | null}} */
  const shown = { props: null };
  const stops = [
    listen(back, "click", () => step(onIntent, shown.props, -1)),
    listen(next, "click", () => step(onIntent, shown.props, 1)),
    listen(play, "click", () => onIntent({ type: "play", running: !shown.props?.play.running })),
    listen(scrubber, "input", () => onIntent({ type: "scrub", place: Number(scrubber.value) })),
    listen(speed, "change", () => onIntent({ type: "speed", speed: Number(speed.value) })),
    listen(kernels, "click", () => onIntent({ type: "kernels", layer: shown.props?.kernels ?? null })),
    listen(digits, "change", () => onIntent({ type: "digits", digits: digits.checked ? "all" : "three" })),
  ];
  return {
    render(props) {
      shown.props = props;
      root.hidden = !props.shown;
      digits.checked = props.digits === "all";
      kernels.hidden = props.kernels === null;
      player.hidden = !props.play.possible;
      slider.hidden = props.play.place === null;
      still.hidden = !props.play.still;
      renderPlayer({ back, play, next, scrubber, speed }, props.play, text);
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}

/** The first step begins where the pinned unit is. @param {import("../../intents.js").OnIntent} onIntent @param {ToolbarProps | null} props @param {number} by */
function step(onIntent, props, by) {
  if (!props?.play.place) onIntent({ type: "play", running: false });
  onIntent({ type: "step", by });
}

/**
 * @param {{back: HTMLButtonElement, play: HTMLButtonElement, next: HTMLButtonElement, scrubber: HTMLInputElement, speed: HTMLSelectElement}} parts
 * @param {PlayProps} props @param {Text} text
 */
function renderPlayer({ back, play, next, scrubber, speed }, { running, still, place, speed: chosen }, text) {
  const label = text(running ? "play.pause" : "play.play");
  setAttributes(play, { "aria-label": label, title: label });
  const face = running ? "pause" : "play";
  if (play.firstElementChild?.getAttribute("data-icon") !== face) replaceChildren(play, icon(face));
  play.hidden = still;
  speed.hidden = still;
  if (chosen !== null) speed.value = String(chosen);
  back.disabled = place !== null && place.at === 0;
  next.disabled = place !== null && place.at === place.count - 1;
  if (!place) return;
  scrubber.max = String(place.count - 1);
  scrubber.value = String(place.at);
  scrubber.setAttribute("aria-valuetext", text("play.place", { place: place.at + 1, count: place.count }));
}
