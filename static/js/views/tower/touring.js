/** What the tour does to the tower: it brings it into sight, lights and flies; and puts everything back when it is over. */

import { durationOf, exampleOf, wordsOf } from "./tour.js";

/** @import { OnIntent } from "../../intents.js" */
/** @import { TowerText } from "../../text/tower.js" */
/** @import { Camera, Unit } from "../../types.js" */
/** @import { TowerProps } from "../tower.js" */
/** @import { Chapter } from "./foot.js" */
/** @import { Picture } from "./picture.js" */

/** @typedef {{pinned: Unit | null, lit: Unit | null, camera: Camera | null}} Before  `camera`: null at home */

/**
 * @typedef {object} Context
 * @property {Picture} picture
 * @property {() => TowerProps | null} props
 * @property {(unit: Unit) => void} focus
 * @property {TowerText} text
 * @property {OnIntent} onIntent
 * @property {() => void} onChange  another chapter, or none
 * @property {() => void} onBegin @property {() => void} onEnd
 */

/** @param {Context} context */
export function createTour({ picture, props, focus, text, onIntent, onChange, onBegin, onEnd }) {
  /** @type {{step: number, isPlaying: boolean, timer: number | undefined, before: Before | null}} */
  const now = { step: 0, isPlaying: false, timer: undefined, before: null };
  const floors = () => picture.site()?.tower.floors ?? [];
  const layerHere = () => props()?.layers.find(({ name }) => name === floors()[now.step]?.row.layer);
  /** @returns {Chapter | null} */
  const chapter = () => {
    const [layer, shown] = [layerHere(), props()];
    if (!now.before || !layer || !shown) return null;
    const words = shown.activations ? wordsOf(shown.layers, shown.activations, layer, text) : "";
    return { step: now.step, steps: floors().length, isPlaying: now.isPlaying, name: layer.name, words };
  };
  /** @param {number} step */
  const go = (step) => {
    window.clearTimeout(now.timer);
    if (step >= floors().length) {
      end();
      return;
    }
    now.step = step;
    now.isPlaying &&= step < floors().length - 1;
    onChange();
    const [layer, activations] = [layerHere(), props()?.activations];
    if (layer && activations) {
      const unit = exampleOf(activations, layer);
      onIntent({ type: "point", unit });
      focus(unit);
    }
    if (now.isPlaying) now.timer = window.setTimeout(() => go(now.step + 1), durationOf(chapter()?.words ?? ""));
  };
  const end = () => {
    const { before } = now;
    stop();
    if (!before) return;
    Object.assign(now, { before: null, isPlaying: false });
    onChange();
    const home = picture.home();
    const camera = before.camera ?? home;
    if (camera) picture.move(camera, "fly");
    // What was pinned on the way stays; else what was seen before is seen again.
    if (!props()?.pinned) onIntent(before.pinned ? { type: "pin", unit: before.pinned } : { type: "point", unit: before.lit });
    onEnd();
  };
  const stop = () => window.clearTimeout(now.timer);
  return {
    chapter,
    go,
    end,
    stop,
    begin() {
      if (now.before || floors().length === 0) return;
      const { pinned = null, highlight = null } = props() ?? {};
      now.before = { pinned, lit: highlight?.unit ?? null, camera: picture.isHome() ? null : picture.goal() };
      onIntent({ type: "pin", unit: null });
      go(0);
      onBegin();
    },
    play() {
      now.isPlaying = !now.isPlaying;
      go(now.isPlaying && now.step === floors().length - 1 ? 0 : now.step);
    },
  };
}
