/** Parts of the page that are fetched when they are needed, which a server that is away for a moment must not spoil for good. */

/**
 * A browser may remember that an address did not come, and not ask for it again while the page is open. So a part that does not come is
 * asked for a second time, at an address that is new each time. What the part itself imports keeps its addresses and is there once.
 * @template Module
 * @param {() => Promise<Module>} load  imports the part, by its name
 * @param {string} address  of the same part
 * @returns {Promise<Module>}
 */
export async function fetched(load, address) {
  try {
    return await load();
  } catch {
    return /** @type {Module} */ (await import(`${address}?again=${Date.now()}`));
  }
}
