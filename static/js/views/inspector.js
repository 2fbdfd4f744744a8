/** The inspector: the arithmetic behind the hovered or pinned unit, with its actual numbers. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { listen } from "../lib/dom.js";
import { formatUnit } from "../model/layers.js";
import { hintOf, panelOf } from "./inspector/hint.js";
import { EXPLAIN } from "./inspector/kinds.js";
import { caption, longName, number, written } from "./inspector/parts.js";
import { sentenceOf } from "./inspector/sentence.js";
import { keepTabStop, watchTerms } from "./inspector/terms.js";
import { toolbar } from "./inspector/toolbar.js";
import { explainTrail } from "./inspector/trail.js";
import { endingOf } from "./inspector/users.js";
import { exact } from "./numbers.js";
import { PLAIN, iconButton } from "./controls.js";
import { createPanel } from "./panel.js";

/** @import { OnIntent, View, ViewOptions } from "../intents.js" */
/** @import { Explanation, Side, Unit, Window } from "../types.js" */
/** @import { Explained } from "./inspector/parts.js" */
/** @import { PlayProps } from "./inspector/toolbar.js" */

/**
 * @typedef {object} OwnProps
 * @property {Unit | null} unit
 * @property {readonly Explanation[]} story  explanation of the unit, then of the units on its trail; empty until there
 *   are activations
 * @property {readonly Window[]} users  windows of the next layer that read the unit
 * @property {PlayProps} play
 * @property {{a: number, b: number, difference: number, side: Side} | null} both  the unit's value in drawings A and B
 *   while their difference is shown; `story` is about the drawing on the pad
 * @property {boolean} pinned
 * @property {boolean} visited  whether the unit was reached with the keyboard, so that it is announced
 * @property {boolean} narrow
 *
 * @typedef {OwnProps & Omit<Explained, "text" | "openMap" | "onOpenMap" | "onKernels" | "onLab">} InspectorProps
 * @typedef {OwnProps & Explained} Props
 */

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<InspectorProps>} */
export function createInspector(root, options) {
  const { onIntent, text } = options;
  /** @type {{props: InspectorProps | null, said: string, openMap: number | null}} */
  const shown = { props: null, said: "", openMap: null };
  const panel = createPanel(root, (/** @type {Props & {said: string}} */ props) => {
    const [own] = props.story;
    if (!props.unit || !own) return panelOf({ content: hintOf(props, text) });
    const tools = props.pinned ? toolbar(props, options) : nothing;
    return panelOf({ name: formatUnit(own.unit), content: explanation(props, own, onIntent), tools, said: props.said });
  });
  const own = {
    text,
    onKernels: (/** @type {string} */ layer) => onIntent({ type: "showKernels", layer }),
    onLab(/** @type {string} */ setting) {
      onIntent({ type: "lab", text: setting });
      onIntent({ type: "set", name: "view", value: "lab" });
    },
    onOpenMap(/** @type {number} */ map) {
      shown.openMap = map;
      if (shown.props) show(shown.props);
    },
  };
  /** @param {InspectorProps} props */
  const show = (props) => {
    const place = document.activeElement;
    const name = root.contains(place) && place instanceof HTMLElement ? place.dataset["unit"] : undefined;
    panel.render({ ...props, ...own, said: shown.said, openMap: shown.openMap });
    keepTabStop(root);
    if (name !== undefined && place && !place.isConnected) {
      const [again, first] = [`[data-unit="${name}"].is-term`, ".is-term[tabindex='0']"].map((one) =>
        /** @type {HTMLElement | null} */ (root.querySelector(one)));
      (again ?? first)?.focus();
    }
  };
  const stops = [...watchTerms(root, onIntent), ...watchHover(root, onIntent)];
  return {
    render(props) {
      const before = shown.props;
      shown.props = props;
      if (isAnnounced(props, before)) {
        shown.said = sentenceOf({ ...props, text }, /** @type {Explanation} */ (props.story[0]));
      }
      root.classList.toggle("is-empty", props.unit === null);
      root.classList.toggle("is-pinned", props.pinned);
      show(props);
    },
    destroy() {
      for (const stop of stops) stop();
      panel.destroy();
    },
  };
}

/** Report whether a mouse or pen is over the panel. @param {HTMLElement} root @param {OnIntent} onIntent */
function watchHover(root, onIntent) {
  const read = (/** @type {boolean} */ reading) => (/** @type {PointerEvent} */ { pointerType }) =>
    pointerType === "touch" || onIntent({ type: "hoverExplanation", reading });
  return [listen(root, "pointerenter", read(true)), listen(root, "pointerleave", read(false))];
}

/**
 * Return whether to announce the unit: only if it was pinned or reached with the keyboard, not by the sliding window.
 * @param {InspectorProps} props @param {InspectorProps | null} before
 */
function isAnnounced(props, before) {
  const isOther = props.unit !== before?.unit || before.story.length === 0 || (props.pinned && !before.pinned);
  return props.story.length > 0 && isOther && !props.play.running && (props.visited || props.pinned);
}

/** Render name, value, arithmetic and sum. @param {Props} props @param {Explanation} own @param {OnIntent} onIntent */
function explanation(props, own, onIntent) {
  const { text, pinned, story, users, both } = props;
  const { what, body, sum = nothing } = EXPLAIN[own.kind](props, own);
  const unpin = () => onIntent({ type: "pinUnit", unit: null });
  return html`
    <div class="inspector-head row">
      <h2 class="heading grow">${longName(props, own.unit)}</h2>
      ${pinned ? iconButton("close", text("inspector.release"), { test: "unpin", class: PLAIN, onClick: unpin })
        : nothing}
    </div>
    ${both ? differenceOf(props, both) : nothing}
    <div class="inspector-value row baseline small soft">${number(props, own.output, "output")}<p>${what}</p></div>
    <div class="inspector-body stack gap-1 scroll">
      ${body}${explainTrail(props, story)}
      <div class="story stack gap-1">${endingOf(props, own, users).map(caption)}</div>
    </div>
    ${sum}`;
}

/** Render A, B and their difference. @param {Props} props @param {NonNullable<OwnProps["both"]>} both */
function differenceOf(props, { a, b, difference, side }) {
  const { text } = props;
  return caption(html`${text("inspector.both", { a: written(props, a), b: written(props, b) })} =
    <b data-role="difference"
      data-value=${exact(difference)}>${written(props, difference)}</b>. ${text(`inspector.both.${side}`)}`);
}
