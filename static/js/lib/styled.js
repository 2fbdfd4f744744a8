/** What a part of the page that is fetched when it is needed looks like, fetched with it. */

/**
 * The style sheets come before the one that has the last word; what did not come may be asked for again.
 * @param {readonly string[]} addresses @param {Element} last
 * @returns {Promise<void>} when all are there: nothing is seen without them
 */
export async function styled(addresses, last) {
  await Promise.all(addresses.map((address) => sheet(address, last)));
}

/** @param {string} address @param {Element} last @returns {Promise<void>} */
function sheet(address, last) {
  const known = document.querySelector(`link[rel="stylesheet"][href="${address}"]`);
  if (known) return Promise.resolve();
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new TypeError(`${address} did not come.`));
    };
    last.before(link);
  });
}
