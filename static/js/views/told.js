/** What was taken along, in words. */

/** @typedef {import("../types.js").Told} Told */

/** @param {Told | null} told @param {import("../text/text.js").Text} text @returns {string} */
export function wordsOf(told, text) {
  if (!told) return "";
  if (told.outcome === "saved") return text("take.saved", { name: told.what });
  if (told.outcome === "failed") return text("take.failed");
  if (told.outcome === "by hand") return text("take.by.hand");
  return told.what === "address" ? text("take.copied.address") : text("take.copied", { what: text(`take.${told.what}`) });
}
