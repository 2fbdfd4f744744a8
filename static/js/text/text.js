/** Message catalogues: `text("unit.map", {map: 3})`. Entries are strings with {placeholders}, or functions. */

/** @typedef {Readonly<Record<string, string | number>>} Values */
/** @typedef {string | ((values: any) => string)} Entry  a function where a message depends on its values */
/** @typedef {keyof typeof import("./en.js").en} TextKey */
/** @typedef {(key: TextKey, values?: Values) => string} Text */

/** From here on numbers are grouped: 1,024. */
const GROUPED = 1000;

/**
 * Return the function that looks up and formats the messages of a catalogue.
 * @template {string} [Key=TextKey]
 * @param {Readonly<Record<Key, Entry>>} catalogue @param {string} locale  of whole numbers
 * @returns {(key: Key, values?: Values) => string}
 */
export function createText(catalogue, locale) {
  const written = (/** @type {string | number | undefined} */ value) =>
    typeof value === "number" && value >= GROUPED ? value.toLocaleString(locale) : String(value);
  return (key, values = {}) => {
    /** @type {Entry} */
    const entry = catalogue[key];
    if (typeof entry === "function") return entry(values);
    return entry.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => written(values[name]));
  };
}

/**
 * Extend a text function by the catalogue of a module that is imported later.
 * @template {string} Key
 * @param {Text} text @param {Readonly<Record<Key, Entry>>} more
 * @returns {(key: Key | TextKey, values?: Values) => string}
 */
export function extendText(text, more) {
  const own = createText(more, text("locale"));
  return (key, values) =>
    key in more ? own(/** @type {Key} */ (key), values) : text(/** @type {TextKey} */ (key), values);
}

/**
 * Fill server-rendered elements from the catalogue: text by `data-text`, accessible names by `data-text-label`.
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

/** Return a count with its noun. @param {number} count @param {string} one @param {string} many */
export const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** A range of rows or columns. @param {string} one @param {string} many @param {number} first @param {number} last */
export const spanned = (one, many, first, last) => (first === last ? `${one} ${first}` : `${many} ${first}–${last}`);
