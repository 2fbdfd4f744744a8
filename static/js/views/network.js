/**
 * The flat view of the network: a canvas with the feature maps, an overlay canvas with the highlight, the labels, and
 * the handlers that turn pointer and keyboard events into units. A new trace repaints the maps; a hover only the
 * overlay.
 */

import { html, nothing, render } from "../../vendor/lit-html.min.js";
import { find, listen } from "../lib/dom.js";
import { unitAt } from "../model/places.js";
import { watchKeys } from "./network/keys.js";
import { createAtlas } from "./network/atlas.js";
import { following } from "./network/follow.js";
import { gutterOf, placeLabels, renderLabels, watchFolds } from "./network/labels.js";
import { paintOverlay } from "./network/overlay.js";
import { watchZoom } from "./network/gestures.js";
import { paintScene } from "./network/painter.js";
import { reveal } from "./network/reveal.js";
import { fit, sceneAt } from "./network/viewport.js";
import { zoomed } from "./network/zoom.js";
import { percentIn, shortIn } from "./numbers.js";
import { context } from "./pixels.js";

/** @import { Edge, Shade } from "../model/edges.js" */
/** @import { OnIntent, View, ViewOptions } from "../intents.js" */
/** @import { Text } from "../text/text.js" */
/** @import { Layer, Range, ScaleName, Scene, SceneBox, Tensor, Theme, Unit, Zoom } from "../types.js" */
/** @import { Highlight, Over, Veil } from "./network/overlay.js" */
/** @import { Tables } from "./pixels.js" */
/** @import { Viewport } from "./network/viewport.js" */

/**
 * @typedef {object} NetworkProps
 * @property {Scene | null} scene  null until the architecture is known
 * @property {readonly Layer[]} layers
 * @property {ReadonlyMap<string, Tensor> | null} activations
 * @property {ReadonlyMap<string, readonly Range[]>} ranges
 * @property {ReadonlyMap<string, ScaleName>} scales
 * @property {Highlight | null} highlight
 * @property {readonly Edge[]} edges  the contributions of the unit's inputs, and of theirs
 * @property {readonly Shade[]} shades  of a dense unit: the contribution of every input
 * @property {Unit | null} hovered  the hovered unit while another is pinned
 * @property {Veil | null} veil  the part of the output that the sliding window has not computed yet
 * @property {Over | null} over  the attribution painted over the input
 * @property {Unit | null} start  the unit that the first arrow key selects
 * @property {Unit | null} pinned
 * @property {Unit | null} visited  the unit last reached with the keyboard
 * @property {boolean} stale  whether the maps belong to an earlier drawing because the last request failed
 * @property {boolean} gradient  whether the numbers are gradients instead of activations
 * @property {boolean} blank  whether the pad is empty
 * @property {Zoom | null} zoom
 * @property {boolean} narrow  whether the inspector is a sheet over the lower part of the viewport
 * @property {boolean} reducedMotion  whether motion is reduced
 * @property {{width: number, height: number}} stage
 * @property {number} ratio  device pixels per CSS pixel
 * @property {number} textScale  text scale: 1 where 1rem is 16 CSS pixels
 * @property {Theme} theme
 * @property {Tables} tables  colour tables of the theme
 */

/** @typedef {NetworkProps & {scene: Scene}} PlacedProps */

/**
 * @param {HTMLElement} root @param {ViewOptions} options
 * @returns {View<NetworkProps> & {reveal: (behavior: ScrollBehavior) => void}}
 */
export function createNetwork(root, { onIntent, text }) {
  render(template(text), root);
  const stage = find(root, "[role='application']");
  const labels = find(root, "ul");
  const [maps, overlay] = /** @type {[HTMLCanvasElement, HTMLCanvasElement]} */ ([...stage.children]);
  const whole = { scale: 1, x: 0, y: 0, ratio: 1 };
  /** @type {Shown} */
  const shown = { props: null, whole, viewport: whole, room: { width: 0, height: 0 }, atlas: null };
  const stops = [
    ...watchPointer(stage, shown, onIntent),
    ...watchKeys(stage, () => keyboardOf(shown.props), onIntent),
    watchSize(root, onIntent),
    ...watchZoom(stage, () => viewOf(shown), onIntent),
    watchFolds(labels, onIntent),
  ];
  return {
    render(props) {
      const before = shown.props;
      if (!isPlaced(props)) return; // all props count as changed once there is a scene
      shown.props = props;
      stage.classList.toggle("is-stale", props.stale);
      stage.classList.toggle("is-blank", props.blank);
      stage.classList.toggle("is-pinned", props.pinned !== null);
      const changed = (/** @type {(keyof NetworkProps)[]} */ ...names) =>
        names.some((name) => props[name] !== before?.[name]);
      const isNew = changed("scene", "stage", "ratio", "textScale");
      const moved = isNew || changed("zoom");
      if (moved) placeScene({ stage, maps, overlay, labels }, shown, props, text, isNew);
      if (moved || changed("activations", "ranges", "theme", "blank")) paintMaps(context(maps), shown, props, text);
      if (moved || changed("highlight", "edges", "hovered", "veil", "over", "theme")) {
        paintOverlay(context(overlay), { ...props, viewport: shown.viewport });
      }
      const zoom = following(props, before, shown);
      if (zoom) onIntent({ type: "set", name: "zoom", value: zoom });
    },
    /** On a narrow viewport, scroll the pinned unit and its trail above the sheet. */
    reveal(behavior) {
      const { props, viewport } = shown;
      if (props?.highlight && props.pinned) {
        reveal(stage, { scene: props.scene, viewport, highlight: props.highlight }, behavior);
      }
    },
    destroy() {
      for (const stop of stops) stop();
      render(nothing, root);
    },
  };
}

/** @param {Text} text */
function template(text) {
  return html`
    <div class="network-stage" role="application" tabindex="0" data-testid="network" data-view="2d"
      aria-label=${text("network.title")} aria-roledescription=${text("network.role")}
      aria-describedby="network-description"
      ><canvas class="network-canvas fill" aria-hidden="true"></canvas
      ><canvas class="network-canvas fill" aria-hidden="true"></canvas></div>
    <ul class="layer-labels fill"></ul>
    <p class="visually-hidden" id="network-description">${text("network.description")}</p>`;
}

/** @param {NetworkProps} props @returns {props is PlacedProps} */
const isPlaced = (props) => props.scene !== null;

/**
 * @typedef {object} Shown
 * @property {PlacedProps | null} props
 * @property {Viewport} whole  the viewport that shows the whole scene
 * @property {Viewport} viewport  the current viewport
 * @property {{width: number, height: number}} room  size of the stage, in CSS pixels
 * @property {ReturnType<typeof createAtlas> | null} atlas
 */

/**
 * @param {{stage: HTMLElement, maps: HTMLCanvasElement, overlay: HTMLCanvasElement, labels: HTMLElement}} elements
 * @param {Shown} shown @param {PlacedProps} props @param {Text} text @param {boolean} isNew
 */
function placeScene({ stage, maps, overlay, labels }, shown, props, text, isNew) {
  const { scene, layers, stage: size, ratio, textScale, zoom } = props;
  const height = scene.direction === "down" ? scene.height : size.height;
  stage.style.height = `${height}px`;
  for (const canvas of [maps, overlay]) {
    Object.assign(canvas, { width: Math.round(size.width * ratio), height: Math.round(height * ratio) });
  }
  shown.room = { width: size.width, height };
  shown.whole = fit(scene, shown.room, ratio);
  shown.viewport = zoomed(shown.whole, zoom, shown.room);
  stage.classList.toggle("is-zoomed", zoom !== null);
  if (isNew || !shown.atlas) shown.atlas = createAtlas(scene);
  if (isNew) renderLabels(labels, { scene, layers, text, textScale, ...shown });
  else placeLabels(labels, { scene, ...shown });
}

/** @param {CanvasRenderingContext2D} brush @param {Shown} shown @param {PlacedProps} props @param {Text} text */
function paintMaps(brush, { viewport, whole, atlas }, props, text) {
  const { scene, activations, ranges, scales, theme, tables, blank, textScale, gradient } = props;
  if (!atlas) return;
  /** @param {SceneBox} box */
  const colouringOf = (box) => ({
    range: ranges.get(box.layer)?.[box.map] ?? { low: 0, high: 1 },
    table: tables[scales.get(box.layer) ?? "sequential"],
  });
  paintScene(brush, {
    ...{ scene, atlas, viewport, colouringOf, theme, blank, textScale },
    layers: activations,
    words: {
      percent: gradient ? shortIn(text) : percentIn(text),
      short: shortIn(text),
      map: (map) => text("kernels.map", { map }),
    },
    closer: viewport.scale / whole.scale,
    left: gutterOf({ scene, whole, viewport }),
  });
}

/** @param {HTMLElement} stage @param {Shown} shown @param {OnIntent} onIntent */
function watchPointer(stage, shown, onIntent) {
  /** @param {MouseEvent} event */
  const unitUnder = (event) => {
    if (!shown.props) return null;
    const { left, top } = stage.getBoundingClientRect();
    return unitAt(shown.props.scene, ...sceneAt(shown.viewport, event.clientX - left, event.clientY - top));
  };
  /** Report the hovered unit. Touch does not hover: it scrolls, and a tap pins. @param {PointerEvent} event */
  const point = (event) => event.pointerType === "touch" || onIntent({ type: "hoverUnit", unit: unitUnder(event) });
  return [
    listen(stage, "pointermove", point),
    listen(stage, "pointerleave", () => onIntent({ type: "hoverUnit", unit: null })),
    listen(stage, "click", (event) => onIntent({ type: "pinUnit", unit: unitUnder(event) })),
  ];
}

/** @param {Shown} shown */
function viewOf({ props, viewport, whole, room }) {
  if (!props) return null;
  const { zoom, scene, narrow, highlight } = props;
  return { zoom, viewport, whole, stage: room, scene, narrow, unit: highlight?.unit ?? null };
}

/** @param {PlacedProps | null} props */
function keyboardOf(props) {
  if (!props) return null;
  const { scene, highlight, start, pinned } = props;
  return { scene, current: highlight?.unit ?? null, start, pinned };
}

/** @param {HTMLElement} root @param {OnIntent} onIntent */
function watchSize(root, onIntent) {
  const observer = new ResizeObserver(([entry]) => {
    const { width, height } = /** @type {ResizeObserverEntry} */ (entry).contentRect;
    onIntent({ type: "resizeStage", width: Math.floor(width), height: Math.floor(height) });
  });
  observer.observe(root);
  return () => observer.disconnect();
}
