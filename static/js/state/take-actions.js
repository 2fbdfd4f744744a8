/** What can be taken along: the address, files of the numbers, the request as a program. Part of the writer of state. */

import { packPng } from "../ink/png.js";
import { fetched } from "../lib/fetched.js";
import { currentPicture } from "./asking.js";

/** @typedef {import("./actions.js").Table} Table */
/** @typedef {import("./atoms.js").Atoms} Atoms */
/** @typedef {import("../types.js").Copied} Copied */

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

/**
 * @param {Atoms} atoms @param {import("../api/client.js").Client} client @param {Hands} hands
 * @returns {Pick<Table, "take" | "save" | "download" | "copy">}
 */
export function takeTable(atoms, client, hands) {
  const clock = { timer: 0 };
  /** @param {import("../types.js").Told} told */
  const tell = (told) => {
    atoms.told.set(told);
    window.clearTimeout(clock.timer);
    if (told.outcome !== "by hand") clock.timer = window.setTimeout(() => atoms.told.set(null), SAID);
  };
  /** @param {string} name @param {Blob} file */
  const save = (name, file) => {
    hands.save(name, file);
    tell({ outcome: "saved", what: name });
  };
  const packed = () => packPng(currentPicture(atoms));
  /** @type {(what: Copied) => Promise<string>} */
  const textOf = async (what) => {
    if (what === "address") return hands.address();
    const { SNIPPETS, toBase64 } = await fetched(() => import("../api/snippets.js"), import.meta.resolve("../api/snippets.js"));
    return SNIPPETS[what]({ origin: hands.origin, picture: toBase64(await packed()), preprocess: atoms.preprocess.get(), model: atoms.chosen.get() });
  };
  return {
    take({ open }) {
      atoms.taking.set(open);
      atoms.told.set(null);
    },
    save: ({ name, file }) => save(name, file),
    async download({ format }) {
      try {
        const png = await packed();
        save(`${atoms.chosen.get()}.${format}`, await client.file(png, { model: atoms.chosen.get(), preprocess: atoms.preprocess.get(), format }));
      } catch {
        tell({ outcome: "failed" });
      }
    },
    async copy({ what }) {
      try {
        const text = await textOf(what);
        if (await hands.copy(text)) return tell({ outcome: "copied", what });
        atoms.taking.set(true);
        tell({ outcome: "by hand", text });
      } catch {
        tell({ outcome: "failed" });
      }
    },
  };
}
