/** State → what the 3D view shows: the flat view's props, the same scene as floors, the camera. */

import { computed } from "../../vendor/signals-core.min.js";
import { layoutScene } from "../model/layout.js";

/** @import { ReadonlySignal } from "../../vendor/signals-core.min.js" */
/** @import { Layer, NetworkView, Scene } from "../types.js" */
/** @import { Signals } from "./signals.js" */

/** A stage narrower than that gets the slim tower. */
const SLIM = 520;

/**
 * @template {{scene: Scene | null, layers: readonly Layer[]}} Flat
 * @param {Signals} signals @param {ReadonlySignal<Flat>} network  the flat view's props
 */
export function createTowerSelector({ stage, folded, merged, view, heights, camera, tours, model }, network) {
  const isSlim = computed(() => stage.value.width < SLIM);
  const layers = computed(() => model.value?.layers ?? []);
  const floors = computed(() =>
    layers.value.length === 0
      ? null
      : layoutScene(layers.value, {
          floors: isSlim.value ? "slim" : "broad",
          folded: folded.value,
          mergeActivations: merged.value,
        }),
  );
  return computed(() => ({
    ...network.value,
    flat: network.value.scene,
    scene: floors.value,
    view: /** @type {Exclude<NetworkView, "lab">} */ (view.value === "2d" ? "2d" : "3d"),
    heights: heights.value,
    camera: camera.value,
    tours: tours.value,
  }));
}
