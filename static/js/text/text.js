/** Reads a catalogue of words: `text("unit.map", {map: 3})`. A catalogue is flat; its entries are text with {places}, or functions. */

/** @typedef {Readonly<Record<string, string | number>>} Values */
/** @typedef {string | ((values: any) => string)} Entry  a function where grammar needs one */
/** @typedef {keyof typeof import("./en.js").en} TextKey */
/** @typedef {(key: TextKey, values?: Values) => string} Text */

/**
 * @param {Readonly<Record<TextKey, Entry>>} catalogue
 * @returns {Text}
 */
export function createText(catalogue) {
  return (key, values = {}) => {
    const entry = catalogue[key];
    if (typeof entry === "function") return entry(values);
    return entry.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => String(values[name]));
  };
}

/**
 * Fills what the templates left to the catalogue: text in `data-text`, names for screen readers in `data-text-label`.
 * @param {ParentNode} root @param {Text} text
 */
export function fillTexts(root, text) {
  for (const target of root.querySelectorAll("[data-text]")) {
    target.textContent = text(/** @type {TextKey} */ (target.getAttribute("data-text")));
  }
  for (const target of root.querySelectorAll("[data-text-label]")) {
    target.setAttribute("aria-label", text(/** @type {TextKey} */ (target.getAttribute("data-text-label"))));
  }
}

/** @param {number} count @param {string} one @param {string} many */
export const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** Rows or columns from the first to the last. @param {string} one @param {string} many @param {number} first @param {number} last */
export const spanned = (one, many, first, last) => (first === last ? `${one} ${first}` : `${many} ${first}–${last}`);
