/** The examples of the documents name the address at which the page was opened. */

import { ROOT } from "./lib/root.js";

const WRITTEN = "http://127.0.0.1:8000";

for (const code of document.querySelectorAll("code")) {
  const text = code.textContent ?? "";
  const here = text
    .replaceAll(WRITTEN, ROOT)
    .replaceAll(WRITTEN.slice("http://".length), ROOT.replace(/^https?:\/\//, ""));
  if (here !== text) code.textContent = here;
}
