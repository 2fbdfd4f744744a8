/** Failures in words: what happened, and what to do. One row per kind. */

/** @typedef {import("./status.js").Notice} Notice */
/** @typedef {import("../text/text.js").Text} Text */
/** @typedef {{about: "server" | "file" | "view" | "part" | "link", error: Error & {kind?: string, detail?: string}, name?: string}} Failure */

/** @type {Readonly<Record<string, (text: Text, detail: string) => Notice>>} */
const SERVER = {
  network: (text) => ({ title: text("status.unreachable"), remedy: text("status.unreachable.remedy"), way: "retry" }),
  refused: (text, detail) => ({ title: text("status.refused"), remedy: detail, way: "dismiss" }),
  server: (text) => ({ title: text("status.broken"), remedy: text("status.broken.remedy"), way: "retry" }),
};

/**
 * @param {Failure | null} failure @param {Text} text
 * @returns {Notice | null}
 */
export function noticeOf(failure, text) {
  if (!failure) return null;
  const { about, error, name = "" } = failure;
  if (about === "file") return { title: text("status.unreadable", { name }), remedy: text("status.unreadable.remedy"), way: "dismiss" };
  if (about === "view") return { title: text("view.unloaded"), remedy: text("view.unloaded.remedy"), way: "dismiss" };
  if (about === "part") return { title: text("status.part"), remedy: text("status.part.remedy"), way: "retry" };
  if (about === "link") return { title: text("status.link", { name }), remedy: text("status.link.remedy"), way: "dismiss" };
  const told = SERVER[error.kind ?? ""] ?? /** @type {(typeof SERVER)[string]} */ (SERVER["server"]);
  return told(text, error.detail ?? "");
}
