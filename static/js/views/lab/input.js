/** The lab's input pane: its source, the window on it, stride, padding, and the button that slides the window. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { windowOf } from "../../model/lab.js";
import { PLAIN, fileButton, iconButton } from "../controls.js";
import { labChoice, letterOf, lettered, smallMap } from "./fields.js";
import { cellUnder, frameOver, picture, sheet } from "./field.js";

/** @import { LabMaps, LabSettings } from "../../lab-types.js" */
/** @import { Shown } from "../lab.js" */

const STRIDES = [1, 2, 3, 4];
const PADDINGS = [0, 1, 2, 3];
const TINTS = ["red", "green", "blue"];

/** @param {number} channel */
export const channelName = (channel) => /** @type {"lab.red"} */ (`lab.${TINTS[channel]}`);

/** @param {Shown} shown */
export function inputPane(shown) {
  const { state, words } = shown;
  const { source, stride, padding } = state.signals.settings.value;
  const isPlaying = state.signals.playing.value;
  return html`<section class="stack gap-1" aria-label=${words("lab.input")}>
    <div class="lab-line row wrap"><h2 class="heading">${words("lab.input")}</h2>${sourceChoice(shown)}</div>
    ${field(shown)}
    <div class="lab-line row wrap">
      <span class="caption">${letterOf("n")} = ${state.signals.result.value?.input.side ?? "–"}</span>
      ${lettered(words, "stride", {
        value: stride, values: STRIDES, onChoose: (value) => state.change({ stride: value }) })}
      ${lettered(words, "padding", {
        value: padding, values: PADDINGS, onChoose: (value) => state.change({ padding: value }) })}
      ${iconButton(isPlaying ? "pause" : "play", words(isPlaying ? "lab.pause" : "lab.play"),
        { test: "lab-play", class: PLAIN, onClick: isPlaying ? state.pause : state.play })}
      ${source.kind === "picture"
        ? html`<span class="caption">${words("lab.picture.cropped", { side: source.side })}</span>` : nothing}
    </div>
  </section>`;
}

/** Render the select of sources: drawing, example picture, maps of the network, own picture. @param {Shown} shown */
function sourceChoice({ state, words }) {
  const { source } = state.signals.settings.value;
  const above = (state.outside.model.value?.layers ?? []).filter(({ inputs }) => inputs.length > 0);
  const layers = above.filter(({ shape }) => shape.length === 3 && shape[1] === shape[2]);
  const lists = above.filter(({ shape }) => shape.length === 1).map(({ name }) => name);
  const value = source.kind === "layer" ? source.layer : source.kind;
  const values = ["drawing", "article", ...layers.map(({ name }) => name)];
  if (!values.includes(value)) values.push(value);
  const maps = Number(layers.find(({ name }) => name === value)?.shape[0] ?? 0);
  /** @param {string} name */
  const nameOf = (name) =>
    name === "drawing" || name === "article" || name === "picture"
      ? words(`lab.${name}`)
      : words("lab.layer", { layer: name });
  const note = lists.length ? words("lab.lists", { layers: lists.join(", ") }) : "";
  /** @param {string} name */
  const choose = (name) => {
    if (name === "drawing" || name === "article") state.source({ kind: name });
    else if (name !== value) state.source({ kind: "layer", layer: name, map: 0 });
  };
  return html`
    ${labChoice(words, "source", { value, values, name: nameOf, onChoose: choose, note })}
    ${source.kind === "layer" && maps > 1 ? labChoice(words, "map", {
      value: source.map,
      values: range(maps),
      name: (map) => words("lab.map.one", { map }),
      onChoose: (map) => state.source({ ...source, map }),
    }) : nothing}
    ${fileButton(words("lab.open"), { class: "link-button caption", field: "lab-picture", accept: "image/*",
      onOpen: (file) => void state.picture(file) })}`;
}

/** Render the input maps. @param {Shown} shown */
function field(shown) {
  const { state, words, look } = shown;
  const result = state.signals.result.value;
  if (!result) {
    return html`<div class="lab-field"
      data-testid="lab-input"><p class="caption">${words(state.isMissing() ? "lab.missing" : "lab.waiting")}</p></div>`;
  }
  const { input, settings } = result;
  const isSeveral = input.maps.length > 1;
  return html`<div class="lab-field ${isSeveral ? "is-several" : ""}" data-testid="lab-input"
    role=${isSeveral ? "group" : "img"} data-side=${input.side}
    aria-label=${words("lab.input.long", { side: input.side, padding: settings.padding })}>
    ${input.maps.map((_, map) => inputMap(shown, input, map, settings))}${isSeveral
      ? channelKernels(shown, (look.width - 4) / 3) : nothing}
  </div>`;
}

/** @param {Shown} shown @param {LabMaps} input @param {number} map @param {LabSettings} settings */
function inputMap(shown, input, map, settings) {
  const place = shown.state.place();
  const { padding } = settings;
  const count = input.side + 2 * padding;
  const window = place && windowOf(place.made, settings);
  const frame = window && { ...window, top: window.top + padding, left: window.left + padding };
  const channels = input.maps.length;
  const grid = {
    side: input.side,
    padding,
    width: shown.look.width / channels,
    ...(channels > 1 ? { tint: String(TINTS[map]) } : {}),
  };
  const point = (/** @type {PointerEvent} */ event) => pointAt(shown, event, { count, settings });
  return html`<div class="lab-map" @pointermove=${point} @pointerdown=${point}>
    ${picture(shown, /** @type {Float32Array} */ (input.maps[map]), grid)}${frameOver(frame, count)}</div>`;
}

/** Render the kernel per channel; a click selects the channel to edit. @param {Shown} shown @param {number} width */
function channelKernels(shown, width) {
  const { signals: { settings, kernel, channel } } = shown.state;
  const { size: side, kernels } = settings.value;
  return kernels[kernel.value]?.channels.map(
    (cells, i) => smallMap(sheet(shown, cells, side, width - 4), `lab-channel-${i}`, i, {
      label: shown.words("lab.channel", { name: shown.words(channelName(i)) }), chosen: channel }));
}

/**
 * Move the window so that its centre is under the pointer.
 * @param {Shown} shown @param {PointerEvent} event @param {{count: number, settings: LabSettings}} grid
 */
function pointAt({ state }, event, { count, settings: { size, stride, poolingSize } }) {
  const { row, column } = cellUnder(event, count);
  const factor = state.place()?.shown === "pooling" ? poolingSize : 1;
  const along = (/** @type {number} */ at) => Math.round((at - (size - 1) / 2) / stride / factor);
  state.point(along(row), along(column));
}
