/** Exports: the address of the page, files of activations, and the request as a program. */

import { packPng } from "../ink/png.js";
import { currentPicture } from "./requests.js";

/** @import { Client } from "../api/client.js" */
/** @import { Copied, ExportStatus } from "../types.js" */
/** @import { Table } from "./actions.js" */
/** @import { Signals } from "./signals.js" */

/** How long a status message is shown, in milliseconds. */
const MESSAGE_TIME = 5000;

/**
 * Access to clipboard, downloads and the address bar.
 * @typedef {object} Hands
 * @property {() => string} address  that shows the current state
 * @property {string} origin
 * @property {(text: string) => Promise<boolean>} copy
 * @property {(name: string, file: Blob) => void} save
 */

/** Return the rows of the exports. @param {Signals} signals @param {Client} client @param {Hands} hands */
export function exportTable(signals, client, hands) {
  const clock = { timer: 0 };
  /** Show a status message. @param {ExportStatus} exportStatus */
  const showMessage = (exportStatus) => {
    signals.exportStatus.value = exportStatus;
    window.clearTimeout(clock.timer);
    if (exportStatus.outcome === "by hand") return;
    clock.timer = window.setTimeout(() => { signals.exportStatus.value = null; }, MESSAGE_TIME);
  };
  /** Download a file. @param {string} name @param {Blob} file */
  const save = (name, file) => {
    hands.save(name, file);
    showMessage({ outcome: "saved", what: name });
  };
  const compressedPng = () => packPng(currentPicture(signals));
  /** @type {(what: Copied) => Promise<string>} */
  const textOf = async (what) => {
    if (what === "address") return hands.address();
    const { SNIPPETS, toBase64 } = await import("../api/snippets.js");
    return SNIPPETS[what]({
      origin: hands.origin,
      picture: toBase64(await compressedPng()),
      preprocess: signals.preprocess.value,
      model: signals.chosen.value,
    });
  };
  return /** @satisfies {Partial<Table>} */ ({
    showExport({ open }) {
      signals.exporting.value = open;
      signals.exportStatus.value = null;
    },
    save: ({ name, file }) => save(name, file),
    async download({ format }) {
      try {
        const png = await compressedPng();
        save(
          `${signals.chosen.value}.${format}`,
          await client.file(png, { model: signals.chosen.value, preprocess: signals.preprocess.value, format }),
        );
      } catch {
        showMessage({ outcome: "failed" });
      }
    },
    async copy({ what }) {
      try {
        const text = await textOf(what);
        if (await hands.copy(text)) return showMessage({ outcome: "copied", what });
        signals.exporting.value = true;
        showMessage({ outcome: "by hand", text });
      } catch {
        showMessage({ outcome: "failed" });
      }
    },
  });
}
