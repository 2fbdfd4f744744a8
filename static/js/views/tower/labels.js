/** The names of the floors and the digits of the answer: page text over the picture, so that it is crisp and faces the reader. */

import { element, replaceChildren } from "../../lib/dom.js";
import { range } from "../../lib/math.js";
import { layerNamed, unitFrom } from "../../model/layers.js";
import { keptFocus, nameButton, wordsOf } from "../network/labels.js";
import { percentIn } from "../numbers.js";
import { pointBetween, project } from "./camera.js";
import { cornersOf, isShown } from "./floors.js";
import { placeOf } from "./lines.js";
import { placeNames } from "./naming.js";
import { crowdedAmong, placeLabels } from "./placing.js";

/** @typedef {import("../../types.js").Layer} Layer */
/** @typedef {import("./camera.js").Sight} Sight */
/** @typedef {import("./floors.js").Floor} Floor */
/** @typedef {import("./floors.js").Point} Point */
/** @typedef {import("./floors.js").Tower} Tower */
/** @typedef {import("./placing.js").Size} Size */
/** @typedef {import("./placing.js").Wish} Wish */

/** @typedef {{full: Size, brief: Size}} Sizes */
/** @typedef {Sizes & {item: HTMLElement, button: HTMLButtonElement}} Name  the button cannot be pressed where another name is too near */
/** @typedef {{item: HTMLElement, other: Sizes, best: Sizes}} Digit  its sizes while it is the answer and while it is not */

/** @typedef {{tower: Tower, layers: readonly Layer[]}} Labelled */
/** @typedef {Labelled & {storeys: import("./floors.js").Storeys, topOf: (unit: import("../../types.js").Unit) => number, room: number}} Standing  `storeys`: nothing else is named; `topOf`: how high a unit's block ends; `room`: of the stage, in CSS pixels, above what stands at its foot */
/** @typedef {ReadonlyArray<{x: number, y: number}>} Outline  of a floor, as it is seen */

const PRIORITY = { name: 4000, best: 3000, digit: 1000 };
/** Of each side of a floor so many points are looked at. */
const STEPS = 8;
/** The widest that a share is written. */
const SURE = 1;

/** @param {HTMLElement} list @param {{text: import("../../text/text.js").Text}} options */
export function createLabels(list, { text }) {
  /** @type {{names: Map<string, Name>, digits: Digit[], best: number}} */
  const shown = { names: new Map(), digits: [], best: -1 };
  return {
    /** Makes the labels; they are measured once, for that makes the page lay itself out. @param {Labelled} labelled */
    rename({ tower, layers }) {
      const giveFocusBack = keptFocus(list);
      const names = tower.floors.map(({ row }) => nameItem(row, wordsOf(layers, layerNamed(layers, row.layer), text), text));
      const answer = /** @type {Layer} */ (layers.at(-1));
      const digits = range(tower.floorOf.get(answer.name)?.row.folded ? 0 : Number(answer.shape[0])).map(digitItem);
      replaceChildren(list, ...names, ...digits);
      const sizes = measured(names);
      shown.names = new Map(tower.floors.map(({ row }, i) => [row.layer, named(/** @type {HTMLElement} */ (names[i]), /** @type {Sizes} */ (sizes[i]))]));
      shown.digits = measuredDigits(digits, percentIn(text)(SURE));
      shown.best = -1;
      giveFocusBack();
    },
    /** @param {ArrayLike<number> | null} probabilities */
    answer(probabilities) {
      shown.best = probabilities ? bestOf(probabilities) : -1;
      shown.digits.forEach(({ item }, digit) => mark(item, digit === shown.best ? percentIn(text)(Number(probabilities?.[digit])) : null));
    },
    /** @param {Standing} standing @param {Sight} sight */
    place(standing, sight) {
      const { layers, tower, storeys } = standing;
      const stage = { width: sight.size.width, height: standing.room };
      const outlines = tower.floors.map((floor) => (isShown(storeys, floor.level) ? outlineOf(floor, sight) : []));
      const answer = /** @type {Layer} */ (layers.at(-1));
      const digits = shown.digits.map(({ other, best }, digit) => {
        const isBest = digit === shown.best;
        return digitWish(standing, sight, { sizes: isBest ? best : other, unit: unitFrom(answer, 0, 0, digit), digit, isBest });
      }).filter((wish) => wish !== null);
      const labels = tower.floors.map(({ row }) => /** @type {Name} */ (shown.names.get(row.layer)));
      const beside = placeNames(outlines, labels, stage, digits.map(rectangleOf));
      const briefNames = new Set(beside.flatMap((place, i) => (place?.isBrief ? String(tower.floors[i]?.row.layer) : [])));
      const names = beside.map((place, i) => place && nameWish(String(tower.floors[i]?.row.layer), place)).filter((wish) => wish !== null);
      const places = new Map(placeLabels([...names, ...digits], stage).map((place) => [place.key, place]));
      const crowded = crowdedAmong([...shown.names.keys()].map((layer) => places.get(layer)).filter((place) => place !== undefined));
      for (const [layer, { button }] of shown.names) button.disabled = crowded.has(layer) && button !== document.activeElement;
      for (const [key, { item }] of [...shown.names, ...shown.digits.map((label, digit) => /** @type {const} */ ([String(digit), label]))]) {
        const place = places.get(key);
        item.classList.toggle("is-hidden", !place);
        item.classList.toggle("is-brief", Boolean(place?.isBrief) || briefNames.has(key));
        const line = beside[tower.floors.findIndex(({ row }) => row.layer === key)];
        if (line) drawLine(item, line);
        if (place) item.style.transform = `translate(${Math.round(place.x)}px, ${Math.round(place.y)}px)`;
      }
    },
  };
}

/** Pressed, a name folds its floor, as in the flat view. @param {import("../../types.js").SceneRow} row @param {ReturnType<typeof wordsOf>} words @param {import("../../text/text.js").Text} text */
function nameItem({ layer, folded }, words, text) {
  return element("li", { class: "tower-label", "data-layer": layer }, nameButton(words, folded, text), " ", element("span", { class: "caption" }, words.shape));
}

/** @param {HTMLElement} item @param {Sizes} sizes @returns {Name} */
function named(item, sizes) {
  return { item, button: /** @type {HTMLButtonElement} */ (item.querySelector("button")), ...sizes };
}

/** @param {number} digit */
function digitItem(digit) {
  return element("li", { class: "tower-digit", "data-digit": digit, "aria-hidden": "true" }, element("span", { class: "caption" }), element("strong", {}, digit));
}

/** @param {HTMLElement} item @param {string | null} sure  how sure the answer is; null: it is another digit */
function mark(item, sure) {
  item.classList.toggle("is-best", sure !== null);
  const caption = /** @type {HTMLElement} */ (item.firstElementChild);
  const words = sure ?? "";
  if (caption.textContent !== words) caption.textContent = words;
}

/** All at once, so that the page is laid out twice and not twice for each. @param {readonly HTMLElement[]} items @returns {Sizes[]} */
function measured(items) {
  const sizes = (/** @type {boolean} */ isBrief) => {
    for (const item of items) item.classList.toggle("is-brief", isBrief);
    return items.map((item) => ({ width: item.offsetWidth, height: item.offsetHeight }));
  };
  const full = sizes(false);
  const brief = sizes(true);
  return items.map((_, i) => ({ full: /** @type {Size} */ (full[i]), brief: /** @type {Size} */ (brief[i]) }));
}

/** @param {readonly HTMLElement[]} items @param {string} sure @returns {Digit[]} */
function measuredDigits(items, sure) {
  const other = measured(items);
  for (const item of items) mark(item, sure);
  const best = measured(items);
  for (const item of items) mark(item, null);
  return items.map((item, i) => ({ item, other: /** @type {Sizes} */ (other[i]), best: /** @type {Sizes} */ (best[i]) }));
}

/** From a name to the edge of its plane. @param {HTMLElement} item @param {import("./naming.js").NamePlace} place */
function drawLine(item, { lead, slope }) {
  item.style.setProperty("--lead", `${lead}px`);
  item.style.setProperty("--slope", `${slope}rad`);
}

/** A name that has its place. @param {string} key @param {import("./naming.js").NamePlace} place @returns {Wish} */
function nameWish(key, { x, y, width, height }) {
  const size = { width, height };
  return { key, x, y, full: size, brief: size, priority: PRIORITY.name, movable: false };
}

/**
 * Over the block of an answer, while that is seen.
 * @param {Standing} standing @param {Sight} sight
 * @param {{sizes: Sizes, unit: import("../../types.js").Unit, digit: number, isBest: boolean}} which
 * @returns {Wish | null}
 */
function digitWish({ tower, storeys, topOf }, sight, { sizes: { full, brief }, unit, digit, isBest }) {
  const place = placeOf(tower, unit);
  if (!place || !isShown(storeys, place.level)) return null;
  const seen = project(sight, [place.x + place.width / 2, topOf(unit) + 2, place.z]);
  if (!seen || seen.y < 0) return null;
  return { key: String(digit), x: seen.x - full.width / 2, y: Math.max(seen.y - full.height - 2, 2), full, brief, movable: false, priority: isBest ? PRIORITY.best : PRIORITY.digit - digit };
}

/** @param {Wish} wish @returns {Outline} */
function rectangleOf({ x, y, full: { width, height } }) {
  return [{ x, y }, { x: x + width, y }, { x: x + width, y: y + height }, { x, y: y + height }];
}

/** Points along a floor's border, as far as they lie before the eye. @param {Floor} floor @param {Sight} sight @returns {Outline} */
function outlineOf(floor, sight) {
  const corners = cornersOf(floor);
  return corners.flatMap((from, side) => {
    const to = /** @type {Point} */ (corners[(side + 1) % 4]);
    return range(STEPS).map((step) => project(sight, pointBetween(from, to, step / STEPS)));
  }).filter((point) => point !== null);
}

/** @param {ArrayLike<number>} probabilities */
function bestOf(probabilities) {
  return range(probabilities.length).reduce((best, i) => (Number(probabilities[i]) > Number(probabilities[best]) ? i : best), 0);
}
