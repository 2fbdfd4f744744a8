/** The comparison of two drawings: store one as A, draw B, and switch between A, B and the difference of their maps. */

import { html } from "../../vendor/lit-html.min.js";
import { button, iconButton } from "./controls.js";
import { createPanel } from "./panel.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Side } from "../types.js" */

/**
 * @typedef {object} CompareProps
 * @property {boolean} held  whether both A and B are set
 * @property {Side} side  the drawing that is on the pad
 * @property {boolean} difference
 * @property {boolean} empty
 */

/** @type {readonly (Side | "difference")[]} */
const CHOICES = ["a", "b", "difference"];

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<CompareProps>} */
export function createCompare(root, { onIntent, text }) {
  /** @param {CompareProps} props */
  const start = ({ empty }) => button(text("compare.hold"), {
    test: "hold",
    title: text("compare.hold.long"),
    disabled: empty,
    onClick: () => onIntent({ type: "startCompare" }),
  });
  /** @param {CompareProps} props */
  const choice = ({ side, difference }) => html`
    <div class="button-row grow">
      <div class="segments grow" role="group" aria-label=${text("compare.title")}>
        ${CHOICES.map(
          (name) => html`
          <button type="button" class="segment" title=${text(`compare.${name}.long`)} data-testid="compare-${name}"
            ?data-focus=${name === "b"} aria-pressed=${name === (difference ? "difference" : side)}
            @click=${() => onIntent(name === "difference" ? { type: "set", name: "difference", value: true }
              : { type: "swapCompared", side: name })}>
            ${text(`compare.${name}`)}</button>`,
        )}
      </div>
      ${iconButton("close", text("compare.release"), {
        test: "release", onClick: () => onIntent({ type: "endCompare" }) })}
    </div>`;
  return createPanel(root, (props) => (props.held ? choice(props) : start(props)));
}
