/** What can be taken along, in one dialog: the picture, the numbers, the request as a program, a link. */

import { element, listen, replaceChildren } from "../lib/dom.js";
import { pngOf, vectorOf } from "./export/picture.js";
import { towerPngOf } from "./export/tower.js";
import { wordsOf } from "./told.js";

/** @typedef {import("../types.js").Copied} Copied */
/** @typedef {import("../types.js").FileFormat} FileFormat */

/**
 * @typedef {object} ExportProps
 * @property {boolean} open
 * @property {import("./told.js").Told | null} told
 * @property {() => import("./export/picture.js").PictureProps} picture
 * @property {(() => import("./tower/shot.js").Shot) | null} shoot  takes a picture of the tower; null while none stands
 */

const FORMATS = /** @type {const} */ (["json", "npz", "safetensors"]);
const PROGRAMS = /** @type {const} */ (["curl", "python", "javascript"]);

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<ExportProps>}
 */
export function createExport(root, { onIntent, text }) {
  /** @type {{props: ExportProps | null}} */
  const shown = { props: null };
  const told = element("p", { class: "export-told caption", role: "status", "data-testid": "export-told" });
  const field = element("textarea", { class: "export-text", readonly: true, hidden: true, "aria-label": text("take.text"), "data-testid": "export-text" });
  const close = element("button", { type: "button", class: "icon-button", "aria-label": text("take.close"), "data-testid": "export-close" }, "×");
  const tower = groupOf(text, "take.tower", ["png"], "tower-");
  const dialog = element("dialog", { class: "export", "aria-labelledby": "export-title", "data-testid": "export-dialog" },
    element("div", { class: "export-head" }, element("h2", { class: "export-title", id: "export-title" }, text("take.title")), close),
    tower,
    groupOf(text, "take.picture", ["png", "svg"]),
    groupOf(text, "take.numbers", FORMATS),
    groupOf(text, "take.request", PROGRAMS),
    groupOf(text, "take.link", ["address"]), told, field);
  replaceChildren(root, dialog);
  const dismiss = () => onIntent({ type: "take", open: false });
  const stops = [
    listen(close, "click", dismiss),
    listen(dialog, "cancel", dismiss),
    listen(dialog, "click", (event) => {
      if (event.target === dialog && isBeside(dialog, event)) dismiss();
      const button = /** @type {Element} */ (event.target).closest("button[value]");
      if (button && shown.props) void take(button.getAttribute("value") ?? "", shown.props, { onIntent, text });
    }),
  ];
  return {
    render(props) {
      shown.props = props;
      if (props.open !== dialog.open) props.open ? dialog.showModal() : dialog.close();
      tower.hidden = props.shoot === null;
      const words = wordsOf(props.told, text);
      if (told.textContent !== words) told.textContent = words;
      renderText(field, props.told?.outcome === "by hand" ? props.told.text : "");
    },
    destroy() {
      for (const stop of stops) stop();
      replaceChildren(root);
    },
  };
}

/** @param {import("../text/text.js").Text} text @param {"take.picture" | "take.tower" | "take.numbers" | "take.request" | "take.link"} title @param {readonly ("png" | "svg" | FileFormat | Copied)[]} names @param {string} [kind]  before the names of its buttons */
function groupOf(text, title, names, kind = "") {
  const buttons = names.map((name) => element("button", { type: "button", class: "button", value: `${kind}${name}`, "data-testid": `take-${kind}${name}` }, text(`take.${name}`)));
  return element("fieldset", { class: "export-group" }, element("legend", { class: "caption" }, text(title)), element("div", { class: "button-row" }, ...buttons));
}

/** @param {string} name @param {ExportProps} props @param {import("../intents.js").ViewOptions} options */
async function take(name, { picture: pictureOf, shoot }, { onIntent, text }) {
  const picture = pictureOf();
  const format = FORMATS.find((one) => one === name);
  if (name === "svg") onIntent({ type: "save", name: "lenet.svg", file: new Blob([vectorOf(picture, text)], { type: "image/svg+xml" }) });
  else if (name === "tower-png" && shoot) onIntent({ type: "save", name: "lenet-3d.png", file: await towerPngOf(shoot(), picture, text) });
  else if (name === "png") onIntent({ type: "save", name: "lenet.png", file: await pngOf(picture, text) });
  else if (format) onIntent({ type: "download", format });
  else onIntent({ type: "copy", what: /** @type {Copied} */ (name) });
}

/** The text that the browser would not copy, ready to be copied by hand. @param {HTMLTextAreaElement} field @param {string} words */
function renderText(field, words) {
  field.hidden = words === "";
  if (field.value === words) return;
  field.value = words;
  if (words) field.select();
}

/** Was the page beside the dialog meant? @param {HTMLElement} dialog @param {MouseEvent} event */
function isBeside(dialog, { clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
