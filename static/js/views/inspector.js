/** Where the pointed number comes from, with the actual numbers. */

import { element, listen, replaceChildren } from "../lib/dom.js";
import { formatUnit } from "../model/layers.js";
import { EXPLAIN } from "./inspector/kinds.js";
import { longName, number } from "./inspector/parts.js";
import { sentenceOf } from "./inspector/sentence.js";
import { tellStory } from "./inspector/story.js";

/** @typedef {import("../types.js").Explanation} Explanation */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../text/text.js").Text} Text */

/**
 * @typedef {object} OwnProps
 * @property {Unit | null} unit
 * @property {readonly Explanation[]} story  the unit's own explanation, then those on the trail below it; empty until there are numbers
 * @property {boolean} pinned
 * @property {boolean} visited  the keyboard went there: say it
 * @property {boolean} narrow
 *
 * @typedef {OwnProps & Omit<import("./inspector/parts.js").Telling, "text">} InspectorProps
 */

/** What the panel depends on; anything else leaves it as it is. @type {readonly (keyof InspectorProps)[]} */
const READ = ["unit", "story", "pinned", "narrow", "ranges", "tables"];

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<InspectorProps>}
 */
export function createInspector(root, { onIntent, text }) {
  const panel = element("div", { class: "inspector-body", "data-testid": "inspector" });
  const said = element("p", { class: "visually-hidden", role: "status" });
  replaceChildren(root, panel, said);
  /** @type {{props: InspectorProps | null}} */
  const shown = { props: null };
  const stop = listen(root, "click", (event) => {
    if (/** @type {Element} */ (event.target).closest(".release")) onIntent({ type: "pin", unit: null });
  });
  return {
    render(props) {
      const before = shown.props;
      shown.props = props;
      if (before && READ.every((name) => props[name] === before[name])) return;
      const [own] = props.story;
      root.classList.toggle("is-empty", props.unit === null);
      root.classList.toggle("is-pinned", props.pinned);
      panel.dataset["unit"] = own ? formatUnit(own.unit) : "";
      replaceChildren(panel, ...(props.unit && own ? explanation({ ...props, text }, props.story) : hint(props, text)));
      if (props.visited && own && props.unit !== before?.unit) said.textContent = sentenceOf({ ...props, text }, own);
    },
    destroy() {
      stop();
      replaceChildren(root);
    },
  };
}

/** @param {InspectorProps & {text: Text}} props @param {readonly Explanation[]} story @returns {Node[]} */
function explanation(props, story) {
  const { text, pinned } = props;
  const own = /** @type {Explanation} */ (story[0]);
  const release = element("button", { type: "button", class: "release icon-button", "aria-label": text("inspector.release"), title: text("inspector.release") }, "×");
  return [
    element("div", { class: "inspector-head" }, element("h2", { class: "heading" }, longName(props, own.unit)), pinned && release),
    ...headline(EXPLAIN[own.kind](props, own), own),
    ...tellStory(props, story),
  ];
}

/** The number, and beside it the sentence that every explanation begins with. @param {readonly Node[]} told @param {Explanation} own */
function headline([sentence, ...rest], own) {
  return [element("div", { class: "inspector-value" }, number(own.output, "output"), sentence), ...rest];
}

/** @param {InspectorProps} props @param {Text} text @returns {Node[]} */
function hint({ unit, narrow }, text) {
  if (unit) return [element("p", { class: "caption" }, text("inspector.waiting"))];
  if (narrow) return [element("p", {}, text("inspector.empty.touch"))];
  /** @type {readonly ("arrows" | "pages" | "brackets" | "enter")[]} */
  const keys = ["arrows", "pages", "brackets", "enter"];
  return [
    element("h2", { class: "heading" }, text("inspector.empty.title")),
    element("p", { class: "hint" }, text("inspector.empty.body"), " ", text("inspector.empty.pin")),
    element("dl", { class: "keys" }, ...keys.flatMap((key) => [
      element("dt", {}, element("kbd", {}, text(`inspector.key.${key}`))), element("dd", {}, text(`inspector.empty.key.${key}`)),
    ])),
  ];
}
