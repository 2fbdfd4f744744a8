export { batch, computed, effect, signal, untracked } from "./signals-core.js";
export type { ReadonlySignal, Signal } from "./signals-core.js";
