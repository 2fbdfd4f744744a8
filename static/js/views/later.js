/** A view whose module is fetched when it is first needed: what the first sight of the page can do without does not delay it. */

/**
 * @template Props
 * @typedef {import("../intents.js").View<Props>} View
 */

/**
 * @template {HTMLElement} Root
 * @template Props
 * @typedef {object} Later
 * @property {() => Promise<(root: Root, options: import("../intents.js").ViewOptions) => View<Props>>} load  fetches what makes the view
 * @property {(props: Props) => boolean} isNeeded
 * @property {(error: Error) => void} onMissed  it could not be fetched; it is tried again when it is next rendered
 * @property {() => void} [onCame]  it was fetched
 * @property {(props: Props) => void} [wait]  what stands in its place meanwhile
 */

/**
 * @template {HTMLElement} Root
 * @template Props
 * @param {Root} root @param {import("../intents.js").ViewOptions} options @param {Later<Root, Props>} later
 * @returns {View<Props & {attempts?: number}>}  it is tried again when there is another attempt
 */
export function createLater(root, options, { load, isNeeded, onMissed, onCame = () => {}, wait = () => {} }) {
  /** @type {{view: View<Props> | null, props: Props | null, isLoading: boolean, isGone: boolean}} */
  const shown = { view: null, props: null, isLoading: false, isGone: false };
  const begin = async () => {
    shown.isLoading = true;
    try {
      const create = await load();
      onCame();
      if (shown.isGone) return;
      shown.view = create(root, options);
      if (shown.props) shown.view.render(shown.props);
    } catch (error) {
      onMissed(/** @type {Error} */ (error));
    } finally {
      shown.isLoading = false;
    }
  };
  return {
    render(props) {
      shown.props = props;
      if (shown.view) return shown.view.render(props);
      wait(props);
      if (!shown.isLoading && isNeeded(props)) void begin();
    },
    destroy() {
      shown.isGone = true;
      shown.view?.destroy();
    },
  };
}
