/** The lab's input: what it is, the window on it, stride, padding, and the button that slides the window. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { range } from "../../lib/math.js";
import { mapAt, windowOf } from "../../model/lab.js";
import { PLAIN, iconButton } from "../panel.js";
import { choice, lettered } from "./fields.js";
import { cellUnder, frameOver, picture } from "./field.js";

/** @import { LabMaps, LabSettings } from "../../lab-types.js" */
/** @import { Shown } from "../lab.js" */

const STRIDES = [1, 2, 3, 4];
const PADDINGS = [0, 1, 2, 3];
export const TINTS = ["red", "green", "blue"];

/** @param {Shown} shown */
export function inputPane(shown) {
  const { state, words } = shown;
  const { source, stride, padding } = state.signals.settings.value;
  const isPlaying = state.signals.playing.value;
  /** @param {readonly number[]} numbers */
  const options = (numbers) => numbers.map((number) => /** @type {const} */ ([number, String(number)]));
  return html`<section class="lab-pane" aria-label=${words("lab.input")}>
    <div class="lab-head"><h2 class="heading">${words("lab.input")}</h2>${sourceChoice(shown)}</div>
    ${field(shown)}
    <div class="lab-foot">
      <span class="lab-control"><b class="lab-letter" data-letter="n">n</b> = ${state.signals.result.value?.input.side ?? "–"}</span>
      ${lettered("s", words("lab.stride"), { test: "lab-stride", label: words("lab.stride.long"), value: stride, options: options(STRIDES), onChoose: (value) => state.change({ stride: value }) })}
      ${lettered("p", words("lab.padding"), { test: "lab-padding", label: words("lab.padding.long"), value: padding, options: options(PADDINGS), onChoose: (value) => state.change({ padding: value }) })}
      ${iconButton(isPlaying ? "pause" : "play", words(isPlaying ? "lab.pause" : "lab.play"),
        { test: "lab-play", class: PLAIN, onClick: isPlaying ? state.pause : state.play })}
      ${source.kind === "picture" ? html`<span class="caption">${words("lab.picture.cropped", { side: source.side })}</span>` : nothing}
    </div>
  </section>`;
}

/** All but the drawing itself. @param {Shown["state"]} state */
function layersWithMaps({ outside }) {
  return (outside.model.value?.layers ?? []).filter(({ shape, inputs }) => inputs.length > 0 && shape.length === 3 && shape[1] === shape[2]);
}

/** @param {Shown} shown */
function sourceChoice({ state, words }) {
  const { source } = state.signals.settings.value;
  const layers = layersWithMaps(state);
  const names = layers.map(({ name }) => name);
  const layer = source.kind === "layer" ? source.layer : "";
  const maps = layers.find(({ name }) => name === layer)?.shape[0] ?? 0;
  /** @param {string} name */
  const choose = (name) => {
    if (name === "drawing" || name === "article") state.source({ kind: name });
    else if (names.includes(name)) state.source({ kind: "layer", layer: name, map: 0 });
  };
  const current = source.kind === "layer" ? layer : source.kind;
  /** @type {[string, string][]} */
  const options = [["drawing", words("lab.drawing")], ["article", words("lab.article")], ...names.map((name) => /** @type {[string, string]} */ ([name, words("lab.layer", { layer: name })]))];
  if (!options.some(([name]) => name === current)) options.push([current, source.kind === "picture" ? words("lab.picture") : current]);
  return html`
    ${choice({ test: "lab-source", label: words("lab.source"), value: current, options, onChoose: choose })}
    ${source.kind === "layer" && maps > 1 ? choice({ test: "lab-map", label: words("lab.map"), value: source.map,
      options: range(maps).map((map) => /** @type {const} */ ([map, words("lab.map.one", { map })])), onChoose: (map) => state.source({ ...source, map }) }) : nothing}
    ${opening({ state, words })}`;
}

/** @param {Pick<Shown, "state" | "words">} shown */
function opening({ state, words }) {
  const open = (/** @type {any} */ { target }) => {
    const [file] = target.files;
    if (file) void state.picture(file);
    target.value = "";
  };
  return html`<label class="link-button lab-open">${words("lab.open")}<input class="visually-hidden" type="file" accept="image/*" data-testid="lab-picture" @change=${open}></label>`;
}

/** @param {Shown} shown */
function field(shown) {
  const { state, words } = shown;
  const result = state.signals.result.value;
  if (!result || state.signals.isMissing.value) {
    return html`<div class="lab-field" data-testid="lab-input"><p class="caption lab-empty">${words(state.signals.isMissing.value ? "lab.missing" : "lab.waiting")}</p></div>`;
  }
  const { input, settings } = result;
  return html`<div class="lab-field ${input.count > 1 ? "is-several" : ""}" data-testid="lab-input" role="img" data-side=${input.side}
    aria-label=${words("lab.input.long", { side: input.side, padding: settings.padding })}>
    ${range(input.count).map((map) => inputMap(shown, input, map, settings))}
  </div>`;
}

/** @param {Shown} shown @param {LabMaps} input @param {number} map @param {LabSettings} settings */
function inputMap(shown, input, map, settings) {
  const { state } = shown;
  const place = state.place();
  const { padding } = settings;
  const count = input.side + 2 * padding;
  const window = place && windowOf(place.made, settings);
  const frame = window && { ...window, top: window.top + padding, left: window.left + padding };
  const several = input.count > 1;
  const grid = { side: input.side, padding, width: shown.look.width / (several ? input.count : 1), ...(several ? { tint: String(TINTS[map]) } : {}) };
  return html`<div class="lab-map" @pointermove=${(/** @type {PointerEvent} */ event) => pointAt(shown, event, { count, settings })}
    @pointerdown=${(/** @type {PointerEvent} */ event) => pointAt(shown, event, { count, settings })}>
    ${picture(shown, mapOf(input, map), grid)}${frameOver(frame, count, "is-window")}</div>`;
}

/** Moves the window so that its middle is under the pointer. @param {Shown} shown @param {PointerEvent} event @param {{count: number, settings: LabSettings}} grid */
function pointAt({ state }, event, { count, settings: { size, stride, pooling, poolingSize } }) {
  const { row, column } = cellUnder(event, count);
  const factor = state.place()?.shown === "pooling" && pooling !== "none" ? poolingSize : 1;
  const along = (/** @type {number} */ at) => Math.round((at - (size - 1) / 2) / stride / factor);
  state.point(along(row), along(column));
}

/** Views on maps, cached so that unchanged maps are not repainted. @type {WeakMap<LabMaps, Map<number, Float32Array>>} */
const views = new WeakMap();

/** @param {LabMaps} maps @param {number} map */
export function mapOf(maps, map) {
  const known = views.get(maps) ?? new Map();
  const values = known.get(map) ?? mapAt(maps, map);
  views.set(maps, known.set(map, values));
  return values;
}
