/** What leaves the page by the visitor's hand: a file to keep, a text to paste. */

/** How long a browser may take to begin with a download, in milliseconds. */
const PATIENCE = 10_000;

/** @param {string} name @param {Blob} file */
export function saveFile(name, file) {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), PATIENCE);
}

/** Only over https or on localhost. @param {string} text @returns {Promise<boolean>} has it worked? */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
