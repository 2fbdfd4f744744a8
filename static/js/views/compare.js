/** Two drawings: keep one as A, draw another, and flip between A, B and the difference of their maps. */

import { element, listen, replaceChildren, setAttributes } from "../lib/dom.js";

/** @typedef {import("../types.js").Side} Side */

/**
 * @typedef {object} CompareProps
 * @property {boolean} held  is there an A and a B?
 * @property {Side} side  the one on the pad
 * @property {boolean} difference
 * @property {boolean} empty
 */

/** @type {readonly (Side | "difference")[]} */
const CHOICES = ["a", "b", "difference"];

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<CompareProps>}
 */
export function createCompare(root, { onIntent, text }) {
  const hold = element("button", { type: "button", class: "button", title: text("compare.hold.long"), "data-testid": "hold" }, text("compare.hold"));
  const buttons = CHOICES.map((choice) => element("button", { type: "button", class: "segment", value: choice, title: text(`compare.${choice}.long`),
    "data-testid": `compare-${choice}` }, text(`compare.${choice}`)));
  const release = element("button", { type: "button", class: "icon-button", "aria-label": text("compare.release"), title: text("compare.release"),
    "data-testid": "release" }, "×");
  const group = element("div", { class: "compare-choice" },
    element("div", { class: "segments", role: "group", "aria-label": text("compare.title") }, ...buttons), release);
  replaceChildren(root, hold, group);
  const stops = [
    listen(hold, "click", () => {
      onIntent({ type: "hold" });
      group.hidden = false;
      hold.hidden = true;
      buttons[1]?.focus(); // the keyboard goes on where the button was
    }),
    listen(release, "click", () => {
      onIntent({ type: "release" });
      hold.hidden = false;
      group.hidden = true;
      hold.focus();
    }),
    ...buttons.map((button) => listen(button, "click", () => {
      const choice = /** @type {Side | "difference"} */ (button.value);
      onIntent(choice === "difference" ? { type: "differ", difference: true } : { type: "flip", side: choice });
    })),
  ];
  return {
    render({ held, side, difference, empty }) {
      hold.hidden = held;
      group.hidden = !held;
      hold.disabled = empty;
      for (const button of buttons) setAttributes(button, { "aria-pressed": String(button.value === (difference ? "difference" : side)) });
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}
