/** The style sheets of a part of the page that is fetched when it is needed. */

/**
 * Cascade layers order the sheets, wherever they are inserted; what did not come may be asked for again.
 * @param {readonly string[]} addresses
 * @returns {Promise<void>} when all are there: nothing is seen without them
 */
export async function loadStylesheets(addresses) {
  await Promise.all(addresses.map(sheet));
}

/** @param {string} address @returns {Promise<void>} */
function sheet(address) {
  const known = document.querySelector(`link[rel="stylesheet"][href="${address}"]`);
  if (known) return Promise.resolve();
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new TypeError(`${address} did not come.`));
    };
    document.head.append(link);
  });
}
