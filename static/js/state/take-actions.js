/** What can be taken along: the address, files of the numbers, the request as a program. */

import { packPng } from "../ink/png.js";
import { currentPicture } from "./asking.js";

/** @import { Client } from "../api/client.js" */
/** @import { Copied, Told } from "../types.js" */
/** @import { Table } from "./actions.js" */
/** @import { Signals } from "./signals.js" */

/** How long the page says what it has done, in milliseconds. */
const SAID = 5000;

/**
 * What happens outside the page.
 * @typedef {object} Hands
 * @property {() => string} address  of what is on the screen
 * @property {string} origin
 * @property {(text: string) => Promise<boolean>} copy
 * @property {(name: string, file: Blob) => void} save
 */

/** @param {Signals} signals @param {Client} client @param {Hands} hands */
export function takeTable(signals, client, hands) {
  const clock = { timer: 0 };
  /** @param {Told} told */
  const tell = (told) => {
    signals.told.value = told;
    window.clearTimeout(clock.timer);
    if (told.outcome !== "by hand") clock.timer = window.setTimeout(() => { signals.told.value = null; }, SAID);
  };
  /** @param {string} name @param {Blob} file */
  const save = (name, file) => {
    hands.save(name, file);
    tell({ outcome: "saved", what: name });
  };
  const packed = () => packPng(currentPicture(signals));
  /** @type {(what: Copied) => Promise<string>} */
  const textOf = async (what) => {
    if (what === "address") return hands.address();
    const { SNIPPETS, toBase64 } = await import("../api/snippets.js");
    return SNIPPETS[what]({
      origin: hands.origin,
      picture: toBase64(await packed()),
      preprocess: signals.preprocess.value,
      model: signals.chosen.value,
    });
  };
  return /** @satisfies {Partial<Table>} */ ({
    take({ open }) {
      signals.taking.value = open;
      signals.told.value = null;
    },
    save: ({ name, file }) => save(name, file),
    async download({ format }) {
      try {
        const png = await packed();
        save(
          `${signals.chosen.value}.${format}`,
          await client.file(png, { model: signals.chosen.value, preprocess: signals.preprocess.value, format }),
        );
      } catch {
        tell({ outcome: "failed" });
      }
    },
    async copy({ what }) {
      try {
        const text = await textOf(what);
        if (await hands.copy(text)) return tell({ outcome: "copied", what });
        signals.taking.value = true;
        tell({ outcome: "by hand", text });
      } catch {
        tell({ outcome: "failed" });
      }
    },
  });
}
