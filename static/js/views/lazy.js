/** A view whose module is imported when it is first needed. */

/** @import { View, ViewOptions } from "../intents.js" */

/**
 * @template {HTMLElement} Root
 * @template Props
 * @param {Root} root @param {ViewOptions} options @param {object} lazy
 * @param {() => Promise<(root: Root, options: ViewOptions) => View<Props>>} lazy.load  imports what makes the view
 * @param {(props: Props) => boolean} lazy.isNeeded
 * @param {(props: Props) => void} lazy.wait  renders what stands in its place meanwhile
 * @returns {View<Props>}
 */
export function createLazyView(root, options, { load, isNeeded, wait }) {
  /** @type {{view: View<Props> | null, props: Props | null, isLoading: boolean, isGone: boolean}} */
  const shown = { view: null, props: null, isLoading: false, isGone: false };
  const begin = async () => {
    shown.isLoading = true;
    const create = await load();
    if (shown.isGone) return;
    shown.view = create(root, options);
    if (shown.props) shown.view.render(shown.props);
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
