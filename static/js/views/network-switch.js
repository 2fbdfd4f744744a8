/**
 * Shows either the flat or the 3D view of the network. The 3D view is imported on first use. Its first frame equals the
 * flat view's picture, so that the swap is invisible; after the animation back, the flat view replaces it again.
 */

import { createNetwork } from "./network.js";

/** @import { View, ViewOptions } from "../intents.js" */
/** @import { NetworkView } from "../types.js" */
/** @import { NetworkProps } from "./network.js" */
/** @import { TowerProps, createTower } from "./tower.js" */
/** @import { Shot } from "./tower/capture.js" */

/** @typedef {{view: NetworkView, flat: NetworkProps, tower: () => TowerProps}} PlaceProps  tower: computed on demand */

/**
 * @typedef {object} Shown
 * @property {ReturnType<typeof createNetwork> | null} flat
 * @property {ReturnType<typeof createTower> | null} tower
 * @property {boolean} isLoading
 * @property {PlaceProps | null} props
 */

/**
 * @param {HTMLElement} root
 * @param {ViewOptions & {onUnloaded: (error: Error) => void, load: () => Promise<typeof import("./tower.js")>}} options
 * @returns {View<PlaceProps> & {reveal: (behavior: ScrollBehavior) => void, shooter: () => (() => Shot) | null}}
 */
export function createNetworkPlace(root, { onUnloaded, load, ...options }) {
  /** @type {Shown} */
  const shown = { flat: createNetwork(root, options), tower: null, isLoading: false, props: null };
  const land = () => {
    if (!shown.tower || !shown.props) return;
    swap(root, () => {
      shown.tower?.destroy();
      shown.tower = null;
      shown.flat = createNetwork(root, options);
      if (shown.props) shown.flat.render(shown.props.flat);
    });
  };
  const rise = async () => {
    shown.isLoading = true;
    try {
      const { createTower } = await load();
      if (shown.props?.view !== "3d") return;
      swap(root, () => {
        shown.flat?.destroy();
        shown.flat = null;
        shown.tower = createTower(root, { ...options, onLanded: land });
        if (shown.props) shown.tower.render(shown.props.tower());
      });
    } catch (error) {
      onUnloaded(/** @type {Error} */ (error));
    } finally {
      shown.isLoading = false;
    }
  };
  return {
    render(props) {
      shown.props = props;
      shown.flat?.render(props.flat);
      shown.tower?.render(props.tower());
      if (props.view === "3d" && !shown.tower && !shown.isLoading) void rise();
    },
    /** Scroll the pinned unit into view. */
    reveal: (behavior) => (shown.tower ?? shown.flat)?.reveal(behavior),
    /** Return the function that captures the 3D view; null while it is not shown. */
    shooter: () => shown.tower?.shooter() ?? null,
    destroy() {
      shown.flat?.destroy();
      shown.tower?.destroy();
    },
  };
}

/** Swap the views and keep the keyboard focus in the network. @param {HTMLElement} root @param {() => void} change */
function swap(root, change) {
  const hadFocus = root.contains(document.activeElement);
  change();
  if (hadFocus) /** @type {HTMLElement | null} */ (root.querySelector("[tabindex]"))?.focus();
}
