/**
 * The 3D view of the network: the same scene, numbers, highlight and intents as the flat view, seen by a camera that
 * the user can move. Imported when it is first opened.
 */

import { html, nothing, render } from "../../vendor/lit-html.min.js";
import { find } from "../lib/dom.js";
import { towerTextOf } from "../text/tower.js";
import { watchFolds } from "./network/labels.js";
import { createControls } from "./tower/controls.js";
import { createFoot } from "./tower/foot.js";
import { Picture } from "./tower/picture.js";
import { shotOf } from "./tower/capture.js";
import { createTour } from "./tower/tour.js";

/** @import { OnIntent, View, ViewOptions } from "../intents.js" */
/** @import { TowerText } from "../text/tower.js" */
/** @import { Camera, Scene } from "../types.js" */
/** @import { NetworkProps } from "./network.js" */
/** @import { Tool, Trouble } from "./tower/foot.js" */
/** @import { Shot } from "./tower/capture.js" */

/**
 * The props that the 3D view has in addition to the flat view's.
 * @typedef {object} TowerFields
 * @property {Scene | null} scene  in the "floors" layout
 * @property {Scene | null} flat  the flat view's scene, from and to which the blocks are animated
 * @property {"2d" | "3d"} view  the view that is shown or animated to
 * @property {number} tours  number of requests to start the tour, from outside the view
 * @property {boolean} heights  whether block heights show the values
 * @property {Camera | null} camera  null: the home position
 *
 * @typedef {Omit<NetworkProps, "shades" | "veil"> & TowerFields} TowerProps
 */

/**
 * Margins around the tower in CSS pixels: `column` is the column of layer names (narrower below `narrow`), `head` the
 * buttons above the picture.
 */
const MARGINS = { column: 150, narrowColumn: 104, narrow: 500, head: 32, left: 16, right: 20, top: 58, bottom: 22 };

/** Names of software renderers. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/**
 * Create the 3D view. `onLanded` is called when every block has reached its position in the flat view.
 * @param {HTMLElement} root @param {ViewOptions & {onLanded?: () => void}} options
 * @returns {View<TowerProps> & {reveal: (behavior: ScrollBehavior) => void, shooter: () => (() => Shot) | null}}
 */
export function createTower(root, { onIntent, text: words, onLanded = () => {} }) {
  const text = towerTextOf(words);
  render(template(text), root);
  const [stage, list, place] = [find(root, ".tower-stage"), find(root, "ul"), find(root, ".tower-foot")];
  const onFlat = () => onIntent({ type: "set", name: "view", value: "2d" });
  const renderer = findRenderer();
  if (renderer === null) return withoutWebGL(root, createFoot(place, { text, events: { onFlat } }), onLanded);
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
    roomOf: (width) => insetsFor(width, place.offsetHeight, props()?.textScale ?? 1),
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

/** Return the name of the WebGL 2 renderer; null if there is none. */
function findRenderer() {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  const name = gl && String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return name;
}

/**
 * Return the view for browsers without WebGL 2, which shows only a message.
 * @param {HTMLElement} root @param {ReturnType<typeof createFoot>} foot @param {() => void} onLanded
 */
function withoutWebGL(root, foot, onLanded) {
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

/** Return the width of the layer names' column in CSS pixels. @param {number} width @param {number} textScale */
export const gutterFor = (width, textScale) =>
  (width < MARGINS.narrow ? MARGINS.narrowColumn : MARGINS.column) * textScale;

/** Return the insets. @param {number} width @param {number} foot  height below the tower @param {number} textScale */
function insetsFor(width, foot, textScale) {
  const { left, right, top, bottom } = MARGINS;
  const [gutter, head] = [gutterFor(width, textScale), width < MARGINS.narrow ? 0 : MARGINS.head];
  return { left: gutter + left, right, top, bottom: foot + bottom, gutter, head, foot };
}

/** @param {HTMLElement} stage @param {OnIntent} onIntent */
function watchSize(stage, onIntent) {
  const tell = () => onIntent({ type: "resizeStage", width: stage.clientWidth, height: stage.clientHeight });
  const observer = new ResizeObserver(tell);
  observer.observe(stage);
  return () => observer.disconnect();
}
