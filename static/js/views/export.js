/** The export dialog: picture, numbers, weights, the request as code, link. */

import { html, nothing } from "../../vendor/lit-html.min.js";
import { exportTextOf } from "../text/export.js";
import { pngOf, vectorOf } from "./export/picture.js";
import { towerPngOf } from "./export/tower.js";
import { wordsOf } from "./header.js";
import { PLAIN, button, fileButton, iconButton } from "./controls.js";
import { createPanel } from "./panel.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { Copied, FileFormat, ExportStatus } from "../types.js" */
/** @import { PictureProps } from "./export/picture.js" */
/** @import { Shot } from "./tower/capture.js" */

/**
 * @typedef {object} ExportProps
 * @property {boolean} open
 * @property {ExportStatus | null} exportStatus
 * @property {() => PictureProps} picture
 * @property {(() => Shot) | null} shoot  captures the 3D view; null while it is not shown
 */

const FORMATS = /** @type {const} */ (["json", "npz", "safetensors"]);
const PROGRAMS = /** @type {const} */ (["curl", "python", "javascript"]);

/** @param {HTMLElement} root @param {ViewOptions} options @returns {View<ExportProps>} */
export function createExport(root, options) {
  const { onIntent, text } = options;
  const say = exportTextOf(text);
  const dismiss = () => onIntent({ type: "showExport", open: false });
  /** @param {"picture" | "tower" | "numbers" | "request" | "link" | "weights"} title @param {unknown} buttons */
  const row = (title, buttons) => html`
    <fieldset class="export-group">
      <legend class="caption">${say(`export.${title}`)}</legend>
      <div class="button-row">${buttons}</div>
    </fieldset>`;
  /**
   * @param {Parameters<typeof row>[0]} title @param {readonly ("png" | "svg" | FileFormat | Copied)[]} names
   * @param {ExportProps} props @param {string} [prefix]
   */
  const group = (title, names, props, prefix = "") => row(title, names.map((name) => button(say(`export.${name}`), {
    test: `take-${prefix}${name}`, onClick: () => void take(`${prefix}${name}`, props, options) })));
  /** @param {File} file */
  const open = (file) => {
    dismiss();
    onIntent({ type: "edit", change: { what: "open", file } });
  };
  /** Render the buttons that save the current model's weights and replace them with a file. */
  const weights = () => row("weights", html`
    ${button(say("export.weights.save"), { test: "take-weights", onClick: () =>
      onIntent({ type: "edit", change: { what: "save" } }) })}
    ${fileButton(say("export.weights.open"), {
      test: "open-weights", field: "weights-file", accept: ".safetensors", onOpen: open })}`);
  /** @param {ExportProps} props */
  const contents = (props) => html`
    <div class="dialog-head">
      <h2 id="export-title">${say("export.title")}</h2>
      ${iconButton("close", say("export.close"), { test: "export-close", class: PLAIN, onClick: dismiss })}
    </div>
    ${props.shoot ? group("tower", ["png"], props, "tower-") : nothing}
    ${group("picture", ["png", "svg"], props)}
    ${group("numbers", FORMATS, props)}
    ${weights()}
    ${group("request", PROGRAMS, props)}
    ${group("link", ["address"], props)}
    <p class="export-told caption" role="status" data-testid="export-told">${wordsOf(props.exportStatus, text)}</p>
    <textarea class="export-text" readonly aria-label=${say("export.text")} data-testid="export-text"
      ?hidden=${props.exportStatus?.outcome !== "by hand"}
      .value=${props.exportStatus?.outcome === "by hand" ? props.exportStatus.text : ""}></textarea>`;
  const panel = createPanel(root, (/** @type {ExportProps} */ props) => html`
    <dialog class="export panel" aria-labelledby="export-title" data-testid="export-dialog" @cancel=${dismiss}
      @click=${(/** @type {MouseEvent} */ event) => isBackdrop(event) && dismiss()}>${contents(props)}</dialog>`);
  return {
    render(props) {
      panel.render(props);
      const dialog = /** @type {HTMLDialogElement} */ (root.querySelector("dialog"));
      if (props.open !== dialog.open) props.open ? dialog.showModal() : dialog.close();
      const field = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));
      if (props.open && !field.hidden && document.activeElement !== field) field.select();
    },
    destroy: panel.destroy,
  };
}

/** Perform an export. @param {string} name @param {ExportProps} props @param {ViewOptions} options */
async function take(name, { picture: pictureOf, shoot }, { onIntent, text }) {
  const picture = pictureOf();
  const format = FORMATS.find((one) => one === name);
  if (name === "svg") {
    onIntent({ type: "save", name: "lenet.svg", file: new Blob([vectorOf(picture, text)], { type: "image/svg+xml" }) });
  }
  else if (name === "tower-png" && shoot) {
    onIntent({ type: "save", name: "lenet-3d.png", file: await towerPngOf(shoot(), picture, text) });
  }
  else if (name === "png") onIntent({ type: "save", name: "lenet.png", file: await pngOf(picture, text) });
  else if (format) onIntent({ type: "download", format });
  else onIntent({ type: "copy", what: /** @type {Copied} */ (name) });
}

/** Return whether a click hit the backdrop. @param {MouseEvent} event */
function isBackdrop({ target, currentTarget, clientX, clientY }) {
  if (target !== currentTarget) return false;
  const { left, right, top, bottom } = /** @type {HTMLElement} */ (currentTarget).getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
