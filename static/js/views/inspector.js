/** Where the pointed number comes from, with the actual numbers. */

import { element, listen, replaceChildren } from "../lib/dom.js";
import { formatUnit } from "../model/layers.js";
import { WRITE, exact } from "./format.js";
import { hintOf, panelIn } from "./inspector/hint.js";
import { EXPLAIN } from "./inspector/kinds.js";
import { longName, number } from "./inspector/parts.js";
import { sentenceOf } from "./inspector/sentence.js";
import { tellStory } from "./inspector/story.js";
import { markTerms, openDoor, watchTerms } from "./inspector/terms.js";
import { createToolbar } from "./inspector/toolbar.js";
import { written } from "./percent.js";
import { tellField, tellUsers } from "./inspector/users.js";

/** @typedef {import("../types.js").Explanation} Explanation */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../text/text.js").Text} Text */

/**
 * @typedef {object} OwnProps
 * @property {Unit | null} unit
 * @property {readonly Explanation[]} story  the unit's own explanation, then those on the trail below it; empty until there are numbers
 * @property {readonly import("../types.js").Window[]} users  who reads it
 * @property {Unit | null} marked  the unit under the pointer, in a term or in the picture
 * @property {import("./inspector/toolbar.js").PlayProps} play
 * @property {{a: number, b: number, difference: number, side: import("../types.js").Side} | null} both  its value in two drawings whose difference is shown; the story is about the one on the pad
 * @property {boolean} pinned
 * @property {boolean} visited  the keyboard went there: say it
 * @property {boolean} narrow
 *
 * @typedef {OwnProps & Omit<import("./inspector/parts.js").Telling, "text">} InspectorProps
 */

/** What the panel depends on; anything else leaves it as it is. @type {readonly (keyof InspectorProps)[]} */
const READ = ["unit", "story", "pinned", "both", "narrow", "ranges", "tables", "digits"];

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<InspectorProps>}
 */
export function createInspector(root, { onIntent, text }) {
  const panel = panelIn(root);
  const tools = element("div", { class: "inspector-tools", hidden: true });
  const said = element("p", { class: "visually-hidden", role: "status" });
  replaceChildren(root, panel, tools, said);
  const toolbar = createToolbar(tools, { onIntent, text });
  /** @type {{props: InspectorProps | null}} */
  const shown = { props: null };
  const stops = [...watchTerms(panel, onIntent), ...watchReading(root, onIntent), listen(root, "click", (event) => {
    if (/** @type {Element} */ (event.target).closest(".release")) onIntent({ type: "pin", unit: null });
  })];
  return {
    render(props) {
      const before = shown.props;
      shown.props = props;
      const isNew = !before || READ.some((name) => props[name] !== before[name]);
      if (isNew) renderPanel(root, panel, { ...props, text });
      if (isNew || props.marked !== before.marked) markTerms(panel, props.marked);
      toolbar.render({ ...props, shown: props.pinned && props.story.length > 0, kernels: kernelsFor(props) });
      if (isNew && isSaid(props, before)) said.textContent = sentenceOf({ ...props, text }, /** @type {Explanation} */ (props.story[0]));
    },
    destroy() {
      toolbar.destroy();
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}

/** Who points at the panel reads it. A finger does not point. @param {HTMLElement} root @param {import("../intents.js").OnIntent} onIntent */
function watchReading(root, onIntent) {
  const read = (/** @type {boolean} */ reading) => (/** @type {PointerEvent} */ { pointerType }) => pointerType === "touch" || onIntent({ type: "read", reading });
  return [listen(root, "pointerenter", read(true)), listen(root, "pointerleave", read(false))];
}

/** @param {HTMLElement} root @param {HTMLElement} panel @param {InspectorProps & {text: Text}} props */
function renderPanel(root, panel, props) {
  const [own] = props.story;
  root.classList.toggle("is-empty", props.unit === null);
  root.classList.toggle("is-pinned", props.pinned);
  panel.dataset["unit"] = own ? formatUnit(own.unit) : "";
  const focused = panel.contains(document.activeElement) ? document.activeElement : null;
  const name = focused instanceof HTMLElement ? focused.dataset["unit"] : undefined;
  const parts = /** @type {NodeListOf<HTMLDetailsElement>} */ (panel.querySelectorAll("details[open]"));
  const open = new Set([...parts].map((part) => part.dataset["part"]));
  replaceChildren(panel, ...(props.unit && own ? explanation(props, own) : hintOf(props, props.text)));
  for (const part of panel.querySelectorAll("details")) part.open = open.has(part.dataset["part"]);
  openDoor(panel);
  if (focused) /** @type {HTMLElement | null} */ (panel.querySelector(`[data-unit="${name}"]`) ?? panel.querySelector("[tabindex=\"0\"]"))?.focus();
}

/** What was pinned or reached with the keyboard is said; what a sliding window passes is not. @param {InspectorProps} props @param {InspectorProps | null} before */
function isSaid(props, before) {
  const isOther = props.unit !== before?.unit || before.story.length === 0 || (props.pinned && !before.pinned);
  return props.story.length > 0 && isOther && !props.play.running && (props.visited || props.pinned);
}

/** The convolution whose kernels belong to the unit: its own, or the one that its story leads to. @param {InspectorProps} props */
function kernelsFor({ story }) {
  return story.find(({ kind }) => kind === "convolution")?.unit.layer ?? null;
}

/** @param {InspectorProps & {text: Text}} props @param {Explanation} own @returns {Node[]} */
function explanation(props, own) {
  const { text, pinned, story, users } = props;
  const release = element("button", { type: "button", class: "release icon-button", "aria-label": text("inspector.release"), title: text("inspector.release") }, "×");
  return [
    element("div", { class: "inspector-head" }, element("h2", { class: "heading" }, longName(props, own.unit)), pinned && release),
    ...(props.both ? [tellBoth(props, props.both)] : []),
    ...headline(props, EXPLAIN[own.kind](props, own), own),
    ...tellStory(props, story),
    element("div", { class: "story" }, ...tellField(props, own), ...tellUsers(props, users)),
  ];
}

/** What the picture shows while the story is about one of two drawings. @param {InspectorProps & {text: Text}} props @param {NonNullable<InspectorProps["both"]>} both */
function tellBoth({ text, digits }, { a, b, difference, side }) {
  const write = (/** @type {number} */ value) => written(WRITE[digits].short(value), text);
  const what = element("b", { "data-role": "difference", "data-value": exact(difference) }, write(difference));
  return element("p", { class: "caption" }, text("inspector.both", { a: write(a), b: write(b) }), " = ", what, ". ", text(`inspector.both.${side}`));
}

/** The number, and beside it the sentence that every explanation begins with. @param {InspectorProps & {text: Text}} props @param {readonly Node[]} told @param {Explanation} own */
function headline(props, [sentence, ...rest], own) {
  return [element("div", { class: "inspector-value" }, number(props, own.output, "output"), sentence), ...rest];
}
