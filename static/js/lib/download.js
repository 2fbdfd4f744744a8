/** Downloads and the clipboard. */

/** How long the address of a download stays valid, in milliseconds: the browser may start it late. */
const REVOKE_DELAY = 10_000;

/** Download a file. @param {string} name @param {Blob} file */
export function saveFile(name, file) {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_DELAY);
}

/**
 * Copy text to the clipboard, which browsers allow over https and on localhost only.
 * @param {string} text @returns {Promise<boolean>} whether it was copied
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
