/** The names of the floors and the digits of the answer: page text over the picture, so that it is crisp and faces the reader. */

import { element, replaceChildren, setText } from "../../lib/dom.js";
import { mix, range } from "../../lib/math.js";
import { layerNamed, unitFrom } from "../../model/layers.js";
import { keptFocus, nameButton, wordsOf } from "../network/labels.js";
import { percentIn } from "../numbers.js";
import { spotOf } from "./camera.js";
import { floorNamed, placeOf, planeOf } from "./floors.js";
import { placeNames } from "./naming.js";

/** @import { PerspectiveCamera } from "../../../vendor/three.module.min.js" */
/** @import { Text } from "../../text/text.js" */
/** @import { Layer, Unit } from "../../types.js" */
/** @import { Size, Spot } from "./camera.js" */
/** @import { Floor, Point, Tower } from "./floors.js" */
/** @import { Outline, Room } from "./naming.js" */

/**
 * @typedef {object} Standing
 * @property {Tower} tower
 * @property {readonly Layer[]} layers
 * @property {ReadonlySet<Floor>} shown  nothing else is named
 * @property {(unit: Unit) => Point | null} topOf  the middle of a unit's block, on top
 * @property {PerspectiveCamera} eye
 * @property {Size} size  of the stage
 * @property {Room} room  of the picture: right of the names' column, between what stands at the stage's top and foot
 */

/** @typedef {{best: number, height: number, digit: Size, sure: Size}} Measures  of the digits: the best one, the others, and CSS pixels of a name */

/** Points along each side of a plane that is not all before the eye. */
const STEPS = 16;
/** CSS pixels from one thing that can be pressed to the next (WCAG 2.2, 2.5.8). */
const TARGET = 24;
const BETWEEN = 2;
/** Between the names and the nearest plane. */
const BESIDE = 16;

/** @param {HTMLElement} list @param {{text: Text}} options */
export function createLabels(list, { text }) {
  /** @type {{names: HTMLElement[], digits: HTMLElement[], measures: Measures}} */
  const shown = { names: [], digits: [], measures: { best: -1, height: 0, digit: { width: 0, height: 0 }, sure: { width: 0, height: 0 } } };
  return {
    /** Makes the labels; they are measured once, for that makes the page lay itself out. @param {Pick<Standing, "tower" | "layers">} standing */
    rename({ tower, layers }) {
      const giveFocusBack = keptFocus(list);
      const answer = /** @type {Layer} */ (layers.at(-1));
      shown.names = tower.floors.map(({ row }) => {
        const words = wordsOf(layers, layerNamed(layers, row.layer), text);
        return element("li", { class: "tower-label", "data-layer": row.layer }, nameButton(words, row.folded, text), " ",
          element("span", { class: "caption" }, words.shape));
      });
      shown.digits = range(tower.floorOf.get(answer.name)?.row.folded ? 0 : Number(answer.shape[0])).map((digit) =>
        element("li", { class: "tower-digit", "data-digit": digit, "aria-hidden": "true" }, element("span", { class: "caption" }), element("strong", {}, digit)));
      replaceChildren(list, ...shown.names, ...shown.digits);
      const [first] = shown.digits;
      if (first) mark(first, percentIn(text)(1));
      const sure = sizeOf(first);
      if (first) mark(first, null);
      shown.measures = { best: -1, height: Math.max(...shown.names.map((name) => name.offsetHeight)), digit: sizeOf(first), sure };
      giveFocusBack();
    },
    /** @param {ArrayLike<number> | null} probabilities */
    answer(probabilities) {
      const values = Array.from(probabilities ?? []);
      shown.measures.best = values.indexOf(Math.max(...values));
      shown.digits.forEach((item, digit) => mark(item, digit === shown.measures.best ? percentIn(text)(Number(values[digit])) : null));
    },
    /** @param {Standing} standing */
    place(standing) {
      placeAllNames(list, shown.names, standing, shown.measures.height);
      placeDigits(shown.digits, standing, shown.measures);
    },
  };
}

/** @param {HTMLElement | undefined} item */
const sizeOf = (item) => ({ width: item?.offsetWidth ?? 0, height: item?.offsetHeight ?? 0 });

/** @param {HTMLElement} item @param {string | null} sure  how sure the answer is; null: it is another digit */
function mark(item, sure) {
  item.classList.toggle("is-best", sure !== null);
  setText(/** @type {HTMLElement} */ (item.firstElementChild), sure ?? "");
}

/** @param {HTMLElement} list @param {readonly HTMLElement[]} names @param {Standing} standing @param {number} height */
function placeAllNames(list, names, { tower, shown, eye, size, room }, height) {
  const planes = tower.floors.map((floor) => ({
    outline: shown.has(floor) ? outlineOf(planeOf(tower, floor), eye, size) : [],
    isUnderEye: floor.level < eye.position.y,
  }));
  const left = Math.max(room.left, Math.min(...planes.flatMap(({ outline }) => outline.map(({ x }) => x))) - BESIDE);
  list.style.setProperty("--gutter", `${left}px`);
  const places = placeNames(planes, height, { ...room, left });
  places.forEach((place, i) => {
    const item = /** @type {HTMLElement} */ (names[i]);
    item.classList.toggle("is-hidden", !place);
    if (!place) return;
    const isCrowded = places.some((other) => other && other !== place && Math.abs(other.y - place.y) < TARGET);
    const button = /** @type {HTMLButtonElement} */ (item.querySelector("button"));
    button.disabled = isCrowded && button !== document.activeElement; // a finger would not tell them apart
    item.style.transform = `translateY(${place.y - height / 2}px)`;
    item.style.setProperty("--lead", `${place.lead}px`);
    item.style.setProperty("--slope", `${place.slope}rad`);
  });
}

/** @param {readonly Point[]} corners @param {PerspectiveCamera} eye @param {Size} size @returns {Outline} */
function outlineOf(corners, eye, size) {
  const seen = corners.map((corner) => spotOf(eye, size, corner)).filter((spot) => spot !== null);
  if (seen.length === corners.length) return seen;
  return corners.flatMap((from, i) => {
    const to = /** @type {Point} */ (corners[(i + 1) % corners.length]);
    return range(STEPS).map((step) => spotOf(eye, size, [mix(from[0], to[0], step / STEPS), from[1], mix(from[2], to[2], step / STEPS)]));
  }).filter((spot) => spot !== null);
}

/** Over their blocks, the best one first; where two would cover each other the later one is left out. @param {readonly HTMLElement[]} digits @param {Standing} standing @param {Measures} measures */
function placeDigits(digits, standing, { best, digit: small, sure }) {
  /** @type {Array<Spot & Size>} */
  const taken = [];
  for (const digit of range(digits.length).toSorted((a, b) => Number(b === best) - Number(a === best))) {
    const item = /** @type {HTMLElement} */ (digits[digit]);
    const place = digitPlace(standing, digit, digit === best ? sure : small);
    const isFree = place !== null && taken.every((other) => areApart(place, other));
    item.classList.toggle("is-hidden", !isFree);
    if (!isFree) continue;
    taken.push(place);
    item.style.transform = `translate(${Math.round(place.x)}px, ${Math.round(place.y)}px)`;
  }
}

/** @param {Standing} standing @param {number} digit @param {Size} size @returns {Spot & Size | null} null where its block is not seen */
function digitPlace({ tower, layers, shown, topOf, eye, size: stage, room }, digit, { width, height }) {
  const answer = /** @type {Layer} */ (layers.at(-1));
  const unit = unitFrom(answer, 0, 0, digit);
  const block = shown.has(floorNamed(tower, answer.name)) ? placeOf(tower, unit) : null;
  const top = block && topOf(unit);
  const spot = top && spotOf(eye, stage, [top[0], top[1] + BETWEEN, block.z]);
  if (!spot || spot.y < 0 || spot.y > room.height) return null;
  const x = spot.x - width / 2;
  return x >= room.left && x + width <= stage.width ? { x, y: Math.max(spot.y - height - BETWEEN, BETWEEN), width, height } : null;
}

/** @param {Spot & Size} one @param {Spot & Size} other */
function areApart(one, other) {
  return one.x >= other.x + other.width + BETWEEN || other.x >= one.x + one.width + BETWEEN || one.y >= other.y + other.height || other.y >= one.y + one.height;
}
