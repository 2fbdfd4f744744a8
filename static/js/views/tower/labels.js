/** Labels of the floors and the outputs, as HTML over the canvas, so that they are sharp and not rotated. */

import { Vector3 } from "../../../vendor/three.module.min.js";
import { element, replaceChildren, setText } from "../../lib/dom.js";
import { range } from "../../lib/math.js";
import { layerNamed, layerVolume, unitFrom } from "../../model/layers.js";
import { keptFocus, nameButton, wordsOf } from "../network/labels.js";
import { percentIn } from "../numbers.js";
import { projectPoint } from "./camera.js";
import { placeOf, planeOf } from "./floors.js";
import { placeNames } from "./label-placement.js";

/** @import { PerspectiveCamera } from "../../../vendor/three.module.min.js" */
/** @import { Text } from "../../text/text.js" */
/** @import { Layer } from "../../types.js" */
/** @import { Stage } from "./camera.js" */
/** @import { Point } from "./floors.js" */
/** @import { Seen } from "./picture.js" */

/** Number of points per side of a plane that is partly behind the camera. */
const STEPS = 16;
/** Minimum distance of pointer targets in CSS pixels (WCAG 2.2, 2.5.8). */
const TARGET_DISTANCE = 24;
/** In CSS pixels: gap between labels and the nearest plane; line height and digit size at 1rem = 16. */
const GAP = 16;
const LINE = 15;
const DIGIT = { width: 12, height: 34 };

/** @param {HTMLElement} list @param {{text: Text}} options */
export function createLabels(list, { text }) {
  const shown = { names: /** @type {HTMLElement[]} */ ([]), digits: /** @type {HTMLElement[]} */ ([]) };
  return {
    /** Create the labels. @param {Pick<Seen, "tower" | "layers">} seen */
    rename({ tower, layers }) {
      const giveFocusBack = keptFocus(list);
      const caption = (/** @type {string} */ words) => element("span", { class: "caption" }, words);
      shown.names = tower.floors.map(({ row: { layer, folded } }) => {
        const words = wordsOf(layers, layerNamed(layers, layer), text);
        const [name, size] = [nameButton(words, folded, text), caption(words.shape)];
        return element("li", { class: "tower-label", "data-layer": layer }, name, " ", size);
      });
      const answer = /** @type {Layer} */ (layers.at(-1));
      const isFolded = tower.floorOf.get(answer.name)?.row.folded;
      shown.digits = range(isFolded ? 0 : layerVolume(answer)[2]).map((digit) =>
        element("li", { class: "tower-digit", "data-digit": digit, "aria-hidden": "true" }, caption(""), digit),
      );
      replaceChildren(list, ...shown.names, ...shown.digits);
      giveFocusBack();
    },
    /** @param {ArrayLike<number> | null} probabilities */
    answer(probabilities) {
      const values = Array.from(probabilities ?? []);
      const most = Math.max(...values);
      shown.digits.forEach((item, digit) => {
        const isBest = item.classList.toggle("is-best", values[digit] === most);
        setText(/** @type {HTMLElement} */ (item.firstElementChild), isBest ? percentIn(text)(most) : "");
      });
    },
    /** @param {Seen} seen @param {boolean} isMoved  false: the names keep their places */
    place(seen, isMoved) {
      if (isMoved) placeAllNames(list, shown.names, seen);
      placeDigits(shown.digits, seen);
    },
  };
}

/** @param {HTMLElement} list @param {readonly HTMLElement[]} names @param {Seen} seen */
function placeAllNames(list, names, { tower, floors, eye, stage, textScale }) {
  const planes = tower.floors.map((floor) => ({
    outline: floors.has(floor) ? outlineOf(planeOf(tower, floor), eye, stage) : [],
    isUnderEye: floor.level < eye.position.y,
  }));
  const left = Math.max(stage.gutter, Math.min(...planes.flatMap(({ outline }) => outline.map(({ x }) => x))) - GAP);
  list.style.setProperty("--gutter", `${left}px`);
  const room = { left, top: stage.head, height: stage.height - stage.foot };
  const places = placeNames(planes, LINE * textScale, room);
  names.forEach((item, i) => {
    const place = places[i];
    item.classList.toggle("is-hidden", !place);
    if (!place) return;
    const isCrowded = places.some((other) => other && other !== place && Math.abs(other.y - place.y) < TARGET_DISTANCE);
    const button = /** @type {HTMLButtonElement} */ (item.querySelector("button"));
    button.disabled = isCrowded && button !== document.activeElement; // too small as a touch target
    item.style.transform = `translateY(calc(${place.y}px - 50%))`;
    item.style.setProperty("--lead", `${place.lead}px`);
  });
}

/** The visible outline. @param {readonly Point[]} corners @param {PerspectiveCamera} eye @param {Stage} stage */
function outlineOf(corners, eye, stage) {
  const ends = corners.map((corner) => new Vector3(...corner));
  const along = (/** @type {number} */ steps) => ends.flatMap((from, i) => {
    const to = /** @type {Vector3} */ (ends[(i + 1) % ends.length]);
    return range(steps).map((step) => projectPoint(eye, stage, from.clone().lerp(to, step / steps).toArray()));
  });
  const seen = along(1);
  return (seen.includes(null) ? along(STEPS) : seen).filter((spot) => spot !== null);
}

/** Where digits overlap, show only the prediction. @param {readonly HTMLElement[]} digits @param {Seen} seen */
function placeDigits(digits, { tower, layers, topOf, eye, stage, textScale }) {
  const spots = digits.map((_, digit) => {
    const unit = unitFrom(/** @type {Layer} */ (layers.at(-1)), 0, 0, digit);
    const top = topOf(unit);
    return top && projectPoint(eye, stage, [top[0], top[1], placeOf(tower, unit)?.z ?? 0]);
  });
  const isCrowded = Math.abs(Number(spots[1]?.x) - Number(spots[0]?.x)) < DIGIT.width * textScale;
  const isCut = spots.some((spot) => spot && spot.y < DIGIT.height * textScale);
  digits.forEach((item, digit) => {
    const spot = spots[digit];
    const isSeen = spot && spot.x > stage.gutter && spot.x < stage.width && spot.y < stage.height - stage.foot;
    const isTaken = isCut || (isCrowded && !item.classList.contains("is-best"));
    item.classList.toggle("is-hidden", !isSeen || isTaken);
    if (!spot) return;
    // The probability is above the digit.
    /** @type {HTMLElement} */ (item.firstElementChild).hidden = spot.y < (DIGIT.height + LINE) * textScale;
    item.style.transform = `translate(${Math.round(spot.x)}px, ${Math.round(spot.y)}px) translate(-50%, -100%)`;
  });
}
