/** State → what the 3D view shows: the flat view's props, the same scene as floors, the camera. */

import { layoutScene } from "../model/layout.js";
import { memo } from "./memo.js";

/** @typedef {import("../types.js").Layer} Layer */
/** @typedef {import("./signals.js").Signals} Signals */

/** A stage narrower than that gets the slim tower. */
const SLIM = 520;

/**
 * @template {{scene: import("../types.js").Scene | null, layers: readonly Layer[]}} Flat
 * @param {Signals} signals @param {() => Flat} flatProps  of the flat view
 */
export function createTowerSelector(signals, flatProps) {
  const floors = memo((/** @type {readonly Layer[]} */ layers, /** @type {boolean} */ isSlim, /** @type {ReadonlySet<string>} */ folded, /** @type {boolean} */ mergeActivations) =>
    (layers.length ? layoutScene(layers, { floors: isSlim ? "slim" : "broad", folded, mergeActivations }) : null));
  return () => {
    const flat = flatProps();
    return {
      ...flat,
      flat: flat.scene,
      scene: floors(flat.layers, signals.stage.value.width < SLIM, signals.folded.value, signals.merged.value),
      view: signals.view.value === "2d" ? /** @type {const} */ ("2d") : /** @type {const} */ ("3d"),
      heights: signals.heights.value,
      camera: signals.camera.value,
      tours: signals.tours.value,
    };
  };
}
