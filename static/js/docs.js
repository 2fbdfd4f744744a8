/** Replace the example address in the documents by the address of this server. */

import { ROOT } from "./lib/root.js";

const WRITTEN = "http://127.0.0.1:8000";

for (const code of document.querySelectorAll("code")) {
  const text = code.textContent ?? "";
  const here = text
    .replaceAll(WRITTEN, ROOT)
    .replaceAll(WRITTEN.slice("http://".length), ROOT.replace(/^https?:\/\//, ""));
  if (here !== text) code.textContent = here;
}
