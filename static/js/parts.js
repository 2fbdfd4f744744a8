/** The parts of the page that are imported on demand, with their state and their style sheets. */

import { effect } from "../vendor/signals-core.min.js";
import { find } from "./lib/dom.js";
import { loadPart } from "./lib/lazy.js";
import { createHint } from "./views/inspector/hint.js";

/** @import { View, ViewOptions } from "./intents.js" */
/** @import { createActions } from "./state/actions.js" */
/** @import { Network } from "./state/lessons.js" */
/** @import { Text } from "./text/text.js" */

/** @typedef {ReturnType<typeof createActions>} Actions */

/**
 * Return a function that creates the parts in a language. Their states are created once, for all languages.
 * @param {Actions} actions
 * @param {Network} network  the props of the network's view
 */
export function createParts(actions, network) {
  const states = createStates(actions, network);
  /** @param {Error} error @param {() => void} again */
  const missing = (error, again) => actions.perform({ type: "importFailed", error, again });
  effect(() => {
    // "Next error" beside the samples needs this state even while the dialog is closed.
    if (actions.outside.signals.walk.value) void loadPart(states.errors, missing);
  });
  /** @param {ViewOptions} options */
  return (options) => {
    /**
     * Return a view that is imported with its style sheets.
     * @template Props
     * @param {string} place @param {(props: Props) => boolean} isNeeded
     * @param {() => Promise<(root: any, options: ViewOptions) => View<Props>>} load @param {readonly string[]} sheets
     * @param {(props: Props) => void} [wait]  renders a placeholder until then
     */
    const lazy = (place, isNeeded, load, sheets, wait = () => {}) =>
      createLazyView(find(document, place), options, {
        load: () => loadPart(() => withSheets(load, sheets), missing),
        isNeeded,
        wait,
      });
    /**
     * Return such a view with a state of its own.
     * @template State
     * @param {string} place @param {() => Promise<(root: any, text: Text, state: State) => View<{open: boolean}>>} load
     * @param {() => Promise<State>} state @param {readonly string[]} sheets
     */
    const part = (place, load, state, ...sheets) => lazy(place, isOpen, async () => {
      const [create, made] = await Promise.all([load(), state()]);
      return (root, { text }) => create(root, text, made);
    }, sheets);
    return {
      export: lazy("#export", isOpen, async () => (await import("./views/export.js")).createExport, ["export"]),
      inspector: lazy("#inspector", ({ unit }) => unit !== null,
        async () => (await import("./views/inspector.js")).createInspector, ["arithmetic", "products"],
        createHint(find(document, "#inspector"), options.text)),
      kernels: lazy("#kernels", ({ layer }) => layer !== null,
        async () => (await import("./views/kernels.js")).createKernels, ["kernels"]),
      training: part("#training", async () => (await import("./views/training.js")).createTraining,
        states.training, "training", "timeline", "step", "../vendor/uPlot.min"),
      errors: part("#errors", async () => (await import("./views/errors.js")).createErrors,
        states.errors, "errors"),
      why: part("#why", async () => (await import("./views/why.js")).createWhy,
        states.why, "why"),
      features: part("#features", async () => (await import("./views/features.js")).createFeatures,
        states.features, "features"),
      gallery: part("#gallery", async () => (await import("./views/gallery.js")).createGallery,
        states.features, "features"),
      lessons: part("#lesson", async () => (await import("./views/lessons.js")).createLessons,
        states.lessons, "lessons", "lesson-figures", "lesson-layout"),
      lab: part("#lab", async () => (await import("./views/lab.js")).createLab,
        states.lab, "lab", "lab-panes"),
    };
  };
}

/** @param {{open: boolean}} props */
const isOpen = ({ open }) => open;

/** Return functions that create the states on first use. @param {Actions} actions @param {Network} network */
function createStates({ outside }, network) {
  const training = once(async () => (await import("./state/training.js")).createTrainingState(outside));
  return {
    training,
    errors: once(async () => (await import("./state/errors.js")).createErrorsState(outside)),
    why: once(async () => (await import("./state/why.js")).createWhyState(outside)),
    features: once(async () => (await import("./state/features.js")).createFeaturesState(outside)),
    lessons: once(async () =>
      (await import("./state/lessons.js")).createLessonsState({ ...outside, network, training })),
    lab: once(async () => (await import("./state/lab.js")).createLabState(outside)),
  };
}

/**
 * Return a function that creates something on its first call, and again after a failure.
 * @template Made
 * @param {() => Promise<Made>} make
 */
function once(make) {
  /** @type {{made: Promise<Made> | null}} */
  const state = { made: null };
  return () => state.made ??= make().catch((error) => {
    state.made = null;
    throw error;
  });
}

/**
 * Import a part with its style sheets. Their order does not matter, as they use cascade layers.
 * @template Part
 * @param {() => Promise<Part>} load @param {readonly string[]} sheets
 */
export async function withSheets(load, sheets) {
  return (await Promise.all([load(), ...sheets.map(loadSheet)]))[0];
}

/** Load a style sheet of the same version as this module. A failed one can be loaded again. @param {string} name */
function loadSheet(name) {
  const { href } = new URL(`../css/${name}.css`, import.meta.url);
  if (document.querySelector(`link[rel="stylesheet"][href="${href}"]`)) return;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  return new Promise((/** @type {(value?: unknown) => void} */ resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new TypeError(`${href} did not come.`));
    };
    document.head.append(link);
  });
}

/**
 * Return a view whose module is imported when it is first needed.
 * @template {HTMLElement} Root
 * @template Props
 * @param {Root} root @param {ViewOptions} options @param {object} lazy
 * @param {() => Promise<(root: Root, options: ViewOptions) => View<Props>>} lazy.load  imports what makes the view
 * @param {(props: Props) => boolean} lazy.isNeeded
 * @param {(props: Props) => void} lazy.wait  renders a placeholder until then
 * @returns {View<Props>}
 */
function createLazyView(root, options, { load, isNeeded, wait }) {
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
