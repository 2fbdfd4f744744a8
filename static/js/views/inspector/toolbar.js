/** The toolbar below the explanation: the sliding-window player, and the number of digits. */

import { html, live, nothing } from "../../../vendor/lit-html.min.js";
import { choice, iconButton, labelledSwitch } from "../controls.js";

/** @import { ViewOptions } from "../../intents.js" */
/** @import { Digits } from "../../types.js" */

/**
 * @typedef {object} PlayProps
 * @property {boolean} possible  whether the pinned unit has a sliding window
 * @property {boolean} running
 * @property {number | null} speed  windows per second
 * @property {boolean} reducedMotion  whether motion is reduced: the player only steps
 * @property {{at: number, count: number, columns: number} | null} place  null until the player is started
 */

/** Selectable speeds in windows per second, and the default. */
const SPEEDS = [2, 8, 30];
const DEFAULT_SPEED = 8;

/** @param {{play: PlayProps, digits: Digits}} props @param {ViewOptions} options */
export function toolbar({ play, digits }, options) {
  const { onIntent, text } = options;
  return html`
    ${play.place ? sliderLine(play, play.place, options) : nothing}
    <div class="spread">
      ${play.possible ? player(play, options) : nothing}
      ${labelledSwitch(text("digits.all"), {
        ...{ test: "digits", class: "caption", checked: digits === "all" },
        onChange: (all) => onIntent({ type: "set", name: "digits", value: all ? "all" : "three" }),
      })}
    </div>`;
}

/** Render the player's buttons. @param {PlayProps} play @param {ViewOptions} options */
function player({ running, reducedMotion, place }, { onIntent, text }) {
  /** Step; the first one starts at the pinned unit. @param {number} by */
  const step = (by) => {
    if (!place) onIntent({ type: "play", running: false });
    onIntent({ type: "step", by });
  };
  const [isFirst, isLast] = [place?.at === 0, place !== null && place.at === place.count - 1];
  return html`<div class="row gap-1" role="group" aria-label=${text("play.title")}>
    ${iconButton("back", text("play.back"), { test: "step-back", disabled: isFirst, onClick: () => step(-1) })}
    ${reducedMotion ? nothing : iconButton(running ? "pause" : "play", text(running ? "play.pause" : "play.play"),
      { test: "play", onClick: () => onIntent({ type: "play", running: !running }) })}
    ${iconButton("next", text("play.step"), { test: "step", disabled: isLast, onClick: () => step(1) })}
    ${reducedMotion ? html`<span class="caption" data-testid="play-still">${text("play.still")}</span>` : nothing}
  </div>`;
}

/** @param {PlayProps} play @param {NonNullable<PlayProps["place"]>} place @param {ViewOptions} options */
function sliderLine({ reducedMotion, speed }, { at, count }, { onIntent, text }) {
  return html`<div class="row gap-1">
    <input type="range" class="scrubber grow" min="0" max=${count - 1} .value=${live(String(at))} data-testid="scrubber"
      aria-label=${text("play.scrubber")}
      aria-valuetext=${text("play.place", { place: at + 1, count })}
      @input=${(/** @type {any} */ { target }) => onIntent({ type: "seek", place: Number(target.value) })}>
    ${reducedMotion ? nothing : choice({
      test: "speed",
      label: text("play.speed"),
      value: speed ?? DEFAULT_SPEED,
      values: SPEEDS,
      name: (rate) => text("play.rate", { count: rate }),
      onChoose: (chosen) => onIntent({ type: "speed", speed: chosen }),
    })}
  </div>`;
}
