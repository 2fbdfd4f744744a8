/** State → the props of the 3D view: those of the 2D view, the scene laid out as floors, and the camera. */

import { computed } from "../../vendor/signals-core.min.js";
import { layoutScene } from "../model/layout.js";

/** @import { ReadonlySignal } from "../../vendor/signals-core.min.js" */
/** @import { Layer, Scene } from "../types.js" */
/** @import { Signals } from "./signals.js" */

/** A narrower stage, in CSS pixels, has the slim tower. */
const SLIM = 520;

/**
 * Compute the props.
 * @template {{scene: Scene | null, layers: readonly Layer[]}} Flat
 * @param {Signals} signals @param {ReadonlySignal<Flat>} network  the props of the 2D view
 */
export function createTowerSelector({ stage, folded, merged, view, heights, camera, tours, model }, network) {
  const floors = computed(() => /** @type {"slim" | "broad"} */ (stage.value.width < SLIM ? "slim" : "broad"));
  const scene = computed(() => {
    const layers = model.value?.layers ?? [];
    const options = { floors: floors.value, folded: folded.value, mergeActivations: merged.value };
    return layers.length ? layoutScene(layers, options) : null;
  });
  return computed(() => ({
    ...network.value,
    ...{ flat: network.value.scene, scene: scene.value, heights: heights.value },
    ...{ camera: camera.value, tours: tours.value },
    view: /** @type {"2d" | "3d"} */ (view.value === "2d" ? "2d" : "3d"),
  }));
}
