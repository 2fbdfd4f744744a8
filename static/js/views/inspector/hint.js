/** What the panel says while it explains nothing: how to ask. */

import { element, replaceChildren } from "../../lib/dom.js";
import { sparing } from "../sparing.js";

/** @typedef {import("../../text/text.js").Text} Text */
/** @typedef {import("../../types.js").Unit} Unit */

/** The panel that is in its place already, which others may watch; or a new one. @param {HTMLElement} root @returns {HTMLElement} */
export function panelIn(root) {
  return root.querySelector("[data-testid=inspector]") ?? element("div", { class: "inspector-body", "data-testid": "inspector", "data-unit": "" });
}

/**
 * The panel as it is before its explanations are fetched.
 * @param {HTMLElement} root @param {Text} text
 * @returns {(props: {unit: Unit | null, narrow: boolean}) => void}
 */
export function createHint(root, text) {
  const panel = panelIn(root);
  replaceChildren(root, panel);
  /** @type {(props: {isEmpty: boolean, narrow: boolean, unit: Unit | null}) => void} */
  const render = (props) => {
    root.classList.toggle("is-empty", props.isEmpty);
    replaceChildren(panel, ...hintOf(props, text));
  };
  const { render: show } = sparing({ render, destroy() {} });
  return ({ unit, narrow }) => show({ isEmpty: unit === null, narrow, unit });
}

/**
 * @param {{unit: Unit | null, narrow: boolean}} props @param {Text} text
 * @returns {Node[]}
 */
export function hintOf({ unit, narrow }, text) {
  if (unit) return [element("p", { class: "caption" }, text("inspector.waiting"))];
  if (narrow) return [element("p", {}, text("inspector.empty.touch"))];
  /** @type {readonly ("arrows" | "pages" | "ends" | "brackets" | "enter")[]} */
  const keys = ["arrows", "pages", "ends", "brackets", "enter"];
  return [
    element("h2", { class: "heading" }, text("inspector.empty.title")),
    element("p", { class: "hint" }, text("inspector.empty.body"), " ", text("inspector.empty.pin")),
    element("dl", { class: "keys" }, ...keys.flatMap((key) => [
      element("dt", {}, element("kbd", {}, text(`inspector.key.${key}`))), element("dd", {}, text(`inspector.empty.key.${key}`)),
    ])),
  ];
}
