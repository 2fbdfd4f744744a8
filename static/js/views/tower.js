/**
 * The network as a tower in 3D: the same scene, numbers, highlight and intents as the flat view, seen by a camera that
 * one can walk around with. Loaded only when it is opened.
 */

import { html, nothing, render } from "../../vendor/lit-html.min.js";
import { find } from "../lib/dom.js";
import { towerTextOf } from "../text/tower.js";
import { watchFolds } from "./network/labels.js";
import { createControls } from "./tower/controls.js";
import { createFoot } from "./tower/foot.js";
import { Picture } from "./tower/picture.js";
import { shotOf } from "./tower/shot.js";
import { createTour } from "./tower/tour.js";

/** @import { OnIntent, View, ViewOptions } from "../intents.js" */
/** @import { TowerText } from "../text/tower.js" */
/** @import { Camera, Scene } from "../types.js" */
/** @import { NetworkProps } from "./network.js" */
/** @import { Tool, Trouble } from "./tower/foot.js" */
/** @import { Shot } from "./tower/shot.js" */

/**
 * What the flat view shows, and:
 * @typedef {object} TowerFields
 * @property {Scene | null} scene  laid out as floors
 * @property {Scene | null} flat  the flat view's: from where, and to where, the blocks move
 * @property {"2d" | "3d"} view  where the blocks are or go
 * @property {number} tours  how often the tour was asked for from outside
 * @property {boolean} heights  does height show the value?
 * @property {Camera | null} camera  from a link; null is home
 *
 * @typedef {Omit<NetworkProps, "shades" | "veil"> & TowerFields} TowerProps
 */

/**
 * CSS pixels around the tower; left of it is the names' column, narrower on a phone; over it, but not there, the
 * buttons of both views.
 */
const AROUND = { column: 150, narrowColumn: 104, narrow: 500, head: 32, left: 16, right: 20, top: 58, bottom: 22 };

/** Renderers that draw on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/**
 * `onLanded`: every block has come to its place in the flat view.
 * @param {HTMLElement} root @param {ViewOptions & {onLanded?: () => void}} options
 * @returns {View<TowerProps> & {reveal: (behavior: ScrollBehavior) => void, shooter: () => (() => Shot) | null}}
 */
export function createTower(root, { onIntent, text: words, onLanded = () => {} }) {
  const text = towerTextOf(words);
  render(template(text), root);
  const [stage, list, place] = [find(root, ".tower-stage"), find(root, "ul"), find(root, ".tower-foot")];
  const onFlat = () => onIntent({ type: "set", name: "view", value: "2d" });
  const renderer = findRenderer();
  if (renderer === null) return withoutPicture(root, createFoot(place, { text, events: { onFlat } }), onLanded);
  const shown = /** @type {{props: TowerProps | null, trouble: Trouble | null}} */ ({ props: null, trouble: null });
  const props = () => shown.props;
  const renderFoot = () => {
    const [heights, canFocus] = [Boolean(props()?.heights), Boolean(props()?.highlight)];
    foot.render({ trouble: shown.trouble, chapter: tour.chapter(), heights, canFocus });
  };
  const refit = () => {
    renderFoot();
    picture.rehome();
  };
  const picture = new Picture({
    ...{ canvas: find(stage, "canvas"), list, text, onIntent, onLanded, antialias: !SOFTWARE.test(renderer) },
    onLost(isLost) {
      shown.trouble = isLost ? "lost" : null;
      refit();
    },
    roomOf: (width) => roomFor(width, place.offsetHeight, props()?.letters ?? 1),
  });
  const onTool = (/** @type {Tool} */ tool) => {
    if (tool === "heights") onIntent({ type: "set", name: "heights", value: !props()?.heights });
    else if (tool === "tour") tour.begin();
    else controls.choose(tool);
  };
  const controls = createControls(stage, picture, { props, onTool, onIntent });
  const moveFocus = (/** @type {boolean} */ toTour) => {
    const next = toTour ? place.querySelector("[data-testid=tour-forward]") : stage;
    /** @type {HTMLElement | null} */ (next)?.focus({ preventScroll: true });
  };
  const tour = createTour({ picture, props, text, onIntent, focus: controls.focus, onChange: refit, moveFocus });
  const events = { onTool, onStep: tour.go, onPlay: tour.play, onEnd: tour.end, onFlat };
  const foot = createFoot(place, { text, events });
  const watches = [watchFolds(list, onIntent), watchSize(stage, onIntent)];
  const stops = [...watches, controls.destroy, tour.stop, foot.destroy, picture.destroy];
  return {
    reveal(behavior) {
      if (props()?.pinned || tour.chapter()) stage.scrollIntoView({ block: "start", behavior });
    },
    shooter: () => (picture.blocks && !picture.isLost ? () => shotOf(picture) : null),
    render(next) {
      const before = shown.props;
      shown.props = next;
      stage.classList.toggle("is-faint", next.blank || next.stale);
      renderFoot();
      picture.render(next);
      if (next.visited !== before?.visited) controls.reveal(next.visited);
      if (next.tours > (before?.tours ?? 0)) tour.begin();
    },
    destroy() {
      for (const stop of stops) stop();
      render(nothing, root);
    },
  };
}

/** What draws in this browser, by its name; null without WebGL 2. */
function findRenderer() {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  const name = gl && String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return name;
}

/**
 * Only words: this browser cannot draw in 3D.
 * @param {HTMLElement} root @param {ReturnType<typeof createFoot>} foot @param {() => void} onLanded
 */
function withoutPicture(root, foot, onLanded) {
  foot.render({ trouble: "missing", chapter: null, heights: false, canFocus: false });
  const renderNothing = (/** @type {TowerProps} */ { view }) => void (view === "2d" && onLanded());
  return { render: renderNothing, reveal: () => {}, shooter: () => null, destroy: () => render(nothing, root) };
}

/** @param {TowerText} text */
const template = (text) => html`
  <div class="tower-stage fill" role="application" tabindex="0" data-testid="network" data-view="3d"
    aria-label=${text("network.title")} aria-roledescription=${text("network.role")}
    aria-describedby="tower-description">
    <canvas class="tower-canvas fill" aria-hidden="true"></canvas>
    <p class="visually-hidden" id="tower-description">${text("tower.description")}</p>
  </div>
  <ul class="tower-labels fill"></ul>
  <div class="tower-foot stack gap-2"></div>`;

/** The names' column. @param {number} width @param {number} letters */
export const gutterFor = (width, letters) => (width < AROUND.narrow ? AROUND.narrowColumn : AROUND.column) * letters;

/** Around the tower. @param {number} width @param {number} foot  what stands under it @param {number} letters */
function roomFor(width, foot, letters) {
  const { left, right, top, bottom } = AROUND;
  const [gutter, head] = [gutterFor(width, letters), width < AROUND.narrow ? 0 : AROUND.head];
  return { left: gutter + left, right, top, bottom: foot + bottom, gutter, head, foot };
}

/** @param {HTMLElement} stage @param {OnIntent} onIntent */
function watchSize(stage, onIntent) {
  const tell = () => onIntent({ type: "stage", width: stage.clientWidth, height: stage.clientHeight });
  const observer = new ResizeObserver(tell);
  observer.observe(stage);
  return () => observer.disconnect();
}
