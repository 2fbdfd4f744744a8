/** What the tour does to the tower: it brings it into sight, lights and flies; and puts everything back when it is over. */

import { exampleOf, wordsOf } from "./tour.js";

/** @typedef {import("../../types.js").Camera} Camera */
/** @typedef {import("../../types.js").Unit} Unit */

/** @typedef {{pinned: Unit | null, lit: Unit | null, camera: Camera | null, walked: number}} Before  `camera`: null at home */

/**
 * @typedef {object} Context
 * @property {import("../tower.js").Picture} picture
 * @property {import("../tower.js").Shown} shown
 * @property {import("../tower.js").Pilot} pilot
 * @property {import("../../text/tower.js").TowerText} text
 * @property {import("../../intents.js").OnIntent} onIntent
 * @property {() => void} bring  scroll the tower into sight
 */

/** What the guide is made with. @param {Pick<import("../tower.js").Parts, "stage" | "tools">} parts @param {Context} context */
export function touring({ stage, tools }, context) {
  const { picture, shown, pilot, text, onIntent, bring } = context;
  /** @type {{before: Before | null}} */
  const tour = { before: null };
  /** @param {number} step */
  const layerAt = (step) => {
    const row = picture.site()?.tower.floors[step]?.row;
    return shown.props?.layers.find((layer) => layer.name === row?.layer);
  };
  const begin = () => {
    tour.before = whatIsSeen(context);
    onIntent({ type: "pin", unit: null });
    tools.hidden = true;
    picture.rehome();
    if (shown.props?.narrow) bring();
  };
  return {
    text,
    /** @param {number} step */
    chapterOf(step) {
      const layer = layerAt(step);
      const { layers = [], activations = null } = shown.props ?? {};
      return { name: layer?.name ?? "", words: layer && activations ? wordsOf(layers, activations, layer, text) : "" };
    },
    /** @param {import("./tour.js").TourState} state */
    onStep({ step }) {
      if (!tour.before) begin();
      const layer = layerAt(step);
      const activations = shown.props?.activations;
      if (!layer || !activations) return;
      const unit = exampleOf(activations, layer);
      onIntent({ type: "point", unit });
      pilot.focus(unit);
    },
    onEnd() {
      tools.hidden = false;
      picture.rehome();
      if (tour.before) putBack(tour.before, context);
      tour.before = null;
      stage.focus({ preventScroll: true });
    },
  };
}

/** @param {Context} context @returns {Before} */
function whatIsSeen({ picture, shown }) {
  return { pinned: shown.props?.pinned ?? null, lit: shown.props?.highlight?.unit ?? null, camera: picture.isHome() ? null : picture.goal(), walked: shown.walked };
}

/** What was pinned on the way stays; else what was seen before is seen again. @param {Before} before @param {Context} context */
function putBack({ pinned, lit, camera, walked }, { picture, shown, pilot, onIntent }) {
  pilot.go("home");
  shown.walked = walked;
  if (camera) picture.move(camera, "fly");
  if (shown.props?.pinned) return;
  onIntent(pinned ? { type: "pin", unit: pinned } : { type: "point", unit: lit });
}
