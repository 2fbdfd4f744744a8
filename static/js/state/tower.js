/** State → what the 3D view shows: the flat view's props, the same scene as floors, the edges of the lit unit, the camera. */

import { edgesOf } from "../model/edges.js";
import { layoutScene } from "../model/layout.js";
import { memo } from "./memo.js";

/** @typedef {import("../types.js").Layer} Layer */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Weights} Weights */
/** @typedef {import("./atoms.js").Atoms} Atoms */

/** A stage narrower than that gets the slim tower. */
const SLIM = 520;
/** @type {readonly import("../model/edges.js").Edge[]} */
const NO_EDGES = [];

/**
 * @template {{scene: import("../types.js").Scene | null, layers: readonly Layer[]}} Flat
 * @param {Atoms} atoms @param {() => Flat} flatProps  of the flat view
 */
export function createTowerSelector(atoms, flatProps) {
  const floors = memo((/** @type {readonly Layer[]} */ layers, /** @type {boolean} */ isSlim, /** @type {ReadonlySet<string>} */ folded, /** @type {boolean} */ mergeActivations) =>
    (layers.length ? layoutScene(layers, { floors: isSlim ? "slim" : "broad", folded, mergeActivations }) : null));
  const edges = memo((/** @type {readonly Layer[]} */ layers, /** @type {Trace | null} */ trace, /** @type {Weights | null} */ weights, /** @type {Unit | null} */ unit) =>
    (layers.length && trace && weights && unit ? edgesOf(layers, trace, weights, unit) : NO_EDGES));
  return () => {
    const flat = flatProps();
    return {
      ...flat,
      flat: flat.scene,
      scene: floors(flat.layers, atoms.stage.get().width < SLIM, atoms.folded.get(), atoms.merged.get()),
      edges: edges(flat.layers, atoms.answered.get()?.trace ?? null, atoms.weights.get(), atoms.pinned.get() ?? atoms.pointed.get()),
      visited: atoms.visited.get(),
      view: atoms.view.get(),
      heights: atoms.heights.get(),
      camera: atoms.camera.get(),
      still: atoms.still.get(),
    };
  };
}
