/**
 * The names of the floors and the digits of the answer: page text over the picture, so that it is crisp and faces the
 * reader.
 */

import { element, replaceChildren, setText } from "../../lib/dom.js";
import { mix, range } from "../../lib/math.js";
import { layerNamed, unitFrom } from "../../model/layers.js";
import { keptFocus, nameButton, wordsOf } from "../network/labels.js";
import { percentIn } from "../numbers.js";
import { spotOf } from "./camera.js";
import { placeOf, planeOf } from "./floors.js";
import { placeNames } from "./naming.js";

/** @import { PerspectiveCamera } from "../../../vendor/three.module.min.js" */
/** @import { Text } from "../../text/text.js" */
/** @import { Layer } from "../../types.js" */
/** @import { Size } from "./camera.js" */
/** @import { Point } from "./floors.js" */
/** @import { Outline } from "./naming.js" */
/** @import { Seen } from "./picture.js" */

/** Points along each side of a plane that is not all before the eye. */
const STEPS = 16;
/** CSS pixels from one thing that can be pressed to the next (WCAG 2.2, 2.5.8). */
const TARGET = 24;
/** Between the names and the nearest plane; a line of words, and a digit, at 16 px a rem. */
const BESIDE = 16;
const LINE = 15;
const DIGIT = { width: 12, height: 34 };

/** @param {HTMLElement} list @param {{text: Text}} options */
export function createLabels(list, { text }) {
  /** @type {{names: HTMLElement[], digits: HTMLElement[]}} */
  const shown = { names: [], digits: [] };
  return {
    /** Makes the labels. @param {Pick<Seen, "tower" | "layers">} seen */
    rename({ tower, layers }) {
      const giveFocusBack = keptFocus(list);
      const answer = /** @type {Layer} */ (layers.at(-1));
      shown.names = tower.floors.map(({ row }) => {
        const words = wordsOf(layers, layerNamed(layers, row.layer), text);
        return element(
          "li",
          { class: "tower-label", "data-layer": row.layer },
          nameButton(words, row.folded, text),
          " ",
          element("span", { class: "caption" }, words.shape),
        );
      });
      shown.digits = range(tower.floorOf.get(answer.name)?.row.folded ? 0 : Number(answer.shape[0])).map((digit) =>
        element(
          "li",
          { class: "tower-digit", "data-digit": digit, "aria-hidden": "true" },
          element("span", { class: "caption" }),
          digit,
        ),
      );
      replaceChildren(list, ...shown.names, ...shown.digits);
      giveFocusBack();
    },
    /** @param {ArrayLike<number> | null} probabilities */
    answer(probabilities) {
      const values = Array.from(probabilities ?? []);
      const most = Math.max(...values);
      shown.digits.forEach((item, digit) => {
        item.classList.toggle("is-best", values[digit] === most);
        setText(
          /** @type {HTMLElement} */ (item.firstElementChild),
          values[digit] === most ? percentIn(text)(most) : "",
        );
      });
    },
    /** @param {Seen} seen @param {boolean} isMoved  else the names stand where they stood */
    place(seen, isMoved) {
      if (isMoved) placeAllNames(list, shown.names, seen);
      placeDigits(shown.digits, seen);
    },
  };
}

/** @param {HTMLElement} list @param {readonly HTMLElement[]} names @param {Seen} seen */
function placeAllNames(list, names, { tower, floors, eye, size, room, letters }) {
  const planes = tower.floors.map((floor) => ({
    outline: floors.has(floor) ? outlineOf(planeOf(tower, floor), eye, size) : [],
    isUnderEye: floor.level < eye.position.y,
  }));
  const left = Math.max(room.left, Math.min(...planes.flatMap(({ outline }) => outline.map(({ x }) => x))) - BESIDE);
  list.style.setProperty("--gutter", `${left}px`);
  const places = placeNames(planes, LINE * letters, { ...room, left });
  places.forEach((place, i) => {
    const item = /** @type {HTMLElement} */ (names[i]);
    item.classList.toggle("is-hidden", !place);
    if (!place) return;
    const isCrowded = places.some((other) => other && other !== place && Math.abs(other.y - place.y) < TARGET);
    const button = /** @type {HTMLButtonElement} */ (item.querySelector("button"));
    button.disabled = isCrowded && button !== document.activeElement; // a finger would not tell them apart
    item.style.transform = `translateY(calc(${place.y}px - 50%))`;
    item.style.setProperty("--lead", `${place.lead}px`);
  });
}

/** @param {readonly Point[]} corners @param {PerspectiveCamera} eye @param {Size} size @returns {Outline} */
function outlineOf(corners, eye, size) {
  const seen = corners.map((corner) => spotOf(eye, size, corner)).filter((spot) => spot !== null);
  if (seen.length === corners.length) return seen;
  return corners.flatMap((from, i) => {
    const to = /** @type {Point} */ (corners[(i + 1) % corners.length]);
    return range(STEPS).map((step) =>
      spotOf(eye, size, [mix(from[0], to[0], step / STEPS), from[1], mix(from[2], to[2], step / STEPS)]),
    );
  }).filter((spot) => spot !== null);
}

/**
 * Over their blocks; where they would cover each other only the answer.
 * @param {readonly HTMLElement[]} digits
 * @param {Seen} seen
 */
function placeDigits(digits, { tower, layers, topOf, eye, size, room, letters }) {
  const answer = /** @type {Layer} */ (layers.at(-1));
  const spots = digits.map((_, digit) => {
    const unit = unitFrom(answer, 0, 0, digit);
    const top = topOf(unit);
    return top && spotOf(eye, size, [top[0], top[1], placeOf(tower, unit)?.z ?? 0]);
  });
  const isCrowded = Math.abs(Number(spots[1]?.x) - Number(spots[0]?.x)) < DIGIT.width * letters;
  const isCut = spots.some((spot) => spot && spot.y < DIGIT.height * letters);
  digits.forEach((item, digit) => {
    const spot = spots[digit];
    const isSeen = spot && !isCut && spot.x > room.left && spot.x < size.width && spot.y < room.height;
    item.classList.toggle("is-hidden", !isSeen || (isCrowded && !item.classList.contains("is-best")));
    if (!spot) return;
    // How sure the answer is stands over it.
    /** @type {HTMLElement} */ (item.firstElementChild).hidden = spot.y < (DIGIT.height + LINE) * letters;
    item.style.transform = `translate(${Math.round(spot.x)}px, ${Math.round(spot.y)}px) translate(-50%, -100%)`;
  });
}
